"""How contacts ended, and what is still open."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from helpdesk.tickets.selectors import measure_backlog
from transparency.catalogue import AGE, CHANNEL, DESTINATION, MOTIVE, NONE
from transparency.measures import Count, Duration, Measure, Share
from transparency.measuring.shaping import complete, pairs, timed
from transparency.measuring.window import Window
from transparency.rules import nearest_rank

PERCENTS = (("res.time_p50", 50), ("res.time_p90", 90))
# Whole local days before the end of the period: up to two, up to seven, up to thirty.
DAYS = (2, 7, 30)


def _edges(end: datetime, time_zone: str) -> list[datetime]:
    """The local midnights so many days before the end of a period."""
    zone = ZoneInfo(time_zone)
    last = end.astimezone(zone).date()
    return [datetime.combine(last - timedelta(days=days), time(), zone).astimezone(UTC) for days in DAYS]


def resolution(window: Window) -> Iterator[Measure]:
    """Yield endings and the backlog."""
    endings, period = window.endings, window.period
    yield Share(
        indicator="res.first_contact",
        part=endings.solved,
        whole=endings.resolved,
        by={
            CHANNEL.id: pairs(CHANNEL, endings.solved_by_channel, endings.by_channel),
            MOTIVE.id: pairs(MOTIVE, endings.solved_by_motive, endings.by_motive),
        },
        period=period,
    )
    for indicator, percent in PERCENTS:
        yield Duration(
            indicator=indicator,
            percent=percent,
            count=len(endings.times),
            seconds=nearest_rank(endings.times, percent),
            by={CHANNEL.id: timed(CHANNEL, endings.times_by_channel, percent)},
            period=period,
        )
    where = {member or NONE: number for member, number in endings.by_destination.items()}
    yield Share(
        indicator="res.referred",
        part=endings.referred,
        whole=endings.resolved,
        by={DESTINATION.id: {member: (number, endings.resolved) for member, number in complete(DESTINATION, where).items()}},
        period=period,
    )
    yield Share(
        indicator="res.reopened",
        part=endings.again,
        whole=endings.resolved,
        by={CHANNEL.id: pairs(CHANNEL, endings.again_by_channel, endings.by_channel)},
        period=period,
    )
    edges = _edges(window.end, window.council.time_zone)
    counts = measure_backlog(council=window.council, at=window.end, edges=edges, by=window.by)
    yield Count(indicator="res.backlog", total=sum(counts), by={AGE.id: dict(zip(AGE.members, counts, strict=True))}, period=period)
