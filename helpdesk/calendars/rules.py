"""The business clock: opening hours, exceptions, next opening, and the slots they give. Pure; aware times come in as arguments."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo

Interval = tuple[time, time]
Seats = tuple[int | None, ...]
HORIZON_DAYS = 60
NOON = time(14, 0)
BAND_USEFUL = timedelta(hours=2)


class Resource(StrEnum):
    """What can be booked: one engine for all of them."""

    CALL = "call"


class Track(StrEnum):
    """What is agreed: an exact time, or a part of the day."""

    EXACT = "exact"
    MORNING = "morning"
    AFTERNOON = "afternoon"


class Scope(StrEnum):
    """Who says that a day is different."""

    NATIONAL = "national"
    REGIONAL = "regional"
    LOCAL = "local"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Schedule:
    """Weekly hours (0 is Monday) with dated exceptions that replace a day; an empty tuple is closed. Seats stand beside the intervals, in the same order."""

    time_zone: str
    weekly: dict[int, tuple[Interval, ...]] = field(default_factory=dict)
    exceptions: dict[date, tuple[Interval, ...]] = field(default_factory=dict)
    weekly_seats: dict[int, Seats] = field(default_factory=dict)
    exception_seats: dict[date, Seats] = field(default_factory=dict)

    def intervals(self, day: date) -> tuple[Interval, ...]:
        """Return the intervals of a local day in order."""
        return self.exceptions.get(day, self.weekly.get(day.weekday(), ()))

    def seats(self, day: date) -> Seats:
        """Return the seats of each interval of a local day; None is the council's usual number."""
        own = self.exception_seats.get(day, ()) if day in self.exceptions else self.weekly_seats.get(day.weekday(), ())
        return own or (None,) * len(self.intervals(day))


@dataclass(frozen=True, slots=True)
class SlotPlan:
    """How slots are cut: minutes and usual seats of each, seats of a band, how early and how far ahead."""

    minutes: int
    seats: int
    band_seats: int
    notice: timedelta
    horizon_days: int


@dataclass(frozen=True, slots=True)
class SlotTime:
    """A slot of a day, in UTC, with all its seats."""

    track: Track
    starts_at: datetime
    ends_at: datetime
    seats: int


def open_spans(schedule: Schedule, start: datetime, days: int) -> Iterator[tuple[datetime, datetime]]:
    """Yield the open intervals, in UTC, of the local day of `start` and of the `days` after it."""
    zone = ZoneInfo(schedule.time_zone)
    first = start.astimezone(zone).date()
    for offset in range(days + 1):
        day = first + timedelta(days=offset)
        for opens, closes in schedule.intervals(day):
            yield datetime.combine(day, opens, zone).astimezone(UTC), datetime.combine(day, closes, zone).astimezone(UTC)


def is_open(schedule: Schedule, moment: datetime) -> bool:
    """Say whether `moment` falls in an interval, start included, end not."""
    return any(a <= moment < b for a, b in open_spans(schedule, moment, 0))


def closes_at(schedule: Schedule, moment: datetime) -> datetime | None:
    """Return when the open time of `moment` ends, or None when closed; intervals that touch are one."""
    closes: datetime | None = None
    for a, b in sorted(open_spans(schedule, moment, 1)):
        if a <= (closes or moment) < b:
            closes = b
    return closes and closes.astimezone(ZoneInfo(schedule.time_zone))


def next_opening(schedule: Schedule, moment: datetime) -> datetime | None:
    """Return the next start of an interval after `moment`, or None within 60 days."""
    return next((a.astimezone(ZoneInfo(schedule.time_zone)) for a, _ in open_spans(schedule, moment, HORIZON_DAYS) if a > moment), None)


def business_seconds(schedule: Schedule, start: datetime, end: datetime) -> int:
    """Return the open seconds between two moments."""
    total = timedelta()
    days = max(0, (end - start).days + 2)
    for a, b in open_spans(schedule, start, days):
        overlap = min(b, end) - max(a, start)
        if overlap > timedelta():
            total += overlap
    return int(total.total_seconds())


