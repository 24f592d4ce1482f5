"""What citizens are told of their calls by mail: when, a link, a file for their calendar; never why."""

from django.utils import translation

from helpdesk.calendars.words import time_words
from helpdesk.callbacks.ics import calendar_file
from helpdesk.callbacks.models import Call
from helpdesk.callbacks.rules import CallMode
from helpdesk.outbox.models import OutboxMail
from helpdesk.outbox.services import MailFile, enqueue_mail
from helpdesk.people.rules import Purpose

BOOKED = "call_booked"
MOVED = "call_moved"
CANCELLED = "call_cancelled"
REMINDER = "call_reminder"
UNANSWERED = "call_unanswered"
METHODS = {BOOKED: "REQUEST", MOVED: "REQUEST", CANCELLED: "CANCEL"}


def tell(call: Call, template: str) -> OutboxMail | None:
    """Queue a mail in the transaction of its cause, with the calendar's file where it changes; None without an address."""
    ticket = call.ticket
    if not ticket.citizen.email:
        return None
    with translation.override(ticket.language):
        when = time_words(call.starts_at, call.when, call.council.time_zone)
    return enqueue_mail(
        council=call.council,
        template=template,
        language=ticket.language,
        recipient=ticket.citizen.email,
        context={"reference": ticket.reference, "when": when, "phone_end": call.phone[-3:], "is_video": call.mode == CallMode.VIDEO},
        link=(Purpose.FOLLOW_UP, ticket.pk),
        attachment=_calendar(call, template) if template in METHODS else None,
    )


def _calendar(call: Call, template: str) -> MailFile:
    content = calendar_file(call, cancelled=template == CANCELLED, attendee=call.ticket.citizen.email)
    return MailFile(name="call.ics", media_type=f"text/calendar; method={METHODS[template]}", text=content.decode())
