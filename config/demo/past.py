"""The three months before the first start of the demonstration: written before anything is served, published in order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from config.demo.month import seed_month
from config.demo.plan import Volume
from config.demo.publishing import DemoRefused, correct_month, is_corrected, is_published, publish_month
from config.demo.stopwatch import Stopwatch
from config.demo.texts import COMMENTARIES
from helpdesk.base import clock
from helpdesk.base.errors import DomainError
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.tickets.models import Ticket
from transparency.months import Month
from transparency.pdf import CannotDraw

Say = Callable[[str], None]
MONTHS = 3
# Which of the past months is corrected, the oldest being the first: 0. So many of its contacts about certificates were noted as something else.
CORRECTED, MISTAKES = 1, 12
PUBLISHED_ON, PUBLISHED_AT = 3, time(10)

# The oldest first. The services that this one is made after publish about 1,070 contacts a month and 4.7 out of 5.
VOLUMES: dict[str, tuple[Volume, Volume, Volume]] = {
    "vallclara": (
        Volume(1031, ((5, 73), (4, 20.5), (3, 4), (2, 1.5), (1, 1)), 26, 12, 1.25, abandoned=5.4),
        Volume(1112, ((5, 75), (4, 20), (3, 3), (2, 1), (1, 1)), 28, 10, 1.1, mistakes=MISTAKES),
        Volume(1068, ((5, 77), (4, 18.5), (3, 2.5), (2, 1), (1, 1)), 31, 9, 1.0, abandoned=3.9),
    ),
    "rocabruna": (
        Volume(238, ((5, 70), (4, 24), (3, 6)), 27, 10, 1.2, abandoned=6.0),
        Volume(261, ((5, 74), (4, 20), (3, 6)), 25, 10, 0.9),
        Volume(247, ((5, 72), (4, 22), (3, 6)), 29, 10, 1.0),
    ),
}


@dataclass(frozen=True, slots=True)
class Pending:
    """A month that has not come out yet, or not yet in its corrected revision; `number` is its place among the three."""

    council: Council
    number: int
    month: Month


def past_months(now: datetime, time_zone: str) -> list[Month]:
    """Return the three months before the running one, the oldest first."""
    months = [Month.at(now, time_zone).previous]
    while len(months) < MONTHS:
        months.append(months[-1].previous)
    return months[::-1]


def months_of(council: Council) -> list[Month]:
    """Return the past months of a council: those from its oldest contact on, so that a start in a later month goes on with the same; before there is any, the last three."""
    oldest = Ticket.objects.filter(council=council).order_by("created_at").values_list("created_at", flat=True).first()
    if oldest is None:
        return past_months(clock.now(), council.time_zone)
    months = [Month.at(oldest, council.time_zone)]
    while len(months) < MONTHS:
        months.append(months[-1].following)
    return months


def publication_moment(month: Month, now: datetime, zone: ZoneInfo) -> datetime:
    """The third day of the following month in the morning, or now if that is still to come."""
    day = month.following.first_day.replace(day=PUBLISHED_ON)
    return min(datetime.combine(day, PUBLISHED_AT, zone), now)


def write_past(council: Council, say: Say) -> None:
    """Write the months that are not written yet; each is written whole or not at all."""
    for number, month in enumerate(months_of(council)):
        start, end = month.start(council.time_zone), month.end(council.time_zone)
        if Ticket.objects.filter(council=council, created_at__gte=start, created_at__lt=end).exists():
            continue
        volume = VOLUMES[council.slug][number]
        say(f"{council.name}: {volume.contacts} contacts of {month}")
        days = (month.following.first_day - month.first_day).days
        seed_month(council, month.first_day, days, volume, seed=month.first_day.toordinal() + council.pk)


def pending(councils: Sequence[Council]) -> list[Pending]:
    """Return what is still to be published, in the order in which it has to be."""
    found = [Pending(council, number, month) for council in councils for number, month in enumerate(months_of(council))]
    return [
        one
        for one in found
        if not (is_published(one.council, one.month) and (one.number != CORRECTED or is_corrected(one.council, one.month)))
    ]


def _publish(one: Pending, officer: Actor, watch: Stopwatch) -> None:
    now = clock.now()
    if not is_published(one.council, one.month):
        with clock.at(publication_moment(one.month, now, ZoneInfo(one.council.time_zone))):
            publish_month(one.council, one.month, COMMENTARIES[one.number], officer, watch)
    # Found before the month after it came out: what is checked later knows of it.
    if one.number == CORRECTED:
        correct_month(one.council, one.month, now, officer, watch)


def publish_past(councils: Sequence[Council], officer: Actor, say: Say, watch: Stopwatch) -> bool:
    """Publish what is still to be published; a month that cannot be is told, and those after it wait for the next start. Returns whether all are out."""
    left = pending(councils)
    stuck: set[int] = set()
    for done, one in enumerate(left, 1):
        if one.council.pk in stuck:
            continue
        try:
            _publish(one, officer, watch)
        except (DomainError, DemoRefused, CannotDraw) as error:
            stuck.add(one.council.pk)
            say(f"{one.council.name}: {one.month} could not be published ({error or type(error).__name__})")
        else:
            say(f"{one.council.name}: {one.month} is published ({done} of {len(left)})")
    return not stuck
