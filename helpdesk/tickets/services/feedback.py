"""What a contact says of the service itself: a complaint, a suggestion, thanks."""

from django.db import transaction

from helpdesk.people.actors import Actor
from helpdesk.people.policies import require
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.permissions import Permission
from helpdesk.tickets.rules import Event, Feedback, Visibility
from helpdesk.tickets.services.timeline import add_event, locked


@transaction.atomic
def note_feedback(*, ticket_id: int, kind: Feedback | None, by: Actor) -> Ticket:
    """Note that a contact is about the service itself, or that it is not; the same again changes nothing."""
    ticket = locked(ticket_id, by)
    require(by, Permission.WORK, ticket.council_id)
    if ticket.feedback_kind == (kind or ""):
        return ticket
    ticket.feedback_kind = kind.value if kind else ""
    ticket.save()
    add_event(ticket, event=Event.FEEDBACK_NOTED, by=by, visibility=Visibility.INTERNAL, data={"kind": ticket.feedback_kind})
    return ticket
