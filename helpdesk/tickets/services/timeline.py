"""Adding to a timeline: the sequence number first, then the row, then the bell after the commit."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F

from helpdesk.base import clock
from helpdesk.base.errors import NotFound
from helpdesk.people.actors import Actor
from helpdesk.tickets import bell
from helpdesk.tickets.models import Entry, Ticket
from helpdesk.tickets.rules import Author, EntryKind, Event, Visibility
from helpdesk.tickets.selectors import visible_to

Data = Mapping[str, str | int | bool | None]


def author_of(by: Actor) -> Author:
    """Return the side on which an actor writes."""
    if by.is_system:
        return Author.SYSTEM
    return Author.STAFF if by.user_id is not None else Author.CITIZEN


def locked(ticket_id: int, by: Actor) -> Ticket:
    """Return a ticket that the actor may see, locked for the transaction; raises NotFound."""
    ticket = visible_to(by).select_for_update(of=("self",)).select_related("council", "citizen").filter(pk=ticket_id).first()
    if ticket is None:
        raise NotFound
    return ticket


def append(
    ticket: Ticket,
    *,
    by: Actor,
    kind: EntryKind,
    visibility: Visibility,
    body: str = "",
    event: Event | None = None,
    data: Data | None = None,
    client_id: UUID | None = None,
    language: str = "",
) -> Entry:
    """Write an entry with the next number of the ticket; must run inside a transaction. The ticket's `last_seq` is refreshed."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError
    now = clock.now()
    Ticket.objects.filter(pk=ticket.pk).update(last_seq=F("last_seq") + 1, updated_at=now)
    ticket.last_seq = Ticket.objects.values_list("last_seq", flat=True).get(pk=ticket.pk)
    ticket.updated_at = now
    author = author_of(by)
    entry = Entry.objects.create(
        council_id=ticket.council_id,
        ticket=ticket,
        seq=ticket.last_seq,
        kind=kind,
        visibility=visibility,
        client_id=client_id or uuid4(),
        author_kind=author,
        author_user_id=by.user_id,
        author_name=ticket.citizen.name if author is Author.CITIZEN else by.name,
        language=language or ticket.language,
        body=body,
        event=event or "",
        data=dict(data or {}),
        created_at=now,
    )
    bell.ring(ticket_id=ticket.pk, council_id=ticket.council_id, seq=entry.seq)
    return entry


def add_event(
    ticket: Ticket, *, event: Event, by: Actor, data: Data | None = None, visibility: Visibility = Visibility.PUBLIC, body: str = ""
) -> Entry:
    """Write an automatic entry; for services of this floor and above, inside their transaction."""
    return append(ticket, by=by, kind=EntryKind.EVENT, visibility=visibility, event=event, data=data, body=body)
