"""Who else has a ticket open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet

from helpdesk.base import clock
from helpdesk.desk.models import Looking
from helpdesk.desk.permissions import Permission
from helpdesk.desk.rules import LOOK_SECONDS, WRITING_SECONDS
from helpdesk.people.actors import Actor
from helpdesk.people.policies import allowed
from helpdesk.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Looker:
    """A colleague at the same ticket."""

    name: str
    is_writing: bool


def others_looking(ticket: Ticket, actor: Actor) -> list[Looker]:
    """Return the colleagues who have a ticket open now, those who write first; nobody for somebody who may not know."""
    if actor.user_id is None or not allowed(actor, Permission.LOOK, ticket.council_id):
        return []
    return named(at_ticket(ticket), but=actor.user_id)


def at_ticket(ticket: Ticket) -> list[Looking]:
    """Return everybody's rows of a ticket, old ones too, by name."""
    rows: QuerySet[Looking] = QuerySet(Looking).filter(ticket=ticket).select_related("user")
    return list(
        rows.only("ticket_id", "user_id", "seen_at", "wrote_at", "user__public_name", "user__full_name").order_by("user__full_name")
    )


def named(rows: Iterable[Looking], *, but: int) -> list[Looker]:
    """Return the people of rows of `at_ticket` who are there now, those who write first, and without one of them."""
    now = clock.now()
    since, recently = now - timedelta(seconds=LOOK_SECONDS), now - timedelta(seconds=WRITING_SECONDS)
    found = [
        Looker(row.user.public_name or row.user.full_name, row.wrote_at is not None and row.wrote_at >= recently)
        for row in rows
        if row.seen_at >= since and row.user_id != but
    ]
    return sorted(found, key=lambda looker: not looker.is_writing)
