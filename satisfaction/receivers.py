"""A chat that ends, and a ticket that is resolved, invite to rate."""

from django.dispatch import receiver

from helpdesk.tickets.events import chat_ended, ticket_resolved
from helpdesk.tickets.models import Ticket
from satisfaction.services import invite


@receiver([chat_ended, ticket_resolved], dispatch_uid="satisfaction.invite")
def invite_to_rate(sender: type[Ticket], ticket: Ticket, **_kwargs: object) -> None:
    """Write the invitation in the same transaction."""
    invite(ticket=ticket)
