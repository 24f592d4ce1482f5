"""One availability: the schedule that everything asks."""

from collections import defaultdict
from datetime import date

from helpdesk.calendars.models import CalendarException, OpeningInterval
from helpdesk.calendars.rules import Interval, Schedule
from helpdesk.people.models import Council


def schedule_of(council: Council) -> Schedule:
    """Return the council's weekly hours and exceptions."""
    weekly: dict[int, list[Interval]] = defaultdict(list)
    for row in OpeningInterval.objects.filter(council=council):
        weekly[row.weekday].append((row.opens, row.closes))
    exceptions: dict[date, list[Interval]] = defaultdict(list)
    for special in CalendarException.objects.filter(council=council):
        intervals = exceptions[special.day]
        if special.opens is not None and special.closes is not None:
            intervals.append((special.opens, special.closes))
    return Schedule(council.time_zone, {k: tuple(v) for k, v in weekly.items()}, {k: tuple(v) for k, v in exceptions.items()})
