"""When the councils of the demonstration open: a week with hours, official holidays, and days on which it can be tried at any hour."""

from datetime import date, time, timedelta

from helpdesk.calendars.models import CalendarException, OpeningInterval
from helpdesk.calendars.rules import Scope
from helpdesk.calendars.services.holidays import seed_holidays
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council

OPEN_DAYS = 21
OPENS, CLOSES, MIDNIGHT, END = time(8), time(20), time(0), time(23, 59, 59)
LABEL = "Demo"
LOCAL_HOLIDAYS = {"vallclara": ((7, 25, "Sant Jaume, festa major"), (11, 11, "Sant Martí, festa local")), "rocabruna": ((2, 2, "La Candelera, festa local"), (8, 16, "Sant Roc, festa local"))}  # fmt: skip


def make_week(council: Council) -> None:
    """Open from Monday to Friday, from 8 to 20."""
    if not council.opening_intervals.exists():
        for weekday in range(5):
            OpeningInterval.objects.create(council=council, weekday=weekday, opens=OPENS, closes=CLOSES)


def make_holidays(council: Council, years: set[int], by: Actor) -> None:
    """Write the official holidays of these years and the council's own two, unless they are there."""
    for year in sorted(years):
        known = CalendarException.objects.filter(council=council, day__year=year)
        if known.filter(scope=Scope.LOCAL).exists():
            continue
        for month, day, label in LOCAL_HOLIDAYS[council.slug]:
            on = date(year, month, day)
            if not known.filter(day=on).exists():
                CalendarException.objects.create(council=council, day=on, label=label, scope=Scope.LOCAL)
        seed_holidays(council=council, year=year, by=by)


def open_days(council: Council, today: date) -> None:
    """Open around the clock from today on for three weeks, with calls from 8 to 20 only; a holiday stays closed, unless it is today."""
    exceptions = CalendarException.objects.filter(council=council)
    exceptions.filter(label=LABEL).delete()
    exceptions.filter(day=today).delete()
    holidays = set(exceptions.filter(day__gte=today).values_list("day", flat=True))
    days = [day for day in (today + timedelta(days=offset) for offset in range(OPEN_DAYS)) if day not in holidays]
    for day in days:
        for opens, closes, seats in ((MIDNIGHT, OPENS, 0), (OPENS, CLOSES, None), (CLOSES, END, 0)):
            CalendarException.objects.create(council=council, day=day, label=LABEL, opens=opens, closes=closes, seats=seats)


def make_hours(council: Council, today: date) -> None:
    """The week, and days on which the demonstration is open at any hour."""
    make_week(council)
    open_days(council, today)
