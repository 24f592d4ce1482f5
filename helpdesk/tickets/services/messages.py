"""Messages and notes on a timeline."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

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
from helpdesk.tickets.services.responses import note_human_response
from helpdesk.tickets.services.timeline import Line, append, locked
from helpdesk.tickets.services.versions import require_seen
from helpdesk.tickets.services.waiting import forget_wait

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
def post_message(
    *, ticket_id: int, body: str, client_id: UUID, by: Actor, files: Iterable[CheckedFile] = (), seen: int | None = None
) -> Entry:
    """Post a message of the citizen or of staff. The same `client_id` twice returns the first entry. A citizen's message reopens what was resolved; the first of staff is the human response.

    With `seen`, the last entry that the writer had read, raises Outdated when others wrote after it: nothing is posted then."""
    files = list(files)
    ticket = locked(ticket_id, by)
    require(by, Permission.WRITE, ticket.council_id)
    known = Entry.objects.filter(ticket=ticket, client_id=client_id).first()
    if known is not None:
        return known
    require_seen(ticket, seen=seen, by=by)
    checked = _checked_body(body, may_be_empty=bool(files))
    entry = append(ticket, Line(EntryKind.MESSAGE, Visibility.PUBLIC, checked, client_id=client_id), by=by)
    attach(entry, files)
    if by.user_id is not None:
        note_human_response(ticket, by=by)
    else:
        _answered_by_citizen(ticket, by)
    message_posted.send(sender=Ticket, ticket=ticket, entry=entry, by=by)
    return entry


def _answered_by_citizen(ticket: Ticket, by: Actor) -> None:
    if ticket.status in {Status.RESOLVED, Status.CLOSED}:
        open_again(ticket, by=by)
    elif ticket.status == Status.WAITING_CITIZEN:
        ticket.status = Status.OPEN
        forget_wait(ticket)
        ticket.save()


@transaction.atomic
def write_note(
    *, ticket_id: int, body: str, client_id: UUID, by: Actor, files: Iterable[CheckedFile] = (), seen: int | None = None
) -> Entry:
    """Write an internal note; it never reaches the citizen and never counts as a response. `seen` as in `post_message`."""
    ticket = locked(ticket_id, by)
    require(by, Permission.WORK, ticket.council_id)
    known = Entry.objects.filter(ticket=ticket, client_id=client_id).first()
    if known is not None:
        return known
    require_seen(ticket, seen=seen, by=by)
    files = list(files)
    checked = _checked_body(body, may_be_empty=bool(files))
    entry = append(ticket, Line(EntryKind.NOTE, Visibility.INTERNAL, checked, client_id=client_id), by=by)
    attach(entry, files)
    return entry
