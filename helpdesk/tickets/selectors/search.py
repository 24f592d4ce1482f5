"""Tickets by what is in them: references, people, subjects, messages and internal notes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from helpdesk.people.actors import Actor
from helpdesk.people.policies import councils_where
from helpdesk.tickets import fulltext
from helpdesk.tickets.excerpts import Part, excerpt, hits
from helpdesk.tickets.models import Entry, Ticket
from helpdesk.tickets.permissions import Permission
from helpdesk.tickets.rules import EntryKind
from helpdesk.tickets.searching import Query, expression, parse
from helpdesk.tickets.selectors.queue import NEWEST, first_ids, queue_rows
from helpdesk.tickets.selectors.tickets import visible_to


@dataclass(frozen=True, slots=True)
class Fragment:
    """Where a ticket says what was looked for."""

    parts: tuple[Part, ...]
    language: str
    is_note: bool


def matching(tickets: QuerySet[Ticket], asked: str) -> QuerySet[Ticket]:
    """Narrow tickets to those in which everything asked for is found, the last word by its beginning. Never raises, whatever was typed."""
    if not asked.strip():
        return tickets
    query = parse(asked)
    if not query.terms:
        return tickets.none()
    # Only the engine's own sentence, with the words as its parameter.
    found = RawSQL(fulltext.FIND[connection.vendor], [expression(query, connection.vendor)])  # noqa: S611
    phrases = Q(*(Q(document__words__contains=phrase) for phrase in query.phrases))
    return tickets.filter(phrases, pk__in=found)


def find_tickets(actor: Actor, asked: str, *, limit: int = 8) -> list[Ticket]:
    """Return the newest tickets that somebody who answers tickets looks for; nobody else finds anything."""
    if not asked.strip() or not councils_where(actor, Permission.WORK):
        return []
    return queue_rows(actor, first_ids(matching(visible_to(actor), asked), NEWEST)[:limit])


def fragments(tickets: Iterable[Ticket], query: Query, actor: Actor) -> dict[int, Fragment]:
    """Return for each ticket the text with most of the words looked for, the latest of equals, for an actor who may read internal notes."""
    ids = [ticket.pk for ticket in tickets if ticket.council_id in councils_where(actor, Permission.WORK)]
    texts: dict[int, list[tuple[int, int, str, str, str]]] = defaultdict(list)
    rows = Entry.objects.filter(ticket__in=ids).exclude(body="").values_list("ticket_id", "seq", "body", "language", "kind")
    for ticket_id, seq, body, language, kind in rows:
        if found := hits(body, query):
            texts[ticket_id].append((found, seq, body, language, kind))
    best = {ticket_id: max(found) for ticket_id, found in texts.items()}
    return {
        ticket_id: Fragment(excerpt(body, query), language, kind == EntryKind.NOTE)
        for ticket_id, (_found, _seq, body, language, kind) in best.items()
    }
