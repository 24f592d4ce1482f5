"""The version check: nobody answers what she has not read."""

from helpdesk.base.errors import Outdated
from helpdesk.people.actors import Actor
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.selectors import news_since


def require_seen(ticket: Ticket, *, seen: int | None, by: Actor) -> None:
    """Raise Outdated when others wrote on a locked ticket after entry number `seen`. None asks for no check: sockets, and other services."""
    if seen is not None and seen < ticket.last_seq and news_since(ticket, by, seen=seen):
        raise Outdated
