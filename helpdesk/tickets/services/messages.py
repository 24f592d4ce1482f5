"""Messages and notes on a timeline."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from helpdesk.base import clock
from helpdesk.base.errors import InvalidInput
from helpdesk.base.text import clean_text
from helpdesk.people.actors import Actor
from helpdesk.people.policies import require
from helpdesk.tickets.events import message_posted
from helpdesk.tickets.models import Entry, Ticket
from helpdesk.tickets.permissions import Permission
from helpdesk.tickets.rules import MAX_BODY, EntryKind, Status, Visibility
from helpdesk.tickets.services.attachments import CheckedFile, attach
from helpdesk.tickets.services.reopening import open_again
from helpdesk.tickets.services.timeline import append, locked

EMPTY = _("Write a message or attach a file.")
TOO_LONG = _("The message is too long: 5,000 characters at most.")


def _checked_body(body: str, *, may_be_empty: bool) -> str:
    body = clean_text(body)
    if not body and not may_be_empty:
        raise InvalidInput(EMPTY)
    if len(body) > MAX_BODY:
        raise InvalidInput(TOO_LONG)
    return body


@transaction.atomic
def post_message(*, ticket_id: int, body: str, client_id: UUID, by: Actor, files: Iterable[CheckedFile] = ()) -> Entry:
    """Post a message of the citizen or of staff. The same `client_id` twice returns the first entry. A citizen's message reopens what was resolved; the first of staff is the human response."""
    files = list(files)
    ticket = locked(ticket_id, by)
    require(by, Permission.WRITE, ticket.council_id)
    known = Entry.objects.filter(ticket=ticket, client_id=client_id).first()
    if known is not None:
        return known
    entry = append(
        ticket,
        by=by,
        kind=EntryKind.MESSAGE,
        visibility=Visibility.PUBLIC,
        body=_checked_body(body, may_be_empty=bool(files)),
        client_id=client_id,
    )
    attach(entry, files)
    if by.user_id is not None:
        _answered_by_staff(ticket, by)
    else:
        _answered_by_citizen(ticket, by)
    message_posted.send(sender=Ticket, ticket=ticket, entry=entry, by=by)
    return entry


def _answered_by_staff(ticket: Ticket, by: Actor) -> None:
    changed = False
    if ticket.first_human_response_at is None:
        ticket.first_human_response_at, changed = clock.now(), True
    if ticket.reply_due_at is not None:
        ticket.reply_due_at, changed = None, True
    if ticket.status == Status.NEW:
        ticket.status, changed = Status.OPEN, True
    if ticket.assignee_id is None:
        ticket.assignee_id, changed = by.user_id, True
    if changed:
        ticket.save()


def _answered_by_citizen(ticket: Ticket, by: Actor) -> None:
    if ticket.status in {Status.RESOLVED, Status.CLOSED}:
        open_again(ticket, by=by)
    elif ticket.status == Status.WAITING_CITIZEN:
        ticket.status = Status.OPEN
        ticket.save()


@transaction.atomic
def write_note(*, ticket_id: int, body: str, client_id: UUID, by: Actor, files: Iterable[CheckedFile] = ()) -> Entry:
    """Write an internal note; it never reaches the citizen and never counts as a response."""
    ticket = locked(ticket_id, by)
    require(by, Permission.WORK, ticket.council_id)
    known = Entry.objects.filter(ticket=ticket, client_id=client_id).first()
    if known is not None:
        return known
    files = list(files)
    entry = append(
        ticket,
        by=by,
        kind=EntryKind.NOTE,
        visibility=Visibility.INTERNAL,
        body=_checked_body(body, may_be_empty=bool(files)),
        client_id=client_id,
    )
    attach(entry, files)
    return entry
