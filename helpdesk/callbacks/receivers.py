"""What happens to tickets and settles their calls."""

from django.dispatch import receiver

from helpdesk.callbacks.services import settle_call
from helpdesk.people.actors import Actor
from helpdesk.tickets.events import ticket_closed, ticket_resolved
from helpdesk.tickets.models import Ticket


@receiver([ticket_resolved, ticket_closed], dispatch_uid="callbacks.settle")
def settle(sender: type[Ticket], ticket: Ticket, by: Actor, **_kwargs: object) -> None:
    """Cancel the call that is still to be made."""
    settle_call(ticket=ticket, by=by)
