"""When the service is open, in words: `we are back on Monday at 8:00`."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from helpdesk.base import clock
from helpdesk.calendars.picking import hour
from helpdesk.calendars.rules import Schedule, closes_at, next_opening
from helpdesk.calendars.selectors import schedule_of


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether people answer now; `words` says until when or from when."""

    is_open: bool
    words: str


def back_words(schedule: Schedule, opens: datetime | None, now: datetime) -> str:
    """Return when we are back, as a sentence."""
    if opens is None:
        return _("Leave us your message and we will answer you.")
    zone = ZoneInfo(schedule.time_zone)
    local, days = opens.astimezone(zone), (opens.astimezone(zone).date() - now.astimezone(zone).date()).days
    if days == 0:
        return _("We are back today at %(time)s.") % {"time": hour(local)}
    if days == 1:
        return _("We are back tomorrow at %(time)s.") % {"time": hour(local)}
    if days < 7:
        return _("We are back on %(day)s at %(time)s.") % {"day": WEEKDAYS[local.weekday()], "time": hour(local)}
    return _("We are back on %(day)s at %(time)s.") % {"day": date_format(local, "MONTH_DAY_FORMAT"), "time": hour(local)}


def hours_of(request: HttpRequest) -> Schedule:
    """Return the hours of a request's council: read once, however many parts of the page ask for them."""
    kept = vars(request)
    if "opening_hours" not in kept:
        kept["opening_hours"] = schedule_of(request.council)  # type: ignore[attr-defined]
    return cast("Schedule", kept["opening_hours"])


def opening_of(schedule: Schedule) -> Opening:
    """Return whether the service is open now, in words."""
    now = clock.now()
    closes = closes_at(schedule, now)
    if closes is None:
        return Opening(is_open=False, words=back_words(schedule, next_opening(schedule, now), now))
    return Opening(is_open=True, words=_("We are here today until %(time)s.") % {"time": hour(closes)})
