"""The agenda of calls: what is on it, in which order, what is logged from it, and the next call in sight."""

from collections.abc import Iterator
from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from helpdesk.base import clock
from helpdesk.calendars.models import OpeningInterval, SlotRule
from helpdesk.calendars.services.slots import hold_slot
from helpdesk.callbacks.models import Call, CallAttempt
from helpdesk.callbacks.rules import AttemptOutcome, CallState
from helpdesk.callbacks.services import book_call, cancel_call, log_attempt
from helpdesk.people.models import Council, User
from helpdesk.people.rules import Role
from helpdesk.people.selectors import staff_actor
from helpdesk.tickets.models import Entry
from helpdesk.tickets.rules import CallbackOrigin
from helpdesk.tickets.services import take_ticket
from tests.factories import citizen_of, citizen_with, make_council, make_ticket, make_user

MADRID = ZoneInfo("Europe/Madrid")


def at(hour: int, minute: int = 0, day: int = 20) -> datetime:
    return datetime(2026, 5, day, hour, minute, tzinfo=MADRID)


def open_mornings(council: Council) -> Council:
    for weekday in range(5):
        OpeningInterval.objects.create(council=council, weekday=weekday, opens=time(8), closes=time(20))
    SlotRule.objects.create(council=council, seats=40, band_seats=40)
    return council


@pytest.fixture
def council(db: None) -> Iterator[Council]:
    with clock.at(at(18, day=19)):
        yield open_mornings(make_council(open_always=False))


def agreed(council: Council, when: str = "exact:2026-05-20T10:00", name: str = "Rosa Mas", **fields) -> Call:
    ticket = make_ticket(council, name=name, language="en", **fields)
    return book_call(ticket_id=ticket.pk, key=when, phone="972 00 00 21", origin=CallbackOrigin.WEB, by=citizen_with(ticket))


def sections(desk: Client, query: str = "") -> dict[str, list[str]]:
    found = desk.get(f"/en/desk/calls/{query}").context["sections"]
    return {section.key: [row.call.ticket.citizen.name for row in section.rows] for section in found}


def test_a_day_is_in_the_order_of_work(council: Council, agent: User, desk: Client) -> None:
    late, soon = agreed(council, "exact:2026-05-20T09:00", "Late"), agreed(council, "exact:2026-05-20T10:30", "Soon")
    agreed(council, "exact:2026-05-20T10:00", "First")
    agreed(council, "exact:2026-05-20T12:00", "Noon")
    agreed(council, "afternoon:2026-05-20", "Afternoon")
    agreed(council, "morning:2026-05-20", "Morning")
    done = agreed(council, "exact:2026-05-20T08:00", "Done")
    cancel_call(call_id=agreed(council, name="Cancelled").pk, by=staff_actor(agent))
    with clock.at(at(9, 30)):
        log_attempt(call_id=done.pk, outcome=AttemptOutcome.ANSWERED, by=staff_actor(agent))
        assert sections(desk) == {
            "late": ["Late"],
            "10": ["First", "Soon"],
            "12": ["Noon"],
            "morning": ["Morning"],
            "afternoon": ["Afternoon"],
            "done": ["Done"],
        }
        assert list(sections(desk)) == ["late", "10", "12", "morning", "afternoon", "done"]
        assert list(sections(desk, "?day=2026-05-19")) == []
    assert {late.state, soon.state} == {CallState.BOOKED}


def test_late_calls_of_other_days_are_on_todays_agenda(council: Council, desk: Client) -> None:
    agreed(council, name="Forgotten")
    with clock.at(at(9, day=22)):
        assert sections(desk) == {"late": ["Forgotten"]}
        assert sections(desk, "?day=2026-05-20") == {"10": ["Forgotten"]}


def test_a_day_that_is_none_is_today(council: Council, desk: Client) -> None:
    agreed(council)
    with clock.at(at(9)):
        for query in ("?day=", "?day=x", "?day=2026-13-40", "?day=9999-12-31", "?day=0001-01-01"):
            assert list(sections(desk, query)) == ["10"]


def test_an_empty_day_says_so(council: Council, desk: Client) -> None:
    page = desk.get("/en/desk/calls/")
    assert "No calls on this day" in page.content.decode()
    assert "Previous day" in page.content.decode()


def test_the_week_counts_what_is_to_be_made(council: Council, desk: Client) -> None:
    agreed(council), agreed(council, "morning:2026-05-22")
    week = desk.get("/en/desk/calls/").context["week"]
    assert [(day.day.day, day.count) for day in week] == [(18, 0), (19, 0), (20, 1), (21, 0), (22, 1), (23, 0), (24, 0)]
    assert [day.is_today for day in week].index(True) == 1


