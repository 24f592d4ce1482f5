"""What happens when the time that somebody chose, or holds, is gone."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from helpdesk.base import clock
from helpdesk.callbacks.models import Call
from helpdesk.people.models import Council
from helpdesk.tickets.models import Ticket
from tests.markup import squeeze
from tests.portal.calls.times import MONDAY_NINE, TUESDAY_ELEVEN, TUESDAY_TEN, take
from tests.portal.conftest import new_browser
from tests.portal.journey import BODY, choose, send, up_to_when


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


def test_choosing_another_time_frees_the_one_before(visitor: Client, office: Council) -> None:
    with clock.at(MONDAY_NINE):
        up_to_when(visitor)
        visitor.post("/en/help/when/", {"slot": TUESDAY_TEN})
        visitor.post("/en/help/when/", {"slot": TUESDAY_ELEVEN})
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
        assert visitor.post("/en/help/when/", {"slot": TUESDAY_ELEVEN}).headers["Location"] == "/en/help/check/"
        check = visitor.get("/en/help/check/").content.decode()
        assert (BODY in check, "Rosa Mas" in check) == (True, True)
        assert visitor.post("/en/help/check/").headers["Location"] == "/en/help/done/"
    assert Call.objects.count() == 2
