"""What citizens are told by mail. The mails carry a reference and a link, never what was written."""

from datetime import timedelta

from helpdesk.base import clock
from helpdesk.mail.rules import CHAT_EVENTS, NOW, is_live, wait_before_notice
from helpdesk.outbox.models import OutboxMail
from helpdesk.outbox.selectors import latest_mail
from helpdesk.outbox.services import enqueue_mail
from helpdesk.people.rules import Purpose
from helpdesk.tickets.models import Entry, Ticket
from helpdesk.tickets.rules import CATEGORY, Category, EntryKind, Status

CONFIRMATION = "ticket_opened"
REPLY_NOTICE = "reply_notice"


def confirm_ticket(*, ticket: Ticket) -> OutboxMail | None:
    """Tell the citizen that the request was received, how to follow it, and what comes next; nothing when it was solved on the spot."""
    if not ticket.citizen.email or CATEGORY[Status(ticket.status)] is Category.DONE:
        return None
    return _enqueue(ticket, CONFIRMATION)


def notify_reply(*, ticket: Ticket) -> OutboxMail | None:
    """Tell the citizen that there is an answer; not during a chat, and once for several answers in a row."""
    if not ticket.citizen.email or is_live(_chat_events(ticket)):
        return None
    last = latest_mail(template=REPLY_NOTICE, subject_id=ticket.pk)
    if last is not None and last.state == OutboxMail.State.QUEUED:
        return None
    return _enqueue(ticket, REPLY_NOTICE, wait_before_notice(last.created_at if last else None, clock.now()))


def _chat_events(ticket: Ticket) -> list[str]:
    rows = Entry.objects.filter(ticket=ticket, kind=EntryKind.EVENT, event__in=CHAT_EVENTS)
    return list(rows.order_by("seq").values_list("event", flat=True))


def _enqueue(ticket: Ticket, template: str, delay: timedelta = NOW) -> OutboxMail:
    return enqueue_mail(
        council=ticket.council,
        template=template,
        language=ticket.language,
        recipient=ticket.citizen.email,
        context={"reference": ticket.reference},
        link=(Purpose.FOLLOW_UP, ticket.pk),
        delay=delay,
    )
