"""An agreed call as a file for calendars (RFC 5545, RFC 5546). It says when and who calls; never what about, nor whom."""

from datetime import timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, vCalAddress, vText

from helpdesk.base import clock
from helpdesk.callbacks.models import Call
from helpdesk.callbacks.rules import CallMode, CallWhen
from helpdesk.people.selectors import base_url

PRODUCT = "-//Acompanya//Calls//EN"
ALARM_BEFORE = timedelta(minutes=10)


def calendar_file(call: Call, *, cancelled: bool = False, attendee: str = "") -> bytes:
    """Return the file: to be mailed when it names the `attendee` (REQUEST), to be downloaded when not (PUBLISH). The UID stays, the sequence grows with every change."""
    with translation.override(call.ticket.language):
        event = _event(call, cancelled=cancelled, attendee=attendee)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "CANCEL" if cancelled else "REQUEST" if attendee else "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(call: Call, *, cancelled: bool, attendee: str) -> Event:
    zone = ZoneInfo(call.council.time_zone)
    event = Event()
    event.add("uid", f"{call.uid}@{_host(call)}")
    event.add("sequence", call.sequence)
    event.add("dtstamp", clock.now())
    event.add("dtstart", call.starts_at.astimezone(zone))
    event.add("dtend", call.ends_at.astimezone(zone))
    is_video = call.mode == CallMode.VIDEO
    summary = _("Call by video with %(council)s") if is_video else _("Call from %(council)s")
    event.add("summary", summary % {"council": call.council.name})
    event.add("description", _by_video() if is_video else _by_phone())
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    # A part of the day does not make somebody busy all the while.
    event.add("transp", "OPAQUE" if call.when == CallWhen.EXACT else "TRANSPARENT")
    event.add("class", "PRIVATE")
    event["organizer"] = _address(call.council.email or settings.DEFAULT_FROM_EMAIL, call.council.name)
    if attendee:
        event.add("attendee", _attendee(attendee))
    if not cancelled:
        event.add_component(_alarm(call))
    return event


def _by_phone() -> str:
    return _("We will call you. Keep your telephone at hand; you can move or cancel the call on the page of your request.")


def _by_video() -> str:
    return _(
        "We meet in your browser. Enter on the page of your request, from ten minutes before: its private link is in our e-mail. There you can also try camera and microphone, move or cancel the call, or ask for a telephone call."
    )


def _alarm(call: Call) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _("Your call by video is soon.") if call.mode == CallMode.VIDEO else _("We will call you soon."))
    alarm.add("trigger", -ALARM_BEFORE if call.when == CallWhen.EXACT else timedelta())
    return alarm


def _address(email: str, name: str = "") -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    if name:
        address.params["cn"] = vText(name)
    return address


def _attendee(email: str) -> vCalAddress:
    """Nobody has to answer: agreeing was the answer."""
    address = _address(email)
    address.params["partstat"] = vText("ACCEPTED")
    address.params["rsvp"] = vText("FALSE")
    return address


def _host(call: Call) -> str:
    return urlsplit(base_url(call.council_id)).hostname or "localhost"
