"""Call me: from the offer to the agreed call, without JavaScript; and what happens when a time is gone."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from django.test import Client

from helpdesk.base import clock
from helpdesk.calendars.models import Booking, OpeningInterval, SlotRule
from helpdesk.callbacks.models import Call
from helpdesk.chat.services import set_presence
from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from helpdesk.portal.models import WizardDraft
from helpdesk.tickets.models import Ticket, UnservedDemand
from tests.factories import agree_call, make_council, make_staff, make_ticket
from tests.markup import squeeze
from tests.portal.conftest import new_browser
from tests.portal.journey import BODY, PLACE, choose, fill, offer_no_calls, send, up_to_when

MONDAY_NINE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
MONDAY_NIGHT = datetime(2026, 11, 23, 21, 0, tzinfo=UTC)
TUESDAY_TEN = "exact:2026-11-24T10:00"


@pytest.fixture
def office(council: Council) -> Council:
    """Open on weekdays, 8:00 to 14:00 and 16:00 to 18:00; one seat at each time."""
    OpeningInterval.objects.filter(council=council).delete()
    for weekday in range(5):
        OpeningInterval.objects.create(council=council, weekday=weekday, opens=time(8), closes=time(14))
        OpeningInterval.objects.create(council=council, weekday=weekday, opens=time(16), closes=time(18))
    SlotRule.objects.create(council=council, seats=1, band_seats=1)
    return council


def take(council: Council, key: str) -> Call:
    """Somebody else agrees a call at this time."""
    return agree_call(make_ticket(council), key=key)


def test_a_call_is_agreed_at_an_exact_time(visitor: Client, office: Council) -> None:
    with clock.at(MONDAY_NINE):
        up_to_when(visitor)
        page = visitor.get("/en/help/when/").content.decode()
        assert [text in page for text in ("When shall we call you?", "972 00 00 10", "In the morning", f'value="{TUESDAY_TEN}"')] == [
            True
        ] * 4
        choose(visitor, TUESDAY_TEN)
        check = visitor.get("/en/help/check/").content.decode()
        assert [text in check for text in ("We call you", "Tuesday 24 November, 10:00", "972 00 00 12", "Agree the call")] == [True] * 4
        assert send(visitor).headers["Location"] == "/en/help/done/"
        call, ticket = Call.objects.get(), Ticket.objects.get()
        assert (call.starts_at, call.when, call.origin, call.phone, call.ticket) == (
            datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
            "exact",
            "web",
            "+34972000012",
            ticket,
        )
        assert (ticket.channel, ticket.callback_origin) == ("callback", "web")
        assert (Booking.objects.get().held_until, Booking.objects.get()) == (None, call.booking)
        done = visitor.get("/en/help/done/").content.decode()
    shown = ("The call is agreed", "Tuesday 24 November, 10:00", "••• 012", "972 00 00 10", ticket.reference)
    assert [text in done for text in shown] == [True] * 5
    assert f"/en/my/{ticket.reference}/call/calendar/" in done
    assert f'/en/my/{ticket.reference}/call/"' in done


def test_a_call_is_agreed_for_the_morning(visitor: Client, office: Council) -> None:
    with clock.at(MONDAY_NINE):
        up_to_when(visitor)
        choose(visitor, "morning:2026-11-24")
        assert b"Tuesday 24 November, in the morning" in visitor.get("/en/help/check/").content
        send(visitor)
        assert Call.objects.get().when == "morning"
        assert "(8:00–14:00)" in visitor.get("/en/help/done/").content.decode()


def test_the_number_is_needed_and_the_rest_is_not(visitor: Client, office: Council) -> None:
    with clock.at(MONDAY_NINE):
        up_to_when(visitor)
        visitor.post("/en/help/when/", {"slot": TUESDAY_TEN})
        for typed, words in (("", "on which we shall call you"), ("12", "Write a telephone number such as 612 345 678.")):
            response = visitor.post("/en/help/who/", {"requester": "citizen", "phone": typed})
            assert (response.status_code, words in response.content.decode()) == (422, True)
        assert visitor.post("/en/help/who/", {"requester": "citizen", "phone": "972000012"}).status_code == 302


def test_three_days_are_shown_and_more_by_a_plain_link(visitor: Client, office: Council) -> None:
    with clock.at(MONDAY_NINE):
        up_to_when(visitor)
        few = visitor.get("/en/help/when/").content.decode()
        link = re.search(r'href="(\?days=\d+#id_slot_day4)"', few)
        assert link
        assert (few.count("<legend>"), "Thursday" in few) == (3, False)
        more = visitor.get(f"/en/help/when/{link[1]}").content.decode()
        assert (more.count("<legend>"), "Thursday" in more) == (9, True)
        for odd in ("0", "-1", "x", "99999999999999999999", "40"):
            assert visitor.get("/en/help/when/", {"days": odd}).status_code == 200


def test_nothing_chosen_is_said(visitor: Client, office: Council) -> None:
    with clock.at(MONDAY_NINE):
        up_to_when(visitor)
        response = visitor.post("/en/help/when/", {})
    page = response.content.decode()
    assert (response.status_code, "Choose a day and a time." in page, 'href="#id_slot_0"' in page, 'id="id_slot_0"' in page) == (
        422,
        True,
        True,
        True,
    )


def test_a_time_just_taken_is_said_with_the_nearest_free_ones(visitor: Client, office: Council) -> None:
    with clock.at(MONDAY_NINE):
        up_to_when(visitor)
        take(office, TUESDAY_TEN)
        response = visitor.post("/en/help/when/", {"slot": TUESDAY_TEN})
        page = squeeze(response.content.decode())
        assert response.status_code == 409
        assert (
            "That time has just been taken. The nearest free times are: Tuesday 24 November, 9:00; Tuesday 24 November, 9:30; Tuesday 24 November, 10:30."
            in page
        )
        assert page.index(">The nearest free times<") < page.index(">Today<")
        assert ("checked" in page, BODY in visitor.get("/en/help/problem/").content.decode()) == (False, True)
        choose(visitor, "exact:2026-11-24T10:30")
        assert send(visitor).status_code == 302


@pytest.mark.parametrize("key", ["nonsense", "exact:2026-11-24T10:07", "exact:2020-01-01T10:00", "morning:", "exact:2026-11-24T10:00:00Z"])
def test_a_time_that_does_not_exist_is_not_given(visitor: Client, office: Council, key: str) -> None:
    with clock.at(MONDAY_NINE):
        up_to_when(visitor)
        assert visitor.post("/en/help/when/", {"slot": key}).status_code == 409
    assert Booking.objects.count() == 0


def test_choosing_another_time_frees_the_one_before(visitor: Client, office: Council) -> None:
    with clock.at(MONDAY_NINE):
        up_to_when(visitor)
        visitor.post("/en/help/when/", {"slot": TUESDAY_TEN})
        visitor.post("/en/help/when/", {"slot": "exact:2026-11-24T11:00"})
        take(office, TUESDAY_TEN)
        page = squeeze(visitor.get("/en/help/when/").content.decode())
    assert re.search(r'value="exact:2026-11-24T11:00"[^>]*checked', page)


def test_wanting_no_call_any_more_frees_the_time(visitor: Client, office: Council) -> None:
    with clock.at(MONDAY_NINE):
        up_to_when(visitor)
        choose(visitor, TUESDAY_TEN)
        assert visitor.post("/en/help/channel/", {"channel": "write"}).headers["Location"] == "/en/help/check/"
        take(office, TUESDAY_TEN)
        send(visitor)
    assert (Ticket.objects.latest("pk").channel, Call.objects.count()) == ("web", 1)


def test_looking_at_the_last_page_keeps_the_time_for_longer(visitor: Client, office: Council) -> None:
    with clock.at(MONDAY_NINE):
        up_to_when(visitor)
        choose(visitor, TUESDAY_TEN)
    with clock.at(MONDAY_NINE + timedelta(minutes=9)):
        assert visitor.get("/en/help/check/").status_code == 200
    with clock.at(MONDAY_NINE + timedelta(minutes=18)):
        assert TUESDAY_TEN not in new_visitor_sees(office)
        assert visitor.post("/en/help/check/").headers["Location"] == "/en/help/done/"


def new_visitor_sees(office: Council) -> str:
    other = new_browser()
    up_to_when(other)
    return other.get("/en/help/when/").content.decode()


def test_a_time_that_nobody_took_is_had_after_the_hold_is_over(visitor: Client, office: Council) -> None:
    with clock.at(MONDAY_NINE):
        up_to_when(visitor)
        choose(visitor, TUESDAY_TEN)
    with clock.at(MONDAY_NINE + timedelta(hours=2)):
        assert visitor.post("/en/help/check/").headers["Location"] == "/en/help/done/"
    assert Call.objects.get().booking


def test_a_time_that_became_too_near_to_choose_is_good_for_who_holds_it(visitor: Client, office: Council) -> None:
    with clock.at(MONDAY_NINE.replace(hour=7, minute=58)):
        up_to_when(visitor)
        choose(visitor, "exact:2026-11-23T10:00")
    with clock.at(MONDAY_NINE.replace(minute=4)):
        assert visitor.get("/en/help/check/").status_code == 200
        assert visitor.post("/en/help/check/").headers["Location"] == "/en/help/done/"


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_time_taken_meanwhile_leads_back_to_the_times_and_nothing_is_lost(visitor: Client, office: Council, method: str) -> None:
    with clock.at(MONDAY_NINE):
        up_to_when(visitor)
        choose(visitor, TUESDAY_TEN)
    with clock.at(MONDAY_NINE + timedelta(minutes=11)):
        take(office, TUESDAY_TEN)
        response = getattr(visitor, method)("/en/help/check/")
        page = response.content.decode()
        assert (response.status_code, "That time has just been taken." in page, 'action="/en/help/when/' in page) == (409, True, True)
        assert visitor.get("/en/help/check/").headers["Location"] == "/en/help/when/"
        assert visitor.post("/en/help/when/", {"slot": "exact:2026-11-24T11:00"}).headers["Location"] == "/en/help/check/"
        check = visitor.get("/en/help/check/").content.decode()
        assert (BODY in check, "Rosa Mas" in check) == (True, True)
        assert visitor.post("/en/help/check/").headers["Location"] == "/en/help/done/"
    assert Call.objects.count() == 2


def test_sending_twice_agrees_one_call(visitor: Client, office: Council) -> None:
    with clock.at(MONDAY_NINE):
        up_to_when(visitor)
        choose(visitor, TUESDAY_TEN)
        assert [send(visitor).headers["Location"] for _press in range(2)] == ["/en/help/done/"] * 2
    assert (Call.objects.count(), Ticket.objects.count()) == (1, 1)


def test_no_time_at_all_offers_writing_and_the_telephone(visitor: Client, office: Council) -> None:
    offer_no_calls(office)
    with clock.at(MONDAY_NINE):
        up_to_when(visitor)
        page = visitor.get("/en/help/when/").content.decode()
        assert [text in page for text in ("No time is free for a call", "/en/help/problem/?channel=write", "tel:972000010")] == [True] * 3
        fill(visitor, channel="write")
        send(visitor)
    assert (Ticket.objects.get().channel, Call.objects.count()) == ("web", 0)


def test_steps_of_a_call_cannot_be_skipped(visitor: Client, office: Council) -> None:
    assert visitor.get("/en/help/when/").headers["Location"] == "/en/help/problem/"
    with clock.at(MONDAY_NINE):
        up_to_when(visitor)
        visitor.post("/en/help/who/", {"requester": "citizen", "phone": "972000012"})
        assert visitor.get("/en/help/check/").headers["Location"] == "/en/help/when/"
        visitor.post("/en/help/channel/", {"channel": "write"})
        assert visitor.get("/en/help/when/").headers["Location"] == "/en/help/channel/"


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


def test_another_council_has_its_own_times(visitor: Client, office: Council) -> None:
    second = make_council("second", host="second.example", prefix="SE")
    with clock.at(MONDAY_NINE):
        take(second, TUESDAY_TEN)
        up_to_when(visitor)
        choose(visitor, TUESDAY_TEN)
        assert send(visitor).status_code == 302
    draft = WizardDraft.objects.get()
    assert (draft.answers, Call.objects.filter(council=office).count()) == ({"channel": "call"}, 1)


@pytest.mark.parametrize("language", ["ca", "es", "eu", "gl", "en"])
def test_the_page_of_times_renders_in_every_language(visitor: Client, office: Council, language: str) -> None:
    with clock.at(MONDAY_NINE):
        up_to_when(visitor)
        response = visitor.get(f"/{language}/help/when/")
    assert (response.status_code, f'<html lang="{language}"' in response.content.decode()) == (200, True)
