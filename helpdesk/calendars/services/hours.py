"""A council's hours: the week, the days that differ, and how calls are cut from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise

from django.db import transaction
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from helpdesk.base.errors import Conflict, InvalidInput, NotFound
from helpdesk.base.text import clean_text
from helpdesk.calendars.models import CalendarException, OpeningInterval, SlotRule
from helpdesk.calendars.rules import Resource, Scope
from helpdesk.calendars.words import day_words
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.permissions import Permission
from helpdesk.people.policies import require

CLOSES_TOO_EARLY = _("%(day)s: an interval must close after it opens.")
OVERLAP = _("%(day)s: two intervals overlap.")
NO_LABEL = _("Say why the day is different, in 80 characters at most.")
DAY_TAKEN = _("This day is already in the list. Change it there.")
OUT_OF_RANGE = _("A number is out of its range.")
RANGES = {"minutes": (5, 240), "seats": (1, 50), "band_seats": (0, 200), "notice_minutes": (0, 10080), "horizon_days": (1, 90)}


@dataclass(frozen=True, slots=True)
class Hours:
    """An interval of a day, and how many calls each of its slots has; None is the council's usual number."""

    opens: time
    closes: time
    seats: int | None = None


def check_day(intervals: Sequence[Hours], day: str) -> None:
    """Raise InvalidInput, naming the day, unless every interval closes after it opens and none overlaps another; touching is allowed."""
    ordered = sorted(intervals, key=lambda interval: interval.opens)
    if any(interval.opens >= interval.closes for interval in ordered):
        raise InvalidInput(CLOSES_TOO_EARLY % {"day": day})
    if any(earlier.closes > later.opens for earlier, later in pairwise(ordered)):
        raise InvalidInput(OVERLAP % {"day": day})


def _locked(council_id: int, by: Actor) -> Council:
    """Hours of a council are written by one person at a time."""
    require(by, Permission.CONFIGURE, council_id)
    return Council.objects.select_for_update().get(pk=council_id)


@transaction.atomic
def set_week(*, council_id: int, week: Mapping[int, Sequence[Hours]], by: Actor) -> None:
    """Replace the weekly hours (0 is Monday); a day without intervals is closed. Rows that stay the same are left alone, and so is their history."""
    council = _locked(council_id, by)
    for weekday, intervals in week.items():
        check_day(intervals, str(WEEKDAYS[weekday]))
    wanted = {(weekday, interval.opens): interval for weekday, intervals in week.items() for interval in intervals}
    for row in OpeningInterval.objects.filter(council=council):
        interval = wanted.pop((row.weekday, row.opens), None)
        if interval is None:
            row.delete()
        elif (row.closes, row.seats) != (interval.closes, interval.seats):
            row.closes, row.seats = interval.closes, interval.seats
            row.save()
    for (weekday, opens), interval in wanted.items():
        OpeningInterval.objects.create(council=council, weekday=weekday, opens=opens, closes=interval.closes, seats=interval.seats)


@transaction.atomic
def save_exception(
    *,
    council_id: int,
    day: date,
    label: str,
    intervals: Sequence[Hours] = (),
    scope: Scope = Scope.OWN,
    replaces: date | None = None,
    by: Actor,
) -> None:
    """Write a day that differs: its own hours, or closed without any. `replaces` is the day being changed, which may move; it counts as confirmed."""
    council = _locked(council_id, by)
    label = clean_text(label)
    if not label or len(label) > 80:
        raise InvalidInput(NO_LABEL)
    check_day(intervals, day_words(day))
    rows = CalendarException.objects.filter(council=council)
    if day != replaces and rows.filter(day=day).exists():
        raise Conflict(DAY_TAKEN)
    rows.filter(day=replaces or day).delete()
    for interval in sorted(intervals, key=lambda hours: hours.opens):
        CalendarException.objects.create(
            council=council, day=day, label=label, scope=scope, opens=interval.opens, closes=interval.closes, seats=interval.seats
        )
    if not intervals:
        CalendarException.objects.create(council=council, day=day, label=label, scope=scope)


def _rows_of_day(council: Council, day: date) -> list[CalendarException]:
    rows = list(CalendarException.objects.filter(council=council, day=day))
    if not rows:
        raise NotFound
    return rows


@transaction.atomic
def confirm_exception(*, council_id: int, day: date, by: Actor) -> None:
    """Say that the official gazette has this day."""
    for row in _rows_of_day(_locked(council_id, by), day):
        row.is_confirmed = True
        row.save()


@transaction.atomic
def delete_exception(*, council_id: int, day: date, by: Actor) -> None:
    """Let a day follow the weekly hours again."""
    for row in _rows_of_day(_locked(council_id, by), day):
        row.delete()


@transaction.atomic
def save_slot_rule(
    *,
    council_id: int,
    is_offered: bool,
    minutes: int,
    seats: int,
    band_seats: int,
    notice_minutes: int,
    horizon_days: int,
    resource: Resource = Resource.CALL,
    by: Actor,
) -> SlotRule:
    """Say how calls are given: length, how many at once, notice and horizon. Calls that were agreed stay agreed."""
    council = _locked(council_id, by)
    values = {
        "minutes": minutes,
        "seats": seats,
        "band_seats": band_seats,
        "notice_minutes": notice_minutes,
        "horizon_days": horizon_days,
    }
    if any(not low <= values[name] <= high for name, (low, high) in RANGES.items()):
        raise InvalidInput(OUT_OF_RANGE)
    rule, _created = SlotRule.objects.update_or_create(council=council, resource=resource, defaults={"is_offered": is_offered, **values})
    return rule
