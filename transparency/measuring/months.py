"""A month, and the quarter of a month."""

from datetime import datetime

from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from transparency.catalogue import INDICATORS
from transparency.measures import Measure
from transparency.measuring.access import access
from transparency.measuring.digital import digital
from transparency.measuring.quality import quality
from transparency.measuring.resolution import resolution
from transparency.measuring.volume import volume
from transparency.measuring.waiting import waiting
from transparency.measuring.window import Window
from transparency.months import Month

PARTS = (volume, access, waiting, resolution, digital, quality)
ORDER = {indicator.id: place for place, indicator in enumerate(INDICATORS)}


def _measured(council: Council, start: datetime, end: datetime, period: str, by: Actor) -> list[Measure]:
    window = Window.read(council, start, end, period, by)
    return sorted((measure for part in PARTS for measure in part(window)), key=lambda measure: ORDER[measure.indicator])


def measure(*, council: Council, month: Month, by: Actor) -> list[Measure]:
    """Measure a month of a council: every indicator of the catalogue, in its order, `[start, end)` in the council's time zone. Raises NotAllowed; every room asks its own permission."""
    zone = council.time_zone
    return _measured(council, month.start(zone), month.end(zone), "", by)


def measure_quarter(*, council: Council, month: Month, by: Actor) -> list[Measure]:
    """Measure the quarter that a month belongs to, as `measure` does; what is said of a moment is said of its end. `period` of each is the quarter."""
    zone, first = council.time_zone, month.quarter_start
    return _measured(council, first.start(zone), first.following.following.end(zone), month.quarter, by)
