"""Status, assignment and closing."""

from datetime import timedelta

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
from helpdesk.tickets.services.endings import NOT_KNOWN, Ending, end, told
from helpdesk.tickets.services.reopening import open_again
from helpdesk.tickets.services.timeline import add_event, locked
from helpdesk.tickets.services.versions import require_seen
from helpdesk.tickets.services.waiting import forget_wait

NOT_A_COLLEAGUE = _("This person does not answer tickets of this council.")
NOT_A_TEAM = _("This team does not belong to this council.")


def _move(ticket: Ticket, to: Status) -> None:
    if not may_move(Status(ticket.status), to):
        raise ForbiddenTransition
    ticket.status = to


@transaction.atomic
def take_ticket(*, ticket_id: int, by: Actor, seen: int | None = None) -> Ticket:
    """Make the actor responsible for a ticket, and open it if it is new. Its team stays."""
    ticket = locked(ticket_id, by)
    require(by, Permission.WORK, ticket.council_id)
    if ticket.assignee_id == by.user_id and ticket.status != Status.NEW:
        return ticket
    require_seen(ticket, seen=seen, by=by)
    if ticket.status == Status.NEW:
        _move(ticket, Status.OPEN)
    ticket.assignee_id = by.user_id
    ticket.save()
    add_event(ticket, event=Event.TAKEN, by=by, data={"name": by.name})
    return ticket


def _give(ticket: Ticket, to_user_id: int) -> str:
    colleague = colleagues(ticket.council_id).filter(pk=to_user_id).first()
    if colleague is None:
        raise InvalidInput(NOT_A_COLLEAGUE)
    ticket.assignee = colleague
    if ticket.status == Status.NEW:
        _move(ticket, Status.OPEN)
    return colleague.public_name


def _give_to_team(ticket: Ticket, to_team_id: int) -> str:
    team = ticket.council.teams.filter(pk=to_team_id).first()
    if team is None:
        raise InvalidInput(NOT_A_TEAM)
    ticket.team, ticket.assignee = team, None
    return team.name


@transaction.atomic
def transfer_ticket(
    *, ticket_id: int, to_user_id: int | None = None, to_team_id: int | None = None, reason: str = "", by: Actor, seen: int | None = None
) -> Ticket:
    """Give a ticket to a colleague or to a team of the same council, with an optional internal reason. What a team gets is nobody's until one of them takes it."""
    ticket = locked(ticket_id, by)
    require(by, Permission.WORK, ticket.council_id)
    require_seen(ticket, seen=seen, by=by)
    name = _give_to_team(ticket, to_team_id) if to_team_id is not None else _give(ticket, to_user_id or 0)
    ticket.save()
    add_event(ticket, event=Event.TRANSFERRED, by=by, data={"name": name}, body=clean_text(reason), visibility=Visibility.INTERNAL)
    return ticket


@transaction.atomic
def resolve_ticket(*, ticket_id: int, outcome: Outcome, ending: Ending = NOT_KNOWN, by: Actor, seen: int | None = None) -> Ticket:
    """Resolve a ticket; tells `ticket_resolved`, which invites the rating. Resolving twice changes nothing. Raises InvalidInput for a referral to nowhere."""
    ticket = locked(ticket_id, by)
    require(by, Permission.WORK, ticket.council_id)
    if ticket.status == Status.RESOLVED:
        return ticket
    require_seen(ticket, seen=seen, by=by)
    _move(ticket, Status.RESOLVED)
    end(ticket, outcome, ending, now=clock.now())
    ticket.reply_due_at = None
    forget_wait(ticket)
    if ticket.assignee_id is None:
        ticket.assignee_id = by.user_id
    ticket.save()
    add_event(ticket, event=Event.RESOLVED, by=by, data=told(outcome))
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
