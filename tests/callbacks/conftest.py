"""A council open in the mornings of weekdays, a ticket, its citizen and an agent, on a Tuesday evening."""

from collections.abc import Callable, Iterator
from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from helpdesk.base import clock
from helpdesk.calendars.models import OpeningInterval, SlotRule
from helpdesk.callbacks.models import Call
from helpdesk.callbacks.services import book_call
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import CallbackOrigin
from tests.factories import citizen_with, make_council, make_staff, make_ticket

MADRID = ZoneInfo("Europe/Madrid")
PHONE = "972 00 00 21"
TEN, ELEVEN, MORNING = "exact:2026-05-20T10:00", "exact:2026-05-20T11:00", "morning:2026-05-20"


def at(hour: int, minute: int = 0, day: int = 20) -> datetime:
    """A time of May 2026 where the council is; the 20th is a Wednesday."""
    return datetime(2026, 5, day, hour, minute, tzinfo=MADRID)


@pytest.fixture
def council(db: None) -> Iterator[Council]:
    council = make_council(open_always=False)
    for weekday in range(5):
        OpeningInterval.objects.create(council=council, weekday=weekday, opens=time(8), closes=time(14))
    SlotRule.objects.create(council=council, seats=2, band_seats=3)
    with clock.at(at(18, day=19)):
        yield council


@pytest.fixture
def ticket(council: Council) -> Ticket:
    return make_ticket(council, language="en")


@pytest.fixture
def citizen(ticket: Ticket) -> Actor:
    return citizen_with(ticket)


@pytest.fixture
def agent(council: Council) -> Actor:
    return make_staff(council)


@pytest.fixture
def book(ticket: Ticket, citizen: Actor) -> Callable[..., Call]:
    """Agree a call for the ticket, at ten on Wednesday unless said otherwise."""

    def agreed(key: str = TEN, **fields) -> Call:
        return book_call(**{"ticket_id": ticket.pk, "key": key, "phone": PHONE, "origin": CallbackOrigin.WEB, "by": citizen, **fields})

    return agreed
