"""Status, assignment and closing."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from helpdesk.base import clock
from helpdesk.base.errors import ForbiddenTransition, InvalidInput
from helpdesk.base.text import clean_text
from helpdesk.people.actors import SYSTEM, Actor
from helpdesk.people.policies import require
from helpdesk.people.rules import LINK_DAYS_AFTER_CLOSING
from helpdesk.people.selectors import colleagues
from helpdesk.people.services import expire_links
from helpdesk.tickets.events import ticket_closed, ticket_resolved
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.permissions import Permission
from helpdesk.tickets.rules import CLOSE_AFTER_DAYS, Event, Outcome, Status, Visibility, may_move
from helpdesk.tickets.services.reopening import open_again
from helpdesk.tickets.services.timeline import add_event, locked

NOT_A_COLLEAGUE = _("This person does not answer tickets of this council.")
SAY_FOR_WHOM = _("Say for whom we are waiting.")


def _move(ticket: Ticket, to: Status) -> None:
    if not may_move(Status(ticket.status), to):
        raise ForbiddenTransition
    ticket.status = to


@transaction.atomic
def take_ticket(*, ticket_id: int, by: Actor) -> Ticket:
    """Make the actor responsible for a ticket, and open it if it is new."""
    ticket = locked(ticket_id, by)
    require(by, Permission.WORK, ticket.council_id)
    if ticket.assignee_id == by.user_id and ticket.status != Status.NEW:
        return ticket
    if ticket.status == Status.NEW:
        _move(ticket, Status.OPEN)
    ticket.assignee_id = by.user_id
    ticket.save()
    add_event(ticket, event=Event.TAKEN, by=by, data={"name": by.name})
    return ticket


@transaction.atomic
def transfer_ticket(*, ticket_id: int, to_user_id: int, reason: str = "", by: Actor) -> Ticket:
    """Give a ticket to a colleague of the same council, with an optional internal reason."""
    ticket = locked(ticket_id, by)
    require(by, Permission.WORK, ticket.council_id)
    colleague = colleagues(ticket.council_id).filter(pk=to_user_id).first()
    if colleague is None:
        raise InvalidInput(NOT_A_COLLEAGUE)
    ticket.assignee = colleague
    if ticket.status == Status.NEW:
        _move(ticket, Status.OPEN)
    ticket.save()
    add_event(
        ticket,
        event=Event.TRANSFERRED,
        by=by,
        data={"name": colleague.public_name},
        body=clean_text(reason),
        visibility=Visibility.INTERNAL,
    )
    return ticket


@transaction.atomic
def wait_ticket(*, ticket_id: int, for_citizen: bool, for_whom: str = "", until: date | None = None, by: Actor) -> Ticket:
    """Set a ticket to wait for the citizen, or for a third party, named, and until when."""
    ticket = locked(ticket_id, by)
    require(by, Permission.WORK, ticket.council_id)
    for_whom = "" if for_citizen else clean_text(for_whom)[:120]
    if not for_citizen and not for_whom:
        raise InvalidInput(SAY_FOR_WHOM)
    _move(ticket, Status.WAITING_CITIZEN if for_citizen else Status.WAITING_THIRD_PARTY)
    ticket.waiting_for, ticket.waiting_until = for_whom, until
    ticket.save()
    add_event(
        ticket, event=Event.WAITING, by=by, data={"for": for_whom, "until": until.isoformat() if until else "", "citizen": for_citizen}
    )
    return ticket


@transaction.atomic
def resolve_ticket(*, ticket_id: int, outcome: Outcome, by: Actor) -> Ticket:
    """Resolve a ticket; tells `ticket_resolved`, which invites the rating. Resolving twice changes nothing."""
    ticket = locked(ticket_id, by)
    require(by, Permission.WORK, ticket.council_id)
    if ticket.status == Status.RESOLVED:
        return ticket
    _move(ticket, Status.RESOLVED)
    ticket.outcome, ticket.resolved_at, ticket.reply_due_at = outcome, clock.now(), None
    ticket.waiting_for, ticket.waiting_until = "", None
    if ticket.assignee_id is None:
        ticket.assignee_id = by.user_id
    ticket.save()
    add_event(ticket, event=Event.RESOLVED, by=by, data={"outcome": outcome.value})
    ticket_resolved.send(sender=Ticket, ticket=ticket, by=by)
    return ticket


@transaction.atomic
def reopen_ticket(*, ticket_id: int, by: Actor) -> Ticket:
    """Open a resolved or closed ticket again."""
    ticket = locked(ticket_id, by)
    require(by, Permission.REOPEN, ticket.council_id)
    if ticket.status not in {Status.RESOLVED, Status.CLOSED}:
        raise ForbiddenTransition
    open_again(ticket, by=by)
    return ticket


@transaction.atomic
def close_ticket(*, ticket_id: int, by: Actor) -> Ticket:
    """Close a resolved ticket; its secret links end 90 days later."""
    ticket = locked(ticket_id, by)
    require(by, Permission.WORK, ticket.council_id)
    if ticket.status != Status.RESOLVED:
        raise ForbiddenTransition
    _move(ticket, Status.CLOSED)
    ticket.closed_at = clock.now()
    ticket.save()
    expire_links(council_id=ticket.council_id, subject_id=ticket.pk, at=ticket.closed_at + timedelta(days=LINK_DAYS_AFTER_CLOSING))
    add_event(ticket, event=Event.CLOSED, by=by)
    ticket_closed.send(sender=Ticket, ticket=ticket, by=by)
    return ticket


def close_due_tickets(*, limit: int = 200) -> int:
    """Close what was resolved seven days ago and not reopened; returns how many."""
    due = clock.now() - timedelta(days=CLOSE_AFTER_DAYS)
    ids = list(Ticket.objects.filter(status=Status.RESOLVED, resolved_at__lte=due).values_list("pk", flat=True)[:limit])
    for ticket_id in ids:
        close_ticket(ticket_id=ticket_id, by=SYSTEM)
    return len(ids)
