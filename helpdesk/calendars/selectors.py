"""One availability: the schedule that everything asks, and the slots that are free."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from operator import attrgetter
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from helpdesk.base import clock
from helpdesk.calendars.models import Booking, CalendarException, OpeningInterval, SlotRule
from helpdesk.calendars.rules import (
    Interval,
    Resource,
    Schedule,
    Scope,
    Seats,
    SlotPlan,
    SlotTime,
    Track,
    is_bookable,
    parse_key,
    slot_key,
    slots_of_day,
)
from helpdesk.people.models import Council

LOCAL_HOLIDAYS_A_YEAR = 2


@dataclass(frozen=True, slots=True)
class Slot:
    """Something to book, its times in the council's time zone. `key` names it: `exact:2026-05-20T10:00`."""

    key: str
    track: Track
    starts_at: datetime
    ends_at: datetime
    free: int
    seats: int = 0


@dataclass(frozen=True, slots=True)
class SlotDay:
    """What is free on a day."""

    day: date
    morning: Slot | None
    afternoon: Slot | None
    exact: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class ExceptionDay:
    """A day that differs from the week; without intervals it is closed. Each has when it opens and closes, and its seats."""

    day: date
    label: str
    scope: Scope
    is_confirmed: bool
    intervals: tuple[tuple[time, time, int | None], ...]


def schedule_of(council: Council) -> Schedule:
    """Return the council's weekly hours and exceptions, with their seats."""
    weekly: dict[int, list[tuple[Interval, int | None]]] = defaultdict(list)
    for row in OpeningInterval.objects.filter(council=council).order_by("weekday", "opens"):
        weekly[row.weekday].append(((row.opens, row.closes), row.seats))
    exceptions: dict[date, list[tuple[Interval, int | None]]] = defaultdict(list)
    for special in CalendarException.objects.filter(council=council).order_by("day", "opens"):
        intervals = exceptions[special.day]
        if special.opens is not None and special.closes is not None:
            intervals.append(((special.opens, special.closes), special.seats))
    return Schedule(
        council.time_zone,
        {day: _first(rows) for day, rows in weekly.items()},
        {day: _first(rows) for day, rows in exceptions.items()},
        {day: _second(rows) for day, rows in weekly.items()},
        {day: _second(rows) for day, rows in exceptions.items()},
    )


def _first(rows: Iterable[tuple[Interval, int | None]]) -> tuple[Interval, ...]:
    return tuple(interval for interval, _seats in rows)


def _second(rows: Iterable[tuple[Interval, int | None]]) -> Seats:
    return tuple(seats for _interval, seats in rows)


def slot_rule(council: Council, resource: Resource = Resource.CALL) -> SlotRule:
    """Return how the council gives appointments; what is usual, not saved, when it has not said so."""
    return SlotRule.objects.filter(council=council, resource=resource).first() or SlotRule(council=council, resource=resource)


def plan_of(rule: SlotRule) -> SlotPlan:
    """Return a rule as the pure functions take it."""
    return SlotPlan(rule.minutes, rule.seats, rule.band_seats, timedelta(minutes=rule.notice_minutes), rule.horizon_days)


def active(now: datetime) -> Q:
    """Return the condition of a booking that takes a seat: kept, or held and not yet over."""
    return Q(cancelled_at=None) & (Q(held_until=None) | Q(held_until__gt=now))


def bookings_over(council: Council, resource: Resource, start: datetime, end: datetime) -> QuerySet[Booking]:
    """Return the active bookings that overlap `[start, end)`."""
    return Booking.objects.filter(active(clock.now()), council=council, resource=resource, starts_at__lt=end, ends_at__gt=start)


def slots_between(
    council: Council, resource: Resource, first: date, last: date, *, rule: SlotRule | None = None, schedule: Schedule | None = None
) -> list[Slot]:
    """Return the slots of local days that may be booked now, full ones too (`free` is 0), in order of day; three queries for what the calendar knows, without those for what the caller has read."""
    rule = rule or slot_rule(council, resource)
    if not rule.is_offered:
        return []
    plan, schedule, zone, now = plan_of(rule), schedule or schedule_of(council), ZoneInfo(council.time_zone), clock.now()
    span = [datetime.combine(day, time(), zone).astimezone(UTC) for day in (first, last + timedelta(days=1))]
    rows = bookings_over(council, resource, *span).values_list("track", "starts_at", "ends_at", "seat")
    taken = [(Track(track), starts_at, ends_at, seat) for track, starts_at, ends_at, seat in rows]
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    found = [slot for day in days for slot in slots_of_day(schedule, plan, day) if is_bookable(slot, plan, now, zone)]
    return [_slot(slot, zone, taken) for slot in found]


