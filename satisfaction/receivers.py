"""A resolved ticket invites to rate it."""

from django.dispatch import receiver

from helpdesk.tickets.events import ticket_resolved
from helpdesk.tickets.models import Ticket
from satisfaction.services import invite


@receiver(ticket_resolved, dispatch_uid="satisfaction.invite")
def invite_to_rate(sender: type[Ticket], ticket: Ticket, **_kwargs: object) -> None:
    """Write the invitation in the same transaction."""
    invite(ticket=ticket)