def test_an_agent_of_two_councils_sees_the_calls_of_both_and_no_others(council: Council, client: Client) -> None:
    second = open_mornings(make_council("rocabruna", host="other.test", prefix="RB", open_always=False))
    third = open_mornings(make_council("puigsec", host="third.test", prefix="PS", open_always=False))
    user = make_user(council, Role.AGENT)
    user.memberships.create(council=second, role=Role.SUPERVISOR)
    agreed(council, name="One"), agreed(second, name="Two"), agreed(third, name="Three")
    client.force_login(user)
    assert sections(client, "?day=2026-05-20") == {"10": ["One", "Two"]}


def test_queries_do_not_grow_with_calls(council: Council, agent: User, desk: Client) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.get("/en/desk/calls/?day=2026-05-20")
        return len(queries)

    log_attempt(call_id=agreed(council).pk, outcome=AttemptOutcome.BUSY, by=staff_actor(agent))
    count()
    one = count()
    for number in range(29):
        log_attempt(call_id=agreed(council, name=f"Person {number}").pk, outcome=AttemptOutcome.BUSY, by=staff_actor(agent))
    assert count() == one


def post_attempt(desk: Client, call: Call, **data) -> object:
    return desk.post(f"/en/desk/calls/{call.pk}/attempt/", {"number": 1, "outcome": "no_answer", "from": "agenda", **data})


def test_an_attempt_without_an_answer_comes_back_to_the_agenda(council: Council, desk: Client) -> None:
    call = agreed(council)
    with clock.at(at(10)):
        response = post_attempt(desk, call, note="Rang for a minute.")
        assert response.headers["Location"] == "/en/desk/calls/"
        assert "Try again from 10:20" in desk.get("/en/desk/calls/").content.decode()
    assert CallAttempt.objects.get().outcome == AttemptOutcome.NO_ANSWER
    assert Entry.objects.filter(kind="note", body="Rang for a minute.").exists()


def test_after_an_answer_comes_the_ticket(council: Council, desk: Client) -> None:
    call = agreed(council)
    response = post_attempt(desk, call, outcome="answered")
    assert response.headers["Location"] == f"/en/desk/tickets/{call.ticket.reference}/"


def test_an_attempt_without_an_outcome_comes_back_with_what_was_typed(council: Council, desk: Client) -> None:
    call = agreed(council)
    response = desk.post(f"/en/desk/calls/{call.pk}/attempt/?day=2026-05-20", {"number": 1, "note": "Typed", "from": "agenda"})
    assert response.status_code == 422
    assert "Choose how it went." in response.content.decode()
    assert "Typed" in response.content.decode()
    on_ticket = post_attempt(desk, call, outcome="nonsense", **{"from": "ticket"})
    assert on_ticket.status_code == 422
    assert 'id="call-card"' in on_ticket.content.decode()
    assert not CallAttempt.objects.exists()


def test_a_colleague_who_was_faster_is_told_about(council: Council, desk: Client, agent: User) -> None:
    call = agreed(council)
    log_attempt(call_id=call.pk, outcome=AttemptOutcome.ANSWERED, by=staff_actor(make_user(council, Role.AGENT)))
    page = desk.post(f"/en/desk/calls/{call.pk}/attempt/", {"number": 1, "outcome": "busy"}, follow=True)
    assert "Somebody changed this in the meantime." in page.content.decode()
    assert CallAttempt.objects.count() == 1


def test_a_call_of_another_council_is_not_found(council: Council, desk: Client) -> None:
    other = open_mornings(make_council("rocabruna", host="other.test", prefix="RB", open_always=False))
    call = agreed(other)
    assert post_attempt(desk, call).status_code == 404
    assert desk.post(f"/en/desk/calls/{call.pk}/cancel/").status_code == 404
    assert desk.get(f"/en/desk/tickets/{call.ticket.reference}/call/").status_code == 404


def test_a_call_is_agreed_from_the_ticket_by_whoever_talks_on_the_telephone(council: Council, desk: Client) -> None:
    ticket = make_ticket(council, phone="+34972000033")
    address = f"/en/desk/tickets/{ticket.reference}/call/"
    page = desk.get(address)
    assert 'value="972 00 00 33"' in page.content.decode()
    response = desk.post(address, {"slot": "morning:2026-05-20", "phone": "972 00 00 34"})
    assert response.headers["Location"] == f"/en/desk/tickets/{ticket.reference}/"
    call = Call.objects.get()
    assert (call.phone, call.origin, call.when) == ("+34972000034", CallbackOrigin.VOICE, "morning")


