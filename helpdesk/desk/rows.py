"""A ticket as a row of the queue shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from helpdesk.base import clock
from helpdesk.desk.words import Words, procedure_title
from helpdesk.tickets.labels import CHANNEL, STATUS
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Author, Channel, Status
from helpdesk.tickets.selectors.queue import DONE

SOON = timedelta(hours=1)
CHANNEL_ICON: dict[str, str] = {
    Channel.WEB: "file-text",
    Channel.CHAT: "message-circle",
    Channel.PHONE: "phone",
    Channel.COUNTER: "users",
    Channel.EMAIL: "mail",
    Channel.CALLBACK: "phone-call",
}


@dataclass(frozen=True, slots=True)
class Due:
    """When the first answer is due: `kind` is late, soon or ok."""

    kind: str
    label: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Row:
    """What a row of the queue shows."""

    ticket: Ticket
    channel: str | Promise
    icon: str
    status: str | Promise
    when: str
    due: Due | None
    procedure: Words | None
    is_unread: bool


def moment(value: datetime) -> str:
    """Return the hour for today and the date for other days."""
    local = localtime(value)
    return date_format(local, "H:i" if local.date() == localtime(clock.now()).date() else "j M")


def due_of(ticket: Ticket) -> Due | None:
    """Return how urgent the reply is, in words; None when nobody waits for one."""
    at = ticket.reply_due_at
    if at is None or ticket.status in DONE:
        return None
    left = at - clock.now()
    minutes = int(left.total_seconds() // 60)
    if minutes < 0:
        return Due("late", _("Overdue"), at)
    if minutes < 60:
        return Due("soon" if left < SOON else "ok", _("%(minutes)d min") % {"minutes": max(minutes, 1)}, at)
    if minutes < 24 * 60:
        return Due("ok", _("%(hours)d h") % {"hours": minutes // 60}, at)
    return Due("ok", moment(at), at)


def row_of(ticket: Ticket) -> Row:
    """Return the row of a ticket that comes from `queue_for`."""
    return Row(
        ticket=ticket,
        channel=CHANNEL[ticket.channel],
        icon=CHANNEL_ICON[ticket.channel],
        status=STATUS[ticket.status],
        when=moment(ticket.updated_at),
        due=due_of(ticket),
        procedure=procedure_title(ticket.procedure, ticket.council) if ticket.procedure else None,
        is_unread=getattr(ticket, "last_author", None) == Author.CITIZEN and ticket.status not in {Status.RESOLVED, Status.CLOSED},
    )


def rows_of(tickets: Iterable[Ticket]) -> list[Row]:
    """Return the rows of a page of tickets."""
    return [row_of(ticket) for ticket in tickets]