def add_business_time(schedule: Schedule, start: datetime, amount: timedelta) -> datetime:
    """Return the moment at which `amount` of open time has passed; falls back to plain time when the calendar is empty."""
    left = amount
    for a, b in open_spans(schedule, start, HORIZON_DAYS):
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


def _open_parts(schedule: Schedule, day: date, usual: int) -> Iterator[tuple[datetime, datetime, int]]:
    """Yield the intervals of a day that have seats, in UTC."""
    zone = ZoneInfo(schedule.time_zone)
    for (opens, closes), own in zip(schedule.intervals(day), schedule.seats(day), strict=True):
        seats = usual if own is None else own
        if seats:
            yield datetime.combine(day, opens, zone).astimezone(UTC), datetime.combine(day, closes, zone).astimezone(UTC), seats


def exact_slots(schedule: Schedule, plan: SlotPlan, day: date) -> list[SlotTime]:
    """Return the slots of a local day in order. An hour that the clock shows twice is offered once, so that its words mean one moment."""
    zone, step = ZoneInfo(schedule.time_zone), timedelta(minutes=plan.minutes)
    found: dict[datetime, int] = {}
    for begins, ends, seats in _open_parts(schedule, day, plan.seats):
        start = begins
        while start + step <= ends:
            if not start.astimezone(zone).fold:
                found[start] = max(seats, found.get(start, 0))
            start += step
    return [SlotTime(Track.EXACT, start, start + step, found[start]) for start in sorted(found)]


def band_slot(schedule: Schedule, plan: SlotPlan, day: date, track: Track) -> SlotTime | None:
    """Return the open part of a morning (until 14:00) or an afternoon as one slot, or None when there is none."""
    noon = datetime.combine(day, NOON, ZoneInfo(schedule.time_zone)).astimezone(UTC)
    parts = [
        (min(a, noon), min(b, noon)) if track is Track.MORNING else (max(a, noon), max(b, noon))
        for a, b, _seats in _open_parts(schedule, day, plan.seats)
    ]
    parts = [(a, b) for a, b in parts if a < b]
    if not parts or not plan.band_seats:
        return None
    return SlotTime(track, min(a for a, _ in parts), max(b for _, b in parts), plan.band_seats)


def slots_of_day(schedule: Schedule, plan: SlotPlan, day: date) -> list[SlotTime]:
    """Return everything that a local day has to book: its bands, then its exact times."""
    bands = [band_slot(schedule, plan, day, track) for track in (Track.MORNING, Track.AFTERNOON)]
    return [band for band in bands if band is not None] + exact_slots(schedule, plan, day)


def is_bookable(slot: SlotTime, plan: SlotPlan, now: datetime, zone: ZoneInfo) -> bool:
    """Say whether a slot is within notice and horizon. A band may be booked while it runs, as long as two hours of it are left after the notice."""
    last = now.astimezone(zone).date() + timedelta(days=plan.horizon_days)
    latest = slot.starts_at if slot.track is Track.EXACT else max(slot.starts_at, slot.ends_at - BAND_USEFUL)
    return now + plan.notice <= latest and slot.starts_at.astimezone(zone).date() <= last


def slot_key(slot: SlotTime, zone: tzinfo) -> str:
    """Return the name of a slot in local time: `exact:2026-05-20T10:00`, `morning:2026-05-20`."""
    local = slot.starts_at.astimezone(zone)
    return f"{slot.track}:{local:%Y-%m-%dT%H:%M}" if slot.track is Track.EXACT else f"{slot.track}:{local:%Y-%m-%d}"


def parse_key(key: str) -> tuple[Track, datetime] | None:
    """Return the track and the local (naive) time that a key names, or None when it names nothing."""
    track, _colon, moment = key.partition(":")
    try:
        return Track(track), datetime.fromisoformat(moment).replace(tzinfo=None)
    except ValueError:
        return None
