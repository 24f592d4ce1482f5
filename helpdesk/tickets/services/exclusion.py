"""Leaving a ticket out of the indicators, and counting it again."""

from django.db import transaction

from helpdesk.people.actors import Actor
from helpdesk.people.policies import require
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.permissions import Permission
from helpdesk.tickets.rules import Event, Exclusion, Visibility
from helpdesk.tickets.services.timeline import add_event, locked


@transaction.atomic
def exclude_ticket(*, ticket_id: int, reason: Exclusion, by: Actor) -> Ticket:
    """Leave a test, a duplicate or an unwanted message out of the indicators. Months already published change only by a correction."""
    ticket = locked(ticket_id, by)
    require(by, Permission.WORK, ticket.council_id)
    if ticket.excluded_reason == reason:
        return ticket
    ticket.excluded_reason = reason.value
    ticket.save()
    add_event(ticket, event=Event.EXCLUDED, by=by, visibility=Visibility.INTERNAL, data={"reason": reason.value})
    return ticket


@transaction.atomic
def include_ticket(*, ticket_id: int, by: Actor) -> Ticket:
    """Count a ticket in the indicators again."""
    ticket = locked(ticket_id, by)
    require(by, Permission.WORK, ticket.council_id)
    if not ticket.excluded_reason:
        return ticket
    ticket.excluded_reason = ""
    ticket.save()
    add_event(ticket, event=Event.INCLUDED, by=by, visibility=Visibility.INTERNAL)
    return ticket
