"""What other rooms' events mean for remote sessions."""

from django.dispatch import receiver

from helpdesk.callbacks.events import call_changed
from helpdesk.callbacks.models import Call
from helpdesk.people.actors import Actor
from helpdesk.tickets.events import ticket_closed, ticket_resolved
from helpdesk.tickets.models import Ticket
from remote.services import end_with_ticket
from remote.video.services import settle_rooms


@receiver(ticket_resolved, dispatch_uid="remote.end_with_resolved")
@receiver(ticket_closed, dispatch_uid="remote.end_with_closed")
def end_session_of_settled_ticket(sender: type[Ticket], *, ticket: Ticket, by: Actor, **kwargs: object) -> None:
    """Nobody looks at a screen for a request that is settled."""
    end_with_ticket(ticket=ticket, by=by)


@receiver(call_changed, dispatch_uid="remote.settle_rooms")
def close_rooms_of_changed_call(sender: type[Call], *, call: Call, by: Actor, **kwargs: object) -> None:
    """Nobody waits in a room for a call that is made at another time, in another way, or not at all."""
    settle_rooms(call=call, by=by)
