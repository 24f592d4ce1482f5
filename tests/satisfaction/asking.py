"""Tickets that invite to rate: each of somebody new, since nobody is asked twice within a month."""

from itertools import count
from typing import Any

from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Outcome
from helpdesk.tickets.services import resolve_ticket
from tests.factories import make_ticket

_people = count(1)


def resolved(council: Council, agent: Actor, **fields: Any) -> Ticket:
    """A resolved ticket of somebody new."""
    number = next(_people)
    ticket = make_ticket(council, **{"email": f"person{number}@example.org", "phone": f"+34972{number:06d}", **fields})
    return resolve_ticket(ticket_id=ticket.pk, outcome=Outcome.SOLVED, by=agent)
