"""The hour at which the board is looked at, and who waits for it."""

from datetime import UTC, datetime, timedelta

import pytest

from helpdesk.base import clock
from helpdesk.chat.services import start_chat
from helpdesk.people.models import Council
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Channel
from tests.factories import citizen_with, make_ticket

NOON = datetime(2026, 5, 20, 10, 0, tzinfo=UTC)


def later(monkeypatch: pytest.MonkeyPatch, **span: int) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(**span))


def wait_in_chat(council: Council) -> Ticket:
    """Somebody in the waiting room, whom the agents there have not taken."""
    ticket = make_ticket(council, channel=Channel.CHAT)
    start_chat(ticket_id=ticket.pk, by=citizen_with(ticket))
    return ticket
