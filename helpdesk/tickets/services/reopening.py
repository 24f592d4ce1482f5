"""Opening again what was resolved or closed: one home for the agent's button and the citizen's reply."""

from helpdesk.base import clock
from helpdesk.people.actors import Actor
from helpdesk.people.services import expire_links
from helpdesk.tickets.events import ticket_reopened
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Event, Status
from helpdesk.tickets.services.timeline import add_event


def open_again(ticket: Ticket, *, by: Actor) -> None:
    """Open a locked ticket that is resolved or closed: its outcome is forgotten, except that of the first time, its links last again; tells `ticket_reopened`."""
    ticket.status, ticket.outcome, ticket.procedure_result = Status.OPEN, "", ""
    ticket.resolved_at, ticket.closed_at = None, None
    ticket.reopened_at = ticket.reopened_at or clock.now()
    ticket.save()
    expire_links(council_id=ticket.council_id, subject_id=ticket.pk, at=None)
    add_event(ticket, event=Event.REOPENED, by=by)
    ticket_reopened.send(sender=Ticket, ticket=ticket, by=by)
