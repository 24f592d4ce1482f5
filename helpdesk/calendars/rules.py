"""The business clock: opening hours, exceptions, next opening. Pure; aware times come in as arguments."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Interval = tuple[time, time]
HORIZON_DAYS = 60


@dataclass(frozen=True, slots=True)
class Schedule:
    """Weekly hours (0 is Monday) with dated exceptions that replace a day; an empty tuple is closed."""

    time_zone: str
    weekly: dict[int, tuple[Interval, ...]] = field(default_factory=dict)
    exceptions: dict[date, tuple[Interval, ...]] = field(default_factory=dict)

    def intervals(self, day: date) -> tuple[Interval, ...]:
        """Return the intervals of a local day in order."""
        return self.exceptions.get(day, self.weekly.get(day.weekday(), ()))


def _spans(schedule: Schedule, start: datetime, days: int) -> Iterator[tuple[datetime, datetime]]:
    zone = ZoneInfo(schedule.time_zone)
    first = start.astimezone(zone).date()
    for offset in range(days + 1):
        day = first + timedelta(days=offset)
        for opens, closes in schedule.intervals(day):
            yield datetime.combine(day, opens, zone).astimezone(UTC), datetime.combine(day, closes, zone).astimezone(UTC)


def is_open(schedule: Schedule, moment: datetime) -> bool:
    """Say whether `moment` falls in an interval, start included, end not."""
    return any(a <= moment < b for a, b in _spans(schedule, moment, 0))


def closes_at(schedule: Schedule, moment: datetime) -> datetime | None:
    """Return when the interval of `moment` ends, or None when closed."""
    return next((b.astimezone(ZoneInfo(schedule.time_zone)) for a, b in _spans(schedule, moment, 0) if a <= moment < b), None)


def next_opening(schedule: Schedule, moment: datetime) -> datetime | None:
    """Return the next start of an interval after `moment`, or None within 60 days."""
    return next((a.astimezone(ZoneInfo(schedule.time_zone)) for a, _ in _spans(schedule, moment, HORIZON_DAYS) if a > moment), None)


def business_seconds(schedule: Schedule, start: datetime, end: datetime) -> int:
    """Return the open seconds between two moments."""
    total = timedelta()
    days = max(0, (end - start).days + 2)
    for a, b in _spans(schedule, start, days):
        overlap = min(b, end) - max(a, start)
        if overlap > timedelta():
            total += overlap
    return int(total.total_seconds())


def add_business_time(schedule: Schedule, start: datetime, amount: timedelta) -> datetime:
    """Return the moment at which `amount` of open time has passed; falls back to plain time when the calendar is empty."""
    left = amount
    for a, b in _spans(schedule, start, HORIZON_DAYS):
        begin = max(a, start)
        if begin >= b:
            continue
        if b - begin >= left:
            return begin + left
        left -= b - begin
    return start + amount


def band(schedule: Schedule, moment: datetime) -> str:
    """Return `morning` (before 14:00), `afternoon` or `outside` service hours, in the council's time zone."""
    if not is_open(schedule, moment):
        return "outside"
    return "morning" if moment.astimezone(ZoneInfo(schedule.time_zone)).hour < 14 else "afternoon"
