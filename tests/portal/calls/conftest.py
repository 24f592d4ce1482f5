"""An office with one seat at each time, and a request whose holder may agree a call."""

from datetime import time, timedelta

import pytest
from django.test import Client

from helpdesk.base import clock
from helpdesk.calendars.models import OpeningInterval, SlotRule
from helpdesk.people.models import Council
from helpdesk.tickets.models import Ticket
from tests.portal.calls.times import NOON
from tests.portal.journey import ask


@pytest.fixture
def office(council: Council) -> Council:
    """Open on weekdays, 8:00 to 14:00 and 16:00 to 18:00; one seat at each time."""
    OpeningInterval.objects.filter(council=council).delete()
    for weekday in range(5):
        OpeningInterval.objects.create(council=council, weekday=weekday, opens=time(8), closes=time(14))
        OpeningInterval.objects.create(council=council, weekday=weekday, opens=time(16), closes=time(18))
    SlotRule.objects.create(council=council, seats=1, band_seats=1)
    return council


@pytest.fixture
def ticket(visitor: Client, council: Council) -> Ticket:
    """A written request that this browser may open; one seat at each time."""
    SlotRule.objects.create(council=council, seats=1, band_seats=1)
    with clock.at(NOON - timedelta(hours=1)):
        return ask(visitor)
