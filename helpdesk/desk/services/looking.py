"""Who has a ticket open, and who writes: told to colleagues, never to citizens."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from helpdesk.base import clock
from helpdesk.base.errors import NotAllowed
from helpdesk.desk.models import Looking
from helpdesk.desk.permissions import Permission
from helpdesk.desk.rules import LOOK_SECONDS, WRITING_SECONDS
from helpdesk.desk.selectors.looking import Looker, at_ticket, named
from helpdesk.people.actors import Actor
from helpdesk.people.policies import require
from helpdesk.tickets import bell
from helpdesk.tickets.models import Ticket


def _who(ticket: Ticket, by: Actor) -> int:
    """Return the member of staff who may be told of at this ticket. It is not locked: looking must never wait for somebody who writes."""
    require(by, Permission.LOOK, ticket.council_id)
    if by.user_id is None:
        raise NotAllowed
    return by.user_id


def _news(row: Looking | None, *, now: datetime, writing: bool) -> bool:
    """Say whether colleagues would see a difference."""
    if row is None or now - row.seen_at > timedelta(seconds=LOOK_SECONDS):
        return True
    was_writing = row.wrote_at is not None and now - row.wrote_at <= timedelta(seconds=WRITING_SECONDS)
    return was_writing is not writing


@transaction.atomic
def look(*, ticket: Ticket, writing: bool = False, by: Actor) -> list[Looker]:
    """Remember that somebody looks at a ticket now, and whether she writes; returns who else does. Rings only when colleagues would see a difference. Every opened page does this: two statements."""
    user_id, now = _who(ticket, by), clock.now()
    rows = at_ticket(ticket)
    before = next((row for row in rows if row.user_id == user_id), None)
    row = Looking(council_id=ticket.council_id, ticket=ticket, user_id=user_id, seen_at=now, wrote_at=now if writing else None)
    QuerySet[Looking](Looking).bulk_create(
        [row], update_conflicts=True, unique_fields=["ticket", "user"], update_fields=["seen_at", "wrote_at"]
    )
    if _news(before, now=now, writing=writing):
        bell.ring_readers(ticket_id=ticket.pk)
    return named(rows, but=user_id)


@transaction.atomic
def look_away(*, ticket: Ticket, by: Actor) -> None:
    """Forget that somebody looked at a ticket: she closed it."""
    if QuerySet(Looking).filter(ticket=ticket, user_id=_who(ticket, by)).delete()[0]:
        bell.ring_readers(ticket_id=ticket.pk)


def prune_looking() -> int:
    """Delete rows that have meant nothing for an hour; returns how many."""
    return QuerySet(Looking).filter(seen_at__lt=clock.now() - timedelta(hours=1)).delete()[0]
