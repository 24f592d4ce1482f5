"""Adding to a timeline: the sequence numbers first, then the rows, then the bell after the commit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import connection, transaction

from helpdesk.base import clock
from helpdesk.base.errors import NotFound
from helpdesk.people.actors import Actor
from helpdesk.tickets import bell
from helpdesk.tickets.models import Entry, Ticket
from helpdesk.tickets.rules import Author, EntryKind, Event, Visibility
from helpdesk.tickets.selectors import visible_to
from helpdesk.tickets.services.search import index_entry

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


@dataclass(frozen=True, slots=True)
class Line:
    """What is to be written; `is_indexed` says that search knows the body already."""

    kind: EntryKind
    visibility: Visibility
    body: str = ""
    event: Event | None = None
    data: Data | None = None
    client_id: UUID | None = None
    language: str = ""
    is_indexed: bool = False


def _take_numbers(ticket: Ticket, count: int) -> None:
    """Reserve the next numbers of a ticket in one statement, which also locks its row; `last_seq` is the last of them."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE tickets_ticket SET last_seq = last_seq + %s, updated_at = %s WHERE id = %s RETURNING last_seq",
            [count, connection.ops.adapt_datetimefield_value(now), ticket.pk],
        )
        ticket.last_seq, ticket.updated_at = cursor.fetchone()[0], now


def append_all(ticket: Ticket, lines: Sequence[Line], *, by: Actor) -> list[Entry]:
    """Write entries with the next numbers of the ticket; must run inside a transaction. The ticket's `last_seq` is refreshed."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError
    _take_numbers(ticket, len(lines))
    author = author_of(by)
    entries = Entry.objects.bulk_create(
        Entry(
            council_id=ticket.council_id,
            ticket=ticket,
            seq=seq,
            kind=line.kind,
            visibility=line.visibility,
            client_id=line.client_id or uuid4(),
            author_kind=author,
            author_user_id=by.user_id,
            author_name=ticket.citizen.name if author is Author.CITIZEN else by.name,
            language=line.language or ticket.language,
            body=line.body,
            event=line.event or "",
            data=dict(line.data or {}),
            created_at=ticket.updated_at,
        )
        for seq, line in enumerate(lines, ticket.last_seq - len(lines) + 1)
    )
    for entry, line in zip(entries, lines, strict=True):
        if not line.is_indexed:
            index_entry(entry)
    bell.ring(ticket_id=ticket.pk, council_id=ticket.council_id, seq=ticket.last_seq)
    return entries


def append(ticket: Ticket, line: Line, *, by: Actor) -> Entry:
    """Write one entry, as `append_all` does."""
    return append_all(ticket, [line], by=by)[0]


def add_event(
    ticket: Ticket, *, event: Event, by: Actor, data: Data | None = None, visibility: Visibility = Visibility.PUBLIC, body: str = ""
) -> Entry:
    """Write an automatic entry; for services of this floor and above, inside their transaction."""
    return append(ticket, Line(EntryKind.EVENT, visibility, body=body, event=event, data=data), by=by)
