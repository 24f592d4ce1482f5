"""Chat by the hour: open, closed, closing while one writes; and the words about it."""

from datetime import UTC, datetime, time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from helpdesk.base import clock
from helpdesk.calendars.models import CalendarException, OpeningInterval
from helpdesk.calendars.selectors import schedule_of
from helpdesk.calendars.words import week_words
from helpdesk.chat.services import set_presence
from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from helpdesk.portal.opening import opening_of
from helpdesk.tickets.models import Ticket, UnservedDemand
from tests.factories import make_staff
from tests.portal.journey import PLACE, fill, offer_no_calls, send

MONDAY_NINE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
FRIDAY_EVENING = datetime(2026, 11, 20, 19, 0, tzinfo=UTC)
HOURS = ("openinginterval", "calendarexception", "slotrule", "booking")


@pytest.fixture
def office(council: Council) -> Council:
    """The council open on weekdays from 8:00 to 15:00."""
    OpeningInterval.objects.filter(council=council).delete()
    for weekday in range(5):
        OpeningInterval.objects.create(council=council, weekday=weekday, opens=time(8), closes=time(15))
    return council


def test_the_words_say_when_we_are_back(office: Council) -> None:
    CalendarException.objects.create(council=office, day=datetime(2026, 11, 24, tzinfo=UTC).date(), label="Holiday")
    moments = {
        datetime(2026, 11, 23, 8, 0, tzinfo=UTC): (True, "We are here today until 15:00."),
        datetime(2026, 11, 23, 6, 0, tzinfo=UTC): (False, "We are back today at 8:00."),
        datetime(2026, 11, 22, 8, 0, tzinfo=UTC): (False, "We are back tomorrow at 8:00."),
        FRIDAY_EVENING: (False, "We are back on Monday at 8:00."),
        datetime(2026, 11, 23, 16, 0, tzinfo=UTC): (False, "We are back on Wednesday at 8:00."),
    }
    with translation.override("en"):
        for moment, expected in moments.items():
            with clock.at(moment):
                found = opening_of(schedule_of(office))
            assert (found.is_open, found.words) == expected
        assert week_words(schedule_of(office)) == "mon–fri 8:00–15:00"


@pytest.mark.parametrize("path", ["", "procedures/residence-certificate/sign/", "help/channel/"])
@pytest.mark.parametrize("moment", [MONDAY_NINE, FRIDAY_EVENING])
def test_a_page_reads_the_hours_once(visitor: Client, office: Council, path: str, moment: datetime) -> None:
    with clock.at(moment):
        set_presence(available=True, by=make_staff(office, Role.AGENT))
        visitor.get(f"/en/{path}")
        with CaptureQueriesContext(connection) as queries:
            page = visitor.get(f"/en/{path}").content.decode()
    assert "mon–fri 8:00–15:00" in page
    asked = [sum(f'FROM "calendars_{table}"' in query["sql"] for query in queries) for table in HOURS]
    assert asked == [1, 1, 1, 1]


def test_the_home_page_asks_few_questions(visitor: Client, office: Council, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with clock.at(MONDAY_NINE):
        set_presence(available=True, by=make_staff(office, Role.AGENT))
        visitor.get("/en/")
        with django_assert_num_queries(9):
            visitor.get("/en/")


def test_closed_chat_becomes_writing_and_is_counted_once(visitor: Client, office: Council) -> None:
    offer_no_calls(office)
    with clock.at(FRIDAY_EVENING):
        assert visitor.get("/en/help/channel/?channel=chat&procedure=").headers["Location"] == "/en/help/problem/?procedure=&channel=chat"
        page = visitor.get("/en/help/problem/?procedure=&channel=chat").content.decode()
        assert ("The chat is closed now" in page, "We are back on Monday at 8:00." in page) == (True, True)
        fill(visitor, channel="chat")
        assert visitor.post("/en/help/problem/", {**PLACE, "channel": "chat", "body": "Again."}).headers["Location"] == "/en/help/check/"
        assert send(visitor).headers["Location"] == "/en/help/done/"
        assert b"has become a written request" in visitor.get("/en/help/done/").content
    demand = UnservedDemand.objects.get()
    assert (demand.channel, demand.reason, Ticket.objects.get().channel) == ("chat", "outside_hours", "web")


def test_open_chat_leads_to_the_waiting_room_and_may_be_left(visitor: Client, office: Council) -> None:
    with clock.at(MONDAY_NINE):
        set_presence(available=True, by=make_staff(office, Role.AGENT))
        assert b"Somebody is there now" in visitor.get("/en/help/channel/").content
        fill(visitor, channel="chat")
    with clock.at(MONDAY_NINE.replace(second=30)):
        response = visitor.post("/en/help/check/")
        ticket = Ticket.objects.get()
        assert (ticket.channel, response.headers["Location"]) == ("chat", f"/en/my/{ticket.reference}/chat/")
        page = visitor.get(f"/en/my/{ticket.reference}/chat/").content.decode()
        assert ("data-chat-position>1<" in page, "/s/" in page, 'role="log"' in page) == (True, True, True)
        assert b"You are in the waiting room of the chat" in visitor.get(f"/en/my/{ticket.reference}/").content
        assert visitor.post(f"/en/my/{ticket.reference}/chat/leave/", {"then": "write"}).status_code == 302
        assert b"Your chat is now a written request" in visitor.get(f"/en/my/{ticket.reference}/chat/").content
    assert UnservedDemand.objects.count() == 0


def test_the_chat_that_closes_while_one_writes_becomes_writing(visitor: Client, office: Council) -> None:
    with clock.at(MONDAY_NINE):
        set_presence(available=True, by=make_staff(office, Role.AGENT))
        fill(visitor, channel="chat")
    with clock.at(MONDAY_NINE.replace(hour=16)):
        assert visitor.post("/en/help/check/").headers["Location"] == "/en/help/done/"
    assert (Ticket.objects.get().channel, UnservedDemand.objects.get().reason) == ("web", "outside_hours")


def test_leaving_the_waiting_room_is_unserved_demand(visitor: Client, office: Council) -> None:
    with clock.at(MONDAY_NINE):
        set_presence(available=True, by=make_staff(office, Role.AGENT))
        fill(visitor, channel="chat")
    with clock.at(MONDAY_NINE.replace(second=30)):
        visitor.post("/en/help/check/")
        ticket = Ticket.objects.get()
        visitor.post(f"/en/my/{ticket.reference}/chat/leave/")
    assert (UnservedDemand.objects.get().reason, UnservedDemand.objects.get().ticket) == ("abandoned", ticket)