def test_moving_asks_for_a_time_only(council: Council, desk: Client) -> None:
    call = agreed(council)
    address = f"/en/desk/tickets/{call.ticket.reference}/call/"
    page = desk.get(address).content.decode()
    assert "Move the call" in page
    assert 'name="phone"' not in page
    desk.post(address, {"slot": "exact:2026-05-21T09:00"})
    call.refresh_from_db()
    assert (call.starts_at, call.sequence) == (at(9, day=21), 1)


@pytest.mark.parametrize(
    ("data", "words"),
    [({"phone": "972000021"}, "Choose a time."), ({"slot": "morning:2026-05-20", "phone": "x"}, "Write a telephone number")],
)
def test_what_is_missing_is_asked_for(council: Council, desk: Client, data: dict[str, str], words: str) -> None:
    response = desk.post(f"/en/desk/tickets/{make_ticket(council).reference}/call/", data)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Call.objects.exists()


def test_a_time_that_is_gone_comes_back_with_the_nearest_free_ones(council: Council, desk: Client) -> None:
    SlotRule.objects.update(seats=1)
    hold_slot(council=council, key="exact:2026-05-20T10:00", by=citizen_of(council))
    ticket = make_ticket(council)
    response = desk.post(f"/en/desk/tickets/{ticket.reference}/call/", {"slot": "exact:2026-05-20T10:00", "phone": "972000021"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "This time is not free any more." in page
    assert page.index("The nearest free times") < page.index("Wednesday 20 May, 9:30") < page.index("Wednesday 20 May, 10:30")


def test_a_call_is_cancelled_from_the_ticket(council: Council, desk: Client) -> None:
    call = agreed(council)
    page = desk.post(f"/en/desk/calls/{call.pk}/cancel/", follow=True).content.decode()
    call.refresh_from_db()
    assert call.state == CallState.CANCELLED
    assert "The call is cancelled." in page
    assert "Agree another call" in page


def pill(desk: Client):
    return desk.get("/en/desk/log/").context["next_call"]


def test_the_next_call_is_always_in_sight_and_gets_louder(council: Council, desk: Client) -> None:
    assert pill(desk) is None
    call = agreed(council)
    assert (pill(desk).when, pill(desk).tone) == ("Wednesday 20 May, 10:00", "")
    for moment, hint, tone, alarm in (
        (at(9, 54), "in 6 min", "", ""),
        (at(9, 55), "in 5 min", "warning", "It is time to call Rosa Mas."),
        (at(10, 10), "now", "warning", "It is time to call Rosa Mas."),
        (at(10, 15), "5 min late", "danger", "The call to Rosa Mas is late."),
    ):
        with clock.at(moment):
            shown = pill(desk)
            assert (shown.when, shown.hint, shown.tone, shown.alarm) == ("10:00", hint, tone, alarm)
    with clock.at(at(9)):
        page = desk.get("/en/desk/queue/").content.decode()
        assert 'hx-target="#desk-call"' in page
        assert call.ticket.reference in page


def test_the_next_call_is_not_a_colleagues_unless_it_is_late(council: Council, agent: User, desk: Client) -> None:
    theirs = agreed(council, "exact:2026-05-20T09:00", "Theirs")
    take_ticket(ticket_id=theirs.ticket_id, by=staff_actor(make_user(council, Role.AGENT)))
    mine = agreed(council, "exact:2026-05-20T10:00", "Mine")
    take_ticket(ticket_id=mine.ticket_id, by=staff_actor(agent))
    assert pill(desk).name == "Mine"
    with clock.at(at(9, 11)):
        assert pill(desk).name == "Theirs"


def test_a_part_of_the_day_comes_up_in_its_last_hour(council: Council, desk: Client) -> None:
    agreed(council, "morning:2026-05-20", "Morning")
    agreed(council, "exact:2026-05-20T12:30", "Exact")
    agreed(council, "exact:2026-05-20T13:30", "Later")
    with clock.at(at(9)):
        assert pill(desk).name == "Exact"
    Call.objects.filter(ticket__citizen__name="Exact").update(state="done", finished_at=at(12, 40))
    with clock.at(at(13)):
        assert (pill(desk).name, pill(desk).when, pill(desk).hint, pill(desk).tone) == ("Morning", "Morning", "until 14:00", "warning")


def test_the_rail_counts_the_late_ones(council: Council, desk: Client) -> None:
    agreed(council), agreed(council)
    with clock.at(at(11)):
        [place] = [item for item in desk.get("/en/desk/log/").context["desk_nav"] if item.key == "calls"]
    assert (place.count, place.hot) == (2, True)


def test_the_ticket_shows_its_call(council: Council, desk: Client) -> None:
    call = agreed(council)
    page = desk.get(f"/en/desk/tickets/{call.ticket.reference}/").content.decode()
    assert "Wednesday 20 May, 10:00" in page
    assert 'href="tel:+34972000021"' in page
    assert "3 attempts left" in page
