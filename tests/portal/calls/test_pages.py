"""The call of a request: shown, agreed, moved, cancelled, and saved in a calendar."""

from datetime import UTC, datetime, timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from helpdesk.base import clock
from helpdesk.calendars.models import Booking, SlotRule
from helpdesk.callbacks.models import Call
from helpdesk.callbacks.rules import AttemptOutcome
from helpdesk.callbacks.services import cancel_call, log_attempt
from helpdesk.people.rules import Role
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Outcome
from helpdesk.tickets.services import resolve_ticket
from tests.factories import agree_call, citizen_with, make_staff
from tests.markup import squeeze
from tests.portal.calls.times import NOON, PHONE, TUESDAY_ELEVEN, TUESDAY_TEN, call_page, take
from tests.portal.conftest import new_browser


def test_a_call_is_agreed_from_the_follow_up_page(visitor: Client, ticket: Ticket) -> None:
    with clock.at(NOON):
        page = visitor.get(f"/en/my/{ticket.reference}/").content.decode()
        assert ("Prefer to talk?" in page, f'href="{call_page(ticket)}"' in page) == (True, True)
        assert 'value="600 00 00 00"' in visitor.get(call_page(ticket)).content.decode()
        response = visitor.post(call_page(ticket), {"slot": TUESDAY_TEN, **PHONE})
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
        take(ticket.council, TUESDAY_TEN)
        response = visitor.post(call_page(ticket), {"slot": TUESDAY_TEN, "phone": "972 00 00 19"})
    page = response.content.decode()
    assert (response.status_code, "The nearest free times are: " in page, 'value="972 00 00 19"' in page) == (409, True, True)
    assert not ticket.calls.exists()


def test_pressing_twice_agrees_one_call(visitor: Client, ticket: Ticket) -> None:
    with clock.at(NOON):
        answers = [visitor.post(call_page(ticket), {"slot": TUESDAY_TEN, **PHONE}) for _press in range(2)]
    assert ([answer.status_code for answer in answers], Call.objects.get().sequence, Booking.objects.count()) == ([302, 302], 0, 1)


def test_a_call_is_moved_and_its_time_is_free_again(visitor: Client, ticket: Ticket) -> None:
    with clock.at(NOON):
        agree_call(ticket, key=TUESDAY_TEN)
        assert "Move the call" in visitor.get(call_page(ticket)).content.decode()
        assert visitor.post(call_page(ticket), {"slot": TUESDAY_ELEVEN}).status_code == 302
        assert "Tuesday 24 November, 11:00" in visitor.get(f"/en/my/{ticket.reference}/").content.decode()
        take(ticket.council, TUESDAY_TEN)
    assert (ticket.calls.get().starts_at, ticket.calls.get().sequence) == (datetime(2026, 11, 24, 10, 0, tzinfo=UTC), 1)


def test_moving_to_a_time_just_taken_leaves_the_call_where_it_was(visitor: Client, ticket: Ticket) -> None:
    with clock.at(NOON):
        agree_call(ticket, key=TUESDAY_TEN)
        take(ticket.council, TUESDAY_ELEVEN)
        response = visitor.post(call_page(ticket), {"slot": TUESDAY_ELEVEN})
    assert (response.status_code, "The nearest free times are: " in response.content.decode()) == (409, True)
    assert ticket.calls.get().starts_at == datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def test_a_call_is_cancelled_and_the_request_stays(visitor: Client, ticket: Ticket) -> None:
    with clock.at(NOON):
        agree_call(ticket, key=TUESDAY_TEN)
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
        agree_call(ticket, key=TUESDAY_TEN)
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
        call = agree_call(ticket, key=TUESDAY_TEN)
    with clock.at(NOON + timedelta(days=1)):
        for words in ("once", "2 times", "3 times"):
            log_attempt(call_id=call.pk, outcome=AttemptOutcome.NO_ANSWER, by=staff)
            assert words in squeeze(visitor.get(f"/en/my/{ticket.reference}/").content.decode())
        page = visitor.get(f"/en/my/{ticket.reference}/").content.decode()
        assert ("We could not reach you by telephone" in page, "Choose another time" in page) == (True, True)
        assert visitor.post(call_page(ticket), {"slot": "exact:2026-11-25T10:00", **PHONE}).status_code == 302


