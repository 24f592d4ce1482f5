"""Which ways are offered beside a call, within hours and out of them."""

import re

from django.test import Client

from helpdesk.base import clock
from helpdesk.callbacks.models import Call
from helpdesk.chat.services import set_presence
from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from helpdesk.tickets.models import Ticket, UnservedDemand
from tests.factories import make_staff
from tests.markup import squeeze
from tests.portal.calls.times import MONDAY_NIGHT, MONDAY_NINE, TUESDAY_TEN
from tests.portal.journey import PLACE, choose, fill, offer_no_calls, send, up_to_when


def test_no_time_at_all_offers_writing_and_the_telephone(visitor: Client, office: Council) -> None:
    offer_no_calls(office)
    with clock.at(MONDAY_NINE):
        up_to_when(visitor)
        page = visitor.get("/en/help/when/").content.decode()
        assert [text in page for text in ("No time is free for a call", "/en/help/problem/?channel=write", "tel:972000010")] == [True] * 3
        fill(visitor, channel="write")
        send(visitor)
    assert (Ticket.objects.get().channel, Call.objects.count()) == ("web", 0)


def test_from_writing_to_a_call_asks_only_for_what_is_missing(visitor: Client, office: Council) -> None:
    with clock.at(MONDAY_NINE):
        fill(visitor, phone="")
        assert visitor.post("/en/help/channel/", {"channel": "call"}).headers["Location"] == "/en/help/when/"
        assert visitor.post("/en/help/when/", {"slot": TUESDAY_TEN}).headers["Location"] == "/en/help/who/"


def test_the_ways_follow_what_can_really_be_had(visitor: Client, office: Council) -> None:
    with clock.at(MONDAY_NINE):
        assert ways(visitor) == ["call", "write"]
        set_presence(available=True, by=make_staff(office, Role.AGENT))
        assert ways(visitor) == ["chat", "call", "write"]
        assert b"We can call you today from 10:00." in visitor.get("/en/help/channel/").content
        offer_no_calls(office)
        assert ways(visitor) == ["chat", "write"]


def ways(visitor: Client) -> list[str]:
    page = visitor.get("/en/help/channel/").content.decode()
    return re.findall(r'type="radio"\s+name="channel"\s+value="(\w+)"', page)


def test_out_of_hours_the_call_comes_first_everywhere(visitor: Client, office: Council) -> None:
    with clock.at(MONDAY_NIGHT):
        assert ways(visitor) == ["call", "write"]
        for path in ("", "procedures/residence-certificate/sign/"):
            page = squeeze(visitor.get(f"/en/{path}").content.decode())
            assert re.findall(r"\?channel=(\w+)", page)[:2] == ["call", "write"]
            assert ("We can call you tomorrow from 8:00." in page, "The chat is closed now." in page) == (True, True)
        asked = visitor.get("/en/help/channel/?channel=chat&procedure=").content.decode()
        assert ("The chat is closed now" in asked, "We are back tomorrow at 8:00." in asked) == (True, True)
        assert "I prefer to be called" in visitor.get("/en/help/problem/?channel=chat&procedure=").content.decode()


def test_who_takes_a_call_instead_of_a_closed_chat_was_served(visitor: Client, office: Council) -> None:
    with clock.at(MONDAY_NIGHT):
        visitor.get("/en/help/channel/?channel=chat&procedure=")
        assert visitor.post("/en/help/channel/", {**PLACE, "channel": "call"}).headers["Location"] == "/en/help/problem/"
        up_to_when(visitor)
        choose(visitor, TUESDAY_TEN)
        send(visitor)
    assert (UnservedDemand.objects.count(), Call.objects.count()) == (0, 1)


def test_the_chat_that_went_while_one_chose_it_is_taken_as_before(visitor: Client, office: Council) -> None:
    with clock.at(MONDAY_NIGHT):
        assert visitor.post("/en/help/channel/", {**PLACE, "channel": "chat"}).headers["Location"] == "/en/help/problem/"
    assert UnservedDemand.objects.get().reason == "outside_hours"
