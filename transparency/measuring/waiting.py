"""How long people waited."""

from collections.abc import Iterator, Mapping

from helpdesk.people.models import Council
from transparency.catalogue import CHANNEL, PROMISES
from transparency.measures import Duration, Measure, Share
from transparency.measuring.shaping import pairs, timed
from transparency.measuring.window import Window
from transparency.models import PublicationPolicy
from transparency.rules import nearest_rank

PERCENTS = (("wait.first_p50_sh", 50), ("wait.first_p90_sh", 90))
KEPT = "wait.in_target"


def promises_of(council: Council) -> dict[str, int]:
    """Return within how many seconds of service hours a council promises an answer, by channel: its own word, or the catalogue's."""
    policy = PublicationPolicy.objects.filter(council=council).first()
    own: Mapping[str, object] = policy.targets if policy else {}
    said = {channel: own.get(f"{KEPT}.{channel}") for channel in PROMISES}
    return {channel: int(time) if isinstance(time := said[channel], int | float) else usual for channel, usual in PROMISES.items()}


def waiting(window: Window) -> Iterator[Measure]:
    """Yield waits and kept promises."""
    waits, by_channel, period = window.contacts.waits, window.contacts.waits_by_channel, window.period
    for indicator, percent in PERCENTS:
        yield Duration(
            indicator=indicator,
            percent=percent,
            count=len(waits),
            seconds=nearest_rank(waits, percent),
            by={CHANNEL.id: timed(CHANNEL, by_channel, percent)},
            period=period,
        )
    promises = promises_of(window.council)
    kept = {channel: sum(wait <= promises[channel] for wait in values) for channel, values in by_channel.items()}
    whole = {channel: len(values) for channel, values in by_channel.items()}
    yield Share(indicator=KEPT, part=sum(kept.values()), whole=len(waits), by={CHANNEL.id: pairs(CHANNEL, kept, whole)}, period=period)
    yield Share(indicator="wait.calls_on_time", part=window.calls.on_time, whole=window.calls.agreed, period=period)
