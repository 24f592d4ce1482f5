"""The next call, in sight on every page of the desk."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from helpdesk.base import clock
from helpdesk.calendars.words import time_words
from helpdesk.callbacks.models import Call
from helpdesk.callbacks.rules import CallMode, Urgency
from helpdesk.callbacks.selectors import local_day, next_call
from helpdesk.desk.calls import hint_of, local, room_is_open, row_time, urgency_of
from helpdesk.people.actors import Actor

TONE = {Urgency.CALM: "", Urgency.SOON: "warning", Urgency.LATE: "danger"}


@dataclass(frozen=True, slots=True)
class Pill:
    """The next call in the top bar; `alarm` is a sentence that changes only with its urgency, to be said once."""

    url: str
    is_video: bool
    when: str
    name: str
    hint: str
    tone: str
    alarm: str


def pill_of(actor: Actor) -> Pill | None:
    """Return the next call of a person, or None."""
    call = next_call(actor)
    if call is None:
        return None
    how, name = urgency_of(call), call.ticket.citizen.name or _("No name")
    is_today = local_day(call) == local(call, clock.now()).date()
    when = row_time(call) if is_today else time_words(call.starts_at, call.when, call.council.time_zone)
    hint = hint_of(call) if is_today or how is Urgency.LATE else ""
    is_video = call.mode == CallMode.VIDEO
    to = "remote:video_room" if is_video and room_is_open(call) else "desk:ticket"
    return Pill(reverse(to, args=[call.ticket.reference]), is_video, when, name, hint, TONE[how], _alarm(call, how, name))


def _alarm(call: Call, how: Urgency, name: str) -> str:
    if call.waiting_since is not None:
        return _("%(name)s is waiting in the room of the video call.") % {"name": name}
    if how is Urgency.CALM:
        return ""
    if how is Urgency.LATE:
        return _("The call to %(name)s is late.") % {"name": name}
    if call.mode == CallMode.VIDEO:
        return _("It is time for the video call with %(name)s.") % {"name": name}
    return _("It is time to call %(name)s.") % {"name": name}
