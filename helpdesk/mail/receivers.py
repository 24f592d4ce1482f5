"""What happens to tickets and is told by mail, in the transaction of its cause."""

from django.dispatch import receiver

from helpdesk.mail.services import confirm_ticket, notify_reply
from helpdesk.people.actors import Actor
from helpdesk.tickets.events import message_posted, ticket_opened
from helpdesk.tickets.models import Ticket


@receiver(ticket_opened, dispatch_uid="mail.confirm")
def confirm(sender: type[Ticket], ticket: Ticket, **_kwargs: object) -> None:
    """Queue the confirmation."""
    confirm_ticket(ticket=ticket)


@receiver(message_posted, dispatch_uid="mail.notify")
def notify(sender: type[Ticket], ticket: Ticket, by: Actor, **_kwargs: object) -> None:
    """Queue the notice of an answer by staff."""
    if by.user_id is not None:
        notify_reply(ticket=ticket)
