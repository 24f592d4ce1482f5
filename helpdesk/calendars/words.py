"""When, in words: whole sentences in the active language, for pages, mails and timelines."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from helpdesk.calendars.rules import Interval, Schedule, Track


def day_words(day: date) -> str:
    """Return a day such as `Monday 25 May`."""
    return capfirst(_("%(weekday)s %(day)s") % {"weekday": WEEKDAYS[day.weekday()], "day": date_format(day, "MONTH_DAY_FORMAT")})


def time_words(starts_at: datetime, track: Track | str, time_zone: str) -> str:
    """Return when something is agreed, in the council's time zone: `Monday 25 May, 10:00` or `Monday 25 May, in the morning`."""
    local = starts_at.astimezone(ZoneInfo(time_zone))
    day = day_words(local.date())
    if track == Track.MORNING:
        return _("%(day)s, in the morning") % {"day": day}
    if track == Track.AFTERNOON:
        return _("%(day)s, in the afternoon") % {"day": day}
    return _("%(day)s, %(time)s") % {"day": day, "time": f"{local.hour}:{local.minute:02d}"}


def clock_words(moment: datetime, time_zone: str) -> str:
    """Return a time of the day, in a council's time zone, such as `8:00`."""
    local = moment.astimezone(ZoneInfo(time_zone))
    return f"{local.hour}:{local.minute:02d}"


def hours_words(intervals: Iterable[Interval]) -> str:
    """Return intervals of a day such as `8:00–15:00, 16:00–19:00`."""
    return ", ".join(f"{a.hour}:{a.minute:02d}–{b.hour}:{b.minute:02d}" for a, b in intervals)


def _days(days: list[int]) -> str:
    names = [str(WEEKDAYS_ABBR[day]).lower() for day in days]
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return f"{names[0]}–{names[-1]}"
    return ", ".join(names)


def week_words(schedule: Schedule) -> str:
    """Return the week's hours, such as `mon–fri 8:00–15:00`; days with the same hours together."""
    groups: dict[str, list[int]] = {}
    for day in sorted(schedule.weekly):
        groups.setdefault(hours_words(schedule.weekly[day]), []).append(day)
    return " · ".join(f"{_days(days)} {hours}" for hours, days in groups.items() if hours)
