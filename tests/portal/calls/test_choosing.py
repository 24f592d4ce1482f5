"""Call me: from the offer to the agreed call, without JavaScript."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from helpdesk.base import clock
from helpdesk.calendars.models import Booking
from helpdesk.callbacks.models import Call
from helpdesk.people.models import Council
from helpdesk.portal.models import WizardDraft
from helpdesk.tickets.models import Ticket
from tests.factories import make_council
from tests.portal.calls.times import MONDAY_NINE, TUESDAY_TEN, take
from tests.portal.journey import choose, send, up_to_when


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


@pytest.mark.parametrize("key", ["nonsense", "exact:2026-11-24T10:07", "exact:2020-01-01T10:00", "morning:", "exact:2026-11-24T10:00:00Z"])
def test_a_time_that_does_not_exist_is_not_given(visitor: Client, office: Council, key: str) -> None:
    with clock.at(MONDAY_NINE):
        up_to_when(visitor)
        assert visitor.post("/en/help/when/", {"slot": key}).status_code == 409
    assert Booking.objects.count() == 0


def test_sending_twice_agrees_one_call(visitor: Client, office: Council) -> None:
    with clock.at(MONDAY_NINE):
        up_to_when(visitor)
        choose(visitor, TUESDAY_TEN)
        assert [send(visitor).headers["Location"] for _press in range(2)] == ["/en/help/done/"] * 2
    assert (Call.objects.count(), Ticket.objects.count()) == (1, 1)


def test_steps_of_a_call_cannot_be_skipped(visitor: Client, office: Council) -> None:
    assert visitor.get("/en/help/when/").headers["Location"] == "/en/help/problem/"
    with clock.at(MONDAY_NINE):
        up_to_when(visitor)
        visitor.post("/en/help/who/", {"requester": "citizen", "phone": "972000012"})
        assert visitor.get("/en/help/check/").headers["Location"] == "/en/help/when/"
        visitor.post("/en/help/channel/", {"channel": "write"})
        assert visitor.get("/en/help/when/").headers["Location"] == "/en/help/channel/"


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