def test_a_wrong_number_is_told(visitor: Client, ticket: Ticket) -> None:
    with clock.at(NOON):
        call = agree_call(ticket, key=TUESDAY_TEN)
        log_attempt(call_id=call.pk, outcome=AttemptOutcome.WRONG_NUMBER, by=make_staff(ticket.council, Role.AGENT))
        assert "does not seem to be right" in squeeze(visitor.get(f"/en/my/{ticket.reference}/").content.decode())


def test_a_call_that_was_made_is_told(visitor: Client, ticket: Ticket) -> None:
    with clock.at(NOON):
        call = agree_call(ticket, key=TUESDAY_TEN)
        log_attempt(call_id=call.pk, outcome=AttemptOutcome.ANSWERED, by=make_staff(ticket.council, Role.AGENT))
        page = visitor.get(f"/en/my/{ticket.reference}/").content.decode()
    assert ("We talked on the telephone" in page, "Move or cancel" in page) == (True, False)


def test_a_finished_request_offers_no_call(visitor: Client, ticket: Ticket) -> None:
    resolve_ticket(ticket_id=ticket.pk, outcome=Outcome.SOLVED, by=make_staff(ticket.council, Role.AGENT))
    with clock.at(NOON):
        page = visitor.get(call_page(ticket)).content.decode()
        assert ("This request is finished" in page, 'name="slot"' in page) == (True, False)
        assert "Choose a time" not in visitor.get(f"/en/my/{ticket.reference}/").content.decode()
        assert visitor.post(call_page(ticket), {"slot": TUESDAY_TEN, **PHONE}).status_code == 409
    assert not Call.objects.exists()


def test_no_time_at_all_is_said(visitor: Client, ticket: Ticket) -> None:
    SlotRule.objects.update(is_offered=False)
    assert "No time is free for a call" in visitor.get(call_page(ticket)).content.decode()
    assert "Choose a time" not in visitor.get(f"/en/my/{ticket.reference}/").content.decode()


def test_the_file_for_a_calendar(visitor: Client, ticket: Ticket) -> None:
    assert visitor.get(call_page(ticket, "calendar/")).status_code == 404
    with clock.at(NOON):
        call = agree_call(ticket, key=TUESDAY_TEN)
        response = visitor.get(call_page(ticket, "calendar/"))
        assert (response.headers["Content-Type"], response.headers["Cache-Control"]) == ("text/calendar; charset=utf-8", "no-store")
        [event] = Calendar.from_ical(response.content.decode()).walk("VEVENT")
        assert event.start == call.starts_at
        cancel_call(call_id=call.pk, by=citizen_with(ticket))
        assert b"METHOD:CANCEL" in visitor.get(call_page(ticket, "calendar/")).content


def test_somebody_elses_call_does_not_exist(visitor: Client, ticket: Ticket) -> None:
    with clock.at(NOON):
        call = agree_call(ticket, key=TUESDAY_TEN)
    other = new_browser()
    for path in ("", "calendar/"):
        assert other.get(call_page(ticket, path)).status_code == 404
    for path in ("", "cancel/"):
        assert other.post(call_page(ticket, path), {"slot": TUESDAY_ELEVEN, **PHONE}).status_code == 404
    call.refresh_from_db()
    assert (call.state, call.sequence) == ("booked", 0)


def test_the_page_costs_the_same_with_many_bookings(visitor: Client, ticket: Ticket) -> None:
    SlotRule.objects.update(seats=40)
    with clock.at(NOON):
        agree_call(ticket, key=TUESDAY_TEN)
        with CaptureQueriesContext(connection) as few:
            visitor.get(call_page(ticket))
        for _number in range(30):
            take(ticket.council, TUESDAY_ELEVEN)
        with CaptureQueriesContext(connection) as many:
            visitor.get(call_page(ticket))
    assert len(many) == len(few)
