"""The call of a request: shown, agreed, moved, cancelled, saved in a calendar, and had instead of a chat."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from helpdesk.base import clock
from helpdesk.base.errors import ForbiddenTransition, NotAllowed, NotFound, SlotTaken
from helpdesk.calendars.models import Booking, SlotRule
from helpdesk.callbacks.models import Call
from helpdesk.callbacks.rules import AttemptOutcome
from helpdesk.callbacks.services import cancel_call, log_attempt
from helpdesk.chat.models import Chat
from helpdesk.chat.services import accept_chat, set_presence, start_chat
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from helpdesk.portal.services import call_instead
from helpdesk.tickets.models import Entry, Ticket
from helpdesk.tickets.rules import Outcome
from helpdesk.tickets.services import post_message, resolve_ticket
from tests.factories import agree_call, citizen_of, citizen_with, make_council, make_staff, make_ticket
from tests.markup import squeeze
from tests.portal.conftest import new_browser
from tests.portal.journey import ask

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
TEN, ELEVEN = "exact:2026-11-24T10:00", "exact:2026-11-24T11:00"
PHONE = {"phone": "972 00 00 12"}


@pytest.fixture
def ticket(visitor: Client, council: Council) -> Ticket:
    """A written request that this browser may open; one seat at each time."""
    SlotRule.objects.create(council=council, seats=1, band_seats=1)
    with clock.at(NOON - timedelta(hours=1)):
        return ask(visitor)


def call_page(ticket: Ticket, tail: str = "") -> str:
    return f"/en/my/{ticket.reference}/call/{tail}"


def take(council: Council, key: str) -> Call:
    return agree_call(make_ticket(council), key=key)


def test_a_call_is_agreed_from_the_follow_up_page(visitor: Client, ticket: Ticket) -> None:
    with clock.at(NOON):
        page = visitor.get(f"/en/my/{ticket.reference}/").content.decode()
        assert ("Prefer to talk?" in page, f'href="{call_page(ticket)}"' in page) == (True, True)
        assert 'value="600 00 00 00"' in visitor.get(call_page(ticket)).content.decode()
        response = visitor.post(call_page(ticket), {"slot": TEN, **PHONE})
        assert (response.status_code, response.headers["Location"]) == (302, f"/en/my/{ticket.reference}/")
        call = Call.objects.get()
        assert (call.origin, call.phone, call.ticket) == ("web", "+34972000012", ticket)
        page = visitor.get(f"/en/my/{ticket.reference}/").content.decode()
    shown = (
        "The call is agreed",
        "We will call you",
        "Tuesday 24 November, 10:00",
        "••• 012",
        "Move or cancel the call",
        "/call/calendar/",
    )
    assert [text in page for text in shown] == [True] * 6


def test_errors_keep_what_was_typed_and_say_422(visitor: Client, ticket: Ticket) -> None:
    with clock.at(NOON):
        response = visitor.post(call_page(ticket), {"phone": "12"})
    page = response.content.decode()
    assert (response.status_code, "Choose a day and a time." in page, "such as 612 345 678" in page, 'value="12"' in page) == (
        422,
        True,
        True,
        True,
    )


def test_a_time_just_taken_is_said_and_the_number_is_kept(visitor: Client, ticket: Ticket) -> None:
    with clock.at(NOON):
        take(ticket.council, TEN)
        response = visitor.post(call_page(ticket), {"slot": TEN, "phone": "972 00 00 19"})
    page = response.content.decode()
    assert (response.status_code, "The nearest free times are: " in page, 'value="972 00 00 19"' in page) == (409, True, True)
    assert not ticket.calls.exists()


def test_pressing_twice_agrees_one_call(visitor: Client, ticket: Ticket) -> None:
    with clock.at(NOON):
        answers = [visitor.post(call_page(ticket), {"slot": TEN, **PHONE}) for _press in range(2)]
    assert ([answer.status_code for answer in answers], Call.objects.get().sequence, Booking.objects.count()) == ([302, 302], 0, 1)


def test_a_call_is_moved_and_its_time_is_free_again(visitor: Client, ticket: Ticket) -> None:
    with clock.at(NOON):
        agree_call(ticket, key=TEN)
        assert "Move the call" in visitor.get(call_page(ticket)).content.decode()
        assert visitor.post(call_page(ticket), {"slot": ELEVEN}).status_code == 302
        assert "Tuesday 24 November, 11:00" in visitor.get(f"/en/my/{ticket.reference}/").content.decode()
        take(ticket.council, TEN)
    assert (ticket.calls.get().starts_at, ticket.calls.get().sequence) == (datetime(2026, 11, 24, 10, 0, tzinfo=UTC), 1)


def test_moving_to_a_time_just_taken_leaves_the_call_where_it_was(visitor: Client, ticket: Ticket) -> None:
    with clock.at(NOON):
        agree_call(ticket, key=TEN)
        take(ticket.council, ELEVEN)
        response = visitor.post(call_page(ticket), {"slot": ELEVEN})
    assert (response.status_code, "The nearest free times are: " in response.content.decode()) == (409, True)
    assert ticket.calls.get().starts_at == datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def test_a_call_is_cancelled_and_the_request_stays(visitor: Client, ticket: Ticket) -> None:
    with clock.at(NOON):
        agree_call(ticket, key=TEN)
        assert f'action="{call_page(ticket, "cancel/")}"' in squeeze(visitor.get(call_page(ticket)).content.decode())
        for _press in range(2):
            assert visitor.post(call_page(ticket, "cancel/")).headers["Location"] == f"/en/my/{ticket.reference}/"
        page = visitor.get(f"/en/my/{ticket.reference}/").content.decode()
    ticket.refresh_from_db()
    assert (ticket.calls.get().state, ticket.status, "The call has been cancelled" in page, "Choose a time" in page) == (
        "cancelled",
        "new",
        True,
        True,
    )


def test_it_can_be_too_late_to_change(visitor: Client, ticket: Ticket) -> None:
    with clock.at(NOON):
        agree_call(ticket, key=TEN)
    with clock.at(NOON + timedelta(days=1)):
        page = visitor.get(call_page(ticket)).content.decode()
        assert ("It is too late to change this call here" in page, "972 00 00 10" in page, 'name="slot"' in page) == (True, True, False)
        assert visitor.post(call_page(ticket), {"slot": "exact:2026-11-25T10:00"}).status_code == 409
        assert visitor.post(call_page(ticket, "cancel/")).headers["Location"] == call_page(ticket)
        assert "It is too late to change this call." in visitor.get(call_page(ticket)).content.decode()
    assert ticket.calls.get().state == "booked"


def test_tries_and_giving_up_are_told(visitor: Client, ticket: Ticket) -> None:
    staff = make_staff(ticket.council, Role.AGENT)
    with clock.at(NOON):
        call = agree_call(ticket, key=TEN)
    with clock.at(NOON + timedelta(days=1)):
        for words in ("once", "2 times", "3 times"):
            log_attempt(call_id=call.pk, outcome=AttemptOutcome.NO_ANSWER, by=staff)
            assert words in squeeze(visitor.get(f"/en/my/{ticket.reference}/").content.decode())
        page = visitor.get(f"/en/my/{ticket.reference}/").content.decode()
        assert ("We could not reach you by telephone" in page, "Choose another time" in page) == (True, True)
        assert visitor.post(call_page(ticket), {"slot": "exact:2026-11-25T10:00", **PHONE}).status_code == 302


def test_a_wrong_number_is_told(visitor: Client, ticket: Ticket) -> None:
    with clock.at(NOON):
        call = agree_call(ticket, key=TEN)
        log_attempt(call_id=call.pk, outcome=AttemptOutcome.WRONG_NUMBER, by=make_staff(ticket.council, Role.AGENT))
        assert "does not seem to be right" in squeeze(visitor.get(f"/en/my/{ticket.reference}/").content.decode())


def test_a_call_that_was_made_is_told(visitor: Client, ticket: Ticket) -> None:
    with clock.at(NOON):
        call = agree_call(ticket, key=TEN)
        log_attempt(call_id=call.pk, outcome=AttemptOutcome.ANSWERED, by=make_staff(ticket.council, Role.AGENT))
        page = visitor.get(f"/en/my/{ticket.reference}/").content.decode()
    assert ("We talked on the telephone" in page, "Move or cancel" in page) == (True, False)


def test_a_finished_request_offers_no_call(visitor: Client, ticket: Ticket) -> None:
    resolve_ticket(ticket_id=ticket.pk, outcome=Outcome.SOLVED, by=make_staff(ticket.council, Role.AGENT))
    with clock.at(NOON):
        page = visitor.get(call_page(ticket)).content.decode()
        assert ("This request is finished" in page, 'name="slot"' in page) == (True, False)
        assert "Choose a time" not in visitor.get(f"/en/my/{ticket.reference}/").content.decode()
        assert visitor.post(call_page(ticket), {"slot": TEN, **PHONE}).status_code == 409
    assert not Call.objects.exists()


def test_no_time_at_all_is_said(visitor: Client, ticket: Ticket) -> None:
    SlotRule.objects.update(is_offered=False)
    assert "No time is free for a call" in visitor.get(call_page(ticket)).content.decode()
    assert "Choose a time" not in visitor.get(f"/en/my/{ticket.reference}/").content.decode()


def test_the_file_for_a_calendar(visitor: Client, ticket: Ticket) -> None:
    assert visitor.get(call_page(ticket, "calendar/")).status_code == 404
    with clock.at(NOON):
        call = agree_call(ticket, key=TEN)
        response = visitor.get(call_page(ticket, "calendar/"))
        assert (response.headers["Content-Type"], response.headers["Cache-Control"]) == ("text/calendar; charset=utf-8", "no-store")
        [event] = Calendar.from_ical(response.content.decode()).walk("VEVENT")
        assert event.start == call.starts_at
        cancel_call(call_id=call.pk, by=citizen_with(ticket))
        assert b"METHOD:CANCEL" in visitor.get(call_page(ticket, "calendar/")).content


def test_somebody_elses_call_does_not_exist(visitor: Client, ticket: Ticket) -> None:
    with clock.at(NOON):
        call = agree_call(ticket, key=TEN)
    other = new_browser()
    for path in ("", "calendar/"):
        assert other.get(call_page(ticket, path)).status_code == 404
    for path in ("", "cancel/"):
        assert other.post(call_page(ticket, path), {"slot": ELEVEN, **PHONE}).status_code == 404
    call.refresh_from_db()
    assert (call.state, call.sequence) == ("booked", 0)


# Instead of the chat -------------------------------------------------------------------------------------------------


@pytest.fixture
def waiting(visitor: Client, ticket: Ticket) -> Ticket:
    """The request waits in the queue of the chat, with something written there."""
    with clock.at(NOON - timedelta(seconds=5)):
        set_presence(available=True, by=make_staff(ticket.council, Role.AGENT))
        start_chat(ticket_id=ticket.pk, by=citizen_with(ticket))
        post_message(ticket_id=ticket.pk, body="It is the second page.", client_id=uuid4(), by=citizen_with(ticket))
    return ticket


def test_a_call_instead_of_the_chat_keeps_what_was_written(visitor: Client, waiting: Ticket) -> None:
    with clock.at(NOON):
        assert f"{call_page(waiting)}?from=chat" in visitor.get(f"/en/my/{waiting.reference}/chat/").content.decode()
        page = visitor.get(call_page(waiting), {"from": "chat"}).content.decode()
        assert "You keep your place in the queue:<span data-chat-position>1</span>" in squeeze(page)
        assert visitor.post(f"{call_page(waiting)}?from=chat", {"slot": TEN, **PHONE}).headers["Location"] == f"/en/my/{waiting.reference}/"
        page = visitor.get(f"/en/my/{waiting.reference}/chat/").content.decode()
    waiting.refresh_from_db()
    call, chat = Call.objects.get(), Chat.objects.get()
    assert (call.origin, chat.state, waiting.channel, waiting.callback_origin) == ("chat", "converted", "web", "chat")
    assert Entry.objects.filter(ticket=waiting, body="It is the second page.").count() == 1
    assert ("Tuesday 24 November, 10:00" in page, "You left the queue of the chat." in page, "Nobody could attend it" in page) == (
        True,
        True,
        False,
    )


def test_when_the_time_is_gone_the_place_in_the_queue_is_kept(visitor: Client, waiting: Ticket) -> None:
    with clock.at(NOON):
        take(waiting.council, TEN)
        before = Chat.objects.get()
        assert visitor.post(f"{call_page(waiting)}?from=chat", {"slot": TEN, **PHONE}).status_code == 409
    after = Chat.objects.get()
    assert (after.state, after.requested_at, waiting.calls.count()) == ("waiting", before.requested_at, 0)


def test_whoever_is_attended_meanwhile_goes_to_the_chat(visitor: Client, waiting: Ticket) -> None:
    with clock.at(NOON):
        accept_chat(ticket_id=waiting.pk, by=make_staff(waiting.council, Role.AGENT))
        assert "A person is with you in the chat now" in visitor.get(call_page(waiting), {"from": "chat"}).content.decode()
        response = visitor.post(f"{call_page(waiting)}?from=chat", {"slot": TEN, **PHONE})
    assert (response.headers["Location"], Call.objects.count()) == (f"/en/my/{waiting.reference}/chat/", 0)


def test_choosing_a_time_is_waiting_too(visitor: Client, waiting: Ticket) -> None:
    with clock.at(NOON + timedelta(seconds=50)):
        visitor.get(call_page(waiting), {"from": "chat"})
    assert Chat.objects.get().citizen_seen_at == NOON + timedelta(seconds=50)


def test_the_service_refuses_whom_it_must(waiting: Ticket) -> None:
    second = make_council("second", host="second.example", prefix="SE")
    strangers: list[tuple[Actor, type[Exception]]] = [
        (make_staff(waiting.council, Role.OFFICER), NotAllowed),
        (make_staff(second, Role.AGENT), NotFound),
        (citizen_of(waiting.council), NotFound),
        (citizen_of(second), NotFound),
    ]
    with clock.at(NOON):
        for actor, error in strangers:
            with pytest.raises((error, NotFound)):
                call_instead(ticket_id=waiting.pk, key=TEN, phone="972000012", by=actor)
        take(waiting.council, TEN)
        with pytest.raises(SlotTaken):
            call_instead(ticket_id=waiting.pk, key=TEN, phone="972000012", by=citizen_with(waiting))
        accept_chat(ticket_id=waiting.pk, by=make_staff(waiting.council, Role.AGENT))
        with pytest.raises(ForbiddenTransition):
            call_instead(ticket_id=waiting.pk, key=ELEVEN, phone="972000012", by=citizen_with(waiting))
    assert waiting.calls.count() == 0


def test_the_page_costs_the_same_with_many_bookings(visitor: Client, ticket: Ticket) -> None:
    SlotRule.objects.update(seats=40)
    with clock.at(NOON):
        agree_call(ticket, key=TEN)
        with CaptureQueriesContext(connection) as few:
            visitor.get(call_page(ticket))
        for _number in range(30):
            take(ticket.council, ELEVEN)
        with CaptureQueriesContext(connection) as many:
            visitor.get(call_page(ticket))
    assert len(many) == len(few)
