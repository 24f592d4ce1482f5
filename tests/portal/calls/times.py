"""Times of calls in the tests, who takes one, and the address of a call's page."""

from datetime import UTC, datetime

from helpdesk.callbacks.models import Call
from helpdesk.people.models import Council
from helpdesk.tickets.models import Ticket
from tests.factories import agree_call, make_ticket

MONDAY_NINE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
MONDAY_NIGHT = datetime(2026, 11, 23, 21, 0, tzinfo=UTC)
NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
TUESDAY_TEN = "exact:2026-11-24T10:00"
TUESDAY_ELEVEN = "exact:2026-11-24T11:00"
PHONE = {"phone": "972 00 00 12"}


def take(council: Council, key: str) -> Call:
    """Somebody else agrees a call at this time."""
    return agree_call(make_ticket(council), key=key)


def call_page(ticket: Ticket, tail: str = "") -> str:
    return f"/en/my/{ticket.reference}/call/{tail}"
