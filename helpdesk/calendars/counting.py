"""Open time for many moments at once: the spans of some days, put in order once. Pure; agrees with `rules.business_seconds` and `rules.band` to the second."""

from bisect import bisect_right
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from helpdesk.base.stamps import SECOND, stamp_of
from helpdesk.calendars.rules import NOON, Schedule, open_spans


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        elif start < end:
            found.append((start, end))
    return found


class OpenTime:
    """What a schedule says of the days from that of `start` to that of `end`; moments beyond them are closed. It is asked with stamps (`helpdesk.base.stamps`)."""

    def __init__(self, schedule: Schedule, start: datetime, end: datetime) -> None:
        zone = ZoneInfo(schedule.time_zone)
        first, last = start.astimezone(zone).date(), end.astimezone(zone).date()
        days = max(0, (last - first).days)
        spans = _merged([(stamp_of(a), stamp_of(b)) for a, b in open_spans(schedule, start, days)])
        self._starts, self._ends = [a for a, _b in spans], [b for _a, b in spans]
        self._before = [0, *accumulate(b - a for a, b in spans)]
        self._days = [stamp_of(datetime.combine(first + timedelta(days=n), time(), zone)) for n in range(days + 2)]
        self._noons = [stamp_of(datetime.combine(first + timedelta(days=n), NOON, zone)) for n in range(days + 2)]
        self._first: date = first

    def _until(self, stamp: int) -> int:
        place = bisect_right(self._starts, stamp)
        return self._before[place - 1] + min(stamp, self._ends[place - 1]) - self._starts[place - 1] if place else 0

    def seconds(self, start: int, end: int) -> int:
        """Return the open seconds between two moments."""
        return max(0, self._until(end) - self._until(start)) // SECOND

    def band(self, stamp: int) -> str:
        """Return `morning` (before 14:00), `afternoon` or `outside` service hours, in the council's time zone."""
        place = bisect_right(self._starts, stamp)
        if not place or stamp >= self._ends[place - 1]:
            return "outside"
        return "morning" if stamp < self._noons[self._day(stamp)] else "afternoon"

    def _day(self, stamp: int) -> int:
        return max(0, bisect_right(self._days, stamp) - 1)

    def weekday(self, stamp: int) -> int:
        """Return the local day of the week, 0 for Monday."""
        return (self._first.weekday() + self._day(stamp)) % 7