def _slot(slot: SlotTime, zone: ZoneInfo, taken: list[tuple[Track, datetime, datetime, int]]) -> Slot:
    """Bookings count by overlap: those made before the hours or the length of slots changed take their seat too."""
    used = {seat for track, a, b, seat in taken if track is slot.track and a < slot.ends_at and b > slot.starts_at}
    free = max(0, slot.seats - len(used))
    return Slot(slot_key(slot, zone), slot.track, slot.starts_at.astimezone(zone), slot.ends_at.astimezone(zone), free, slot.seats)


def overlapping(council: Council, slot: Slot, resource: Resource) -> QuerySet[Booking]:
    """Return the bookings that take a seat of a slot."""
    return bookings_over(council, resource, slot.starts_at, slot.ends_at).filter(track=slot.track)


def slot_for(council: Council, key: str, resource: Resource = Resource.CALL) -> Slot | None:
    """Return the slot that a key names if it may be booked now, full or not."""
    named = parse_key(key)
    if named is None:
        return None
    day = named[1].date()
    return next((slot for slot in slots_between(council, resource, day, day) if slot.key == key), None)


def _free(council: Council, resource: Resource, days: int | None = None, schedule: Schedule | None = None) -> list[Slot]:
    today = clock.now().astimezone(ZoneInfo(council.time_zone)).date()
    rule = slot_rule(council, resource)
    last = today + timedelta(days=rule.horizon_days if days is None else min(days, rule.horizon_days))
    return [slot for slot in slots_between(council, resource, today, last, rule=rule, schedule=schedule) if slot.free]


def free_days(
    council: Council, resource: Resource = Resource.CALL, *, days: int | None = None, schedule: Schedule | None = None
) -> list[SlotDay]:
    """Return what is free from today on, within notice and horizon (or `days`); days without anything are left out. `schedule` is the council's, if it has been read."""
    by_day: dict[date, list[Slot]] = defaultdict(list)
    for slot in _free(council, resource, days, schedule):
        by_day[slot.starts_at.date()].append(slot)
    return [
        SlotDay(
            day,
            next((slot for slot in slots if slot.track is Track.MORNING), None),
            next((slot for slot in slots if slot.track is Track.AFTERNOON), None),
            tuple(slot for slot in slots if slot.track is Track.EXACT),
        )
        for day, slots in by_day.items()
    ]


def nearest_free(council: Council, key: str, *, resource: Resource = Resource.CALL, count: int = 3) -> list[Slot]:
    """Return the free slots nearest to the one that a key names, those of its kind first, in order of time."""
    named, zone = parse_key(key), ZoneInfo(council.time_zone)
    track, wanted = named if named is not None else (Track.EXACT, clock.now().astimezone(zone).replace(tzinfo=None))
    moment = wanted.replace(tzinfo=zone)
    near = sorted(_free(council, resource), key=lambda slot: (_kind(slot.track) != _kind(track), abs(slot.starts_at - moment)))
    return sorted(near[:count], key=lambda slot: slot.starts_at)


def _kind(track: Track) -> bool:
    return track is Track.EXACT


def local_holidays_missing(council: Council, year: int) -> int:
    """Return how many of the two local holidays of a year are not in the calendar yet."""
    days = CalendarException.objects.filter(council=council, scope=Scope.LOCAL, day__year=year).values("day").distinct()
    return max(0, LOCAL_HOLIDAYS_A_YEAR - days.count())


def exceptions_of(council: Council, year: int) -> list[ExceptionDay]:
    """Return the days of a year that differ, in order, each with its intervals."""
    rows = CalendarException.objects.filter(council=council, day__year=year).order_by("day", "opens")
    return [_exception_day(day, list(group)) for day, group in groupby(rows, key=attrgetter("day"))]


def exception_on(council: Council, day: date) -> ExceptionDay | None:
    """Return a day that differs, or None when it follows the week."""
    rows = list(CalendarException.objects.filter(council=council, day=day).order_by("opens"))
    return _exception_day(day, rows) if rows else None


def _exception_day(day: date, rows: list[CalendarException]) -> ExceptionDay:
    intervals = tuple((row.opens, row.closes, row.seats) for row in rows if row.opens is not None and row.closes is not None)
    return ExceptionDay(day, rows[0].label, Scope(rows[0].scope), all(row.is_confirmed for row in rows), intervals)
