"""What other rooms' events mean for chats."""

from django.dispatch import receiver

from helpdesk.chat.services import end_with_ticket
from helpdesk.people.actors import Actor
from helpdesk.tickets.events import ticket_closed, ticket_resolved
from helpdesk.tickets.models import Ticket


@receiver(ticket_resolved)
@receiver(ticket_closed)
def end_chat_of_settled_ticket(sender: type[Ticket], *, ticket: Ticket, by: Actor, **kwargs: object) -> None:
    """A ticket that is settled has no chat running."""
    end_with_ticket(ticket=ticket, by=by)
