"""Agreeing, moving and cancelling a call: by the citizen of the ticket and by staff of its council."""

from collections.abc import Callable
from datetime import UTC, timedelta

import pytest

from helpdesk.base import clock
from helpdesk.base.errors import ForbiddenTransition, InvalidInput, NotAllowed, NotFound, SlotTaken
from helpdesk.calendars.models import Booking, SlotRule
from helpdesk.calendars.services.slots import hold_slot
from helpdesk.callbacks.models import Call
from helpdesk.callbacks.rules import CallState, CallWhen
from helpdesk.callbacks.selectors import booked_call, call_card, calls_offered
from helpdesk.callbacks.services import book_call, cancel_call, move_call
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from helpdesk.tickets.models import Entry, Ticket
from helpdesk.tickets.rules import CallbackOrigin, Event, Outcome, Status
from helpdesk.tickets.services import resolve_ticket
from tests.callbacks.conftest import ELEVEN, MORNING, PHONE, TEN, at
from tests.factories import citizen_of, citizen_with, make_council, make_staff, make_ticket

Book = Callable[..., Call]


def events(ticket: Ticket) -> list[str]:
    return list(Entry.objects.filter(ticket=ticket, kind="event").order_by("seq").values_list("event", flat=True))


def test_a_call_is_agreed_with_its_own_deadline(book: Book, ticket: Ticket) -> None:
    call = book()
    ticket.refresh_from_db()
    assert (call.state, call.when, call.phone, call.sequence) == (CallState.BOOKED, CallWhen.EXACT, "+34972000021", 0)
    assert (call.starts_at, call.ends_at, call.due_at) == (at(10), at(10, 30), at(10, 10))
    assert call.booking is not None
    assert call.booking.held_until is None
    assert (ticket.reply_due_at, ticket.callback_origin) == (call.due_at, CallbackOrigin.WEB)
    entry = Entry.objects.get(ticket=ticket, event=Event.CALL_BOOKED)
    assert entry.data == {
        "starts_at": at(10).astimezone(UTC).isoformat(),
        "ends_at": at(10, 30).astimezone(UTC).isoformat(),
        "when": "exact",
    }


def test_a_part_of_the_day_is_due_at_its_end(book: Book) -> None:
    call = book(MORNING)
    assert (call.when, call.starts_at, call.due_at) == (CallWhen.MORNING, at(8), at(14))


def test_the_seat_held_in_the_wizard_is_the_one_that_is_kept(book: Book, council: Council) -> None:
    held = hold_slot(council=council, key=TEN, by=citizen_of(council))
    assert book(booking_id=held.pk).booking_id == held.pk
    assert Booking.objects.count() == 1


def test_sending_twice_is_one_call(book: Book, council: Council, ticket: Ticket) -> None:
    held = hold_slot(council=council, key=TEN, by=citizen_of(council))
    assert book(booking_id=held.pk).pk == book(booking_id=held.pk).pk
    assert events(ticket).count(Event.CALL_BOOKED) == 1


def test_a_hold_that_is_over_takes_another_seat_of_the_same_time(book: Book, council: Council) -> None:
    held = hold_slot(council=council, key=TEN, by=citizen_of(council))
    with clock.at(clock.now() + timedelta(minutes=11)):
        hold_slot(council=council, key=TEN, by=citizen_of(council))
        call = book(booking_id=held.pk)
    assert call.booking_id != held.pk
    assert call.starts_at == at(10)


def test_a_time_that_is_gone_is_refused_and_leaves_nothing(book: Book, council: Council, ticket: Ticket) -> None:
    for _number in range(2):
        hold_slot(council=council, key=TEN, by=citizen_of(council))
    with pytest.raises(SlotTaken):
        book()
    assert booked_call(ticket) is None
    assert Event.CALL_BOOKED not in events(ticket)


def test_a_seat_held_by_somebody_else_with_a_call_is_not_taken_over(book: Book, council: Council) -> None:
    first = book()
    other = make_ticket(council)
    second = book(ticket_id=other.pk, by=citizen_with(other), booking_id=first.booking_id)
    assert second.booking_id != first.booking_id


@pytest.mark.parametrize("phone", ["", "  ", "hello", "123", "972 00 00"])
def test_a_telephone_number_is_needed(book: Book, phone: str) -> None:
    with pytest.raises(InvalidInput):
        book(phone=phone)
    assert not Booking.objects.exists()


def test_one_call_at_a_time(book: Book) -> None:
    book()
    with pytest.raises(ForbiddenTransition):
        book(ELEVEN)


def test_no_call_for_what_is_resolved(book: Book, ticket: Ticket, agent: Actor) -> None:
    resolve_ticket(ticket_id=ticket.pk, outcome=Outcome.SOLVED, by=agent)
    with pytest.raises(ForbiddenTransition):
        book()


def test_where_it_was_asked_for_first_is_kept(book: Book, ticket: Ticket, agent: Actor) -> None:
    cancel_call(call_id=book().pk, by=agent)
    book(origin=CallbackOrigin.VOICE, by=agent)
    ticket.refresh_from_db()
    assert ticket.callback_origin == CallbackOrigin.WEB


def test_moving_takes_the_new_seat_and_frees_the_old_one(book: Book, ticket: Ticket, citizen: Actor) -> None:
    call = book()
    before = call.booking
    moved = move_call(call_id=call.pk, key=MORNING, by=citizen)
    assert before is not None
    before.refresh_from_db()
    assert before.cancelled_at is not None
    assert (moved.when, moved.due_at, moved.sequence, moved.uid) == (CallWhen.MORNING, at(14), 1, call.uid)
    ticket.refresh_from_db()
    assert ticket.reply_due_at == at(14)
    assert events(ticket)[-1] == Event.CALL_MOVED


def test_moving_to_a_time_that_is_gone_keeps_the_old_seat(book: Book, council: Council, citizen: Actor) -> None:
    call = book()
    for _number in range(2):
        hold_slot(council=council, key=ELEVEN, by=citizen_of(council))
    with pytest.raises(SlotTaken):
        move_call(call_id=call.pk, key=ELEVEN, by=citizen)
    call.refresh_from_db()
    assert call.booking is not None
    assert (call.starts_at, call.booking.cancelled_at) == (at(10), None)


def test_cancelling_frees_the_seat_and_leaves_a_written_request(book: Book, ticket: Ticket, citizen: Actor) -> None:
    call = book()
    cancelled = cancel_call(call_id=call.pk, by=citizen)
    ticket.refresh_from_db()
    assert (cancelled.state, cancelled.finished_at, cancelled.sequence) == (CallState.CANCELLED, clock.now(), 1)
    assert Booking.objects.get().cancelled_at is not None
    assert ticket.status == Status.NEW
    assert ticket.reply_due_at == at(10, day=21)  # eight open hours after Tuesday evening, in a day of six
    assert events(ticket)[-1] == Event.CALL_CANCELLED
    assert book(ELEVEN).pk != call.pk


def test_the_citizen_changes_nothing_once_the_time_has_come_but_staff_does(book: Book, citizen: Actor, agent: Actor) -> None:
    call = book()
    with clock.at(at(10)):
        for change in (lambda by: cancel_call(call_id=call.pk, by=by), lambda by: move_call(call_id=call.pk, key=ELEVEN, by=by)):
            with pytest.raises(ForbiddenTransition):
                change(citizen)
        SlotRule.objects.update(notice_minutes=0)
        assert move_call(call_id=call.pk, key=ELEVEN, by=agent).starts_at == at(11)


def test_what_is_cancelled_is_not_changed_again(book: Book, citizen: Actor, agent: Actor) -> None:
    call = cancel_call(call_id=book().pk, by=citizen)
    for by in (citizen, agent):
        with pytest.raises(ForbiddenTransition):
            cancel_call(call_id=call.pk, by=by)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMINISTRATOR])
def test_other_roles_neither_see_nor_change_calls(book: Book, council: Council, ticket: Ticket, role: Role) -> None:
    call, by = book(), make_staff(council, role)
    assert call_card(ticket, by) is None
    for attempt in (
        lambda: book_call(ticket_id=ticket.pk, key=TEN, phone=PHONE, origin=CallbackOrigin.VOICE, by=by),
        lambda: move_call(call_id=call.pk, key=ELEVEN, by=by),
        lambda: cancel_call(call_id=call.pk, by=by),
    ):
        with pytest.raises((NotFound, NotAllowed)):
            attempt()


def test_people_of_another_council_and_holders_of_other_links_find_no_call(book: Book, council: Council, ticket: Ticket) -> None:
    call = book()
    other = make_council("rocabruna", host="other.test", prefix="RB")
    for by in (make_staff(other), citizen_with(make_ticket(council)), citizen_with(make_ticket(other))):
        assert call_card(ticket, by) is None
        with pytest.raises(NotFound):
            cancel_call(call_id=call.pk, by=by)
        with pytest.raises(NotFound):
            move_call(call_id=call.pk, key=ELEVEN, by=by)
        with pytest.raises(NotFound):
            book_call(ticket_id=ticket.pk, key=TEN, phone=PHONE, origin=CallbackOrigin.WEB, by=by)


def test_resolving_the_ticket_cancels_the_call(book: Book, ticket: Ticket, agent: Actor) -> None:
    call = book()
    resolve_ticket(ticket_id=ticket.pk, outcome=Outcome.SOLVED, by=agent)
    call.refresh_from_db()
    ticket.refresh_from_db()
    assert (call.state, ticket.reply_due_at) == (CallState.CANCELLED, None)
    assert Booking.objects.get().cancelled_at is not None
    assert Event.CALL_CANCELLED in events(ticket)


def test_a_card_shows_the_end_of_the_number_to_the_citizen_and_all_of_it_to_staff(
    book: Book, ticket: Ticket, citizen: Actor, agent: Actor
) -> None:
    assert call_card(ticket, citizen) is None
    book()
    mine, theirs = call_card(ticket, citizen), call_card(ticket, agent)
    assert mine is not None
    assert theirs is not None
    assert (mine.phone, theirs.phone) == ("••• 021", "972 00 00 21")
    assert (mine.starts_at.isoformat(), mine.may_change, mine.may_book) == ("2026-05-20T10:00:00+02:00", True, False)
    with clock.at(at(10)):
        assert [card.may_change for card in (call_card(ticket, citizen), call_card(ticket, agent)) if card] == [False, True]


def test_calls_are_offered_while_something_is_free(council: Council) -> None:
    assert calls_offered(council)
    SlotRule.objects.update(is_offered=False)
    assert not calls_offered(council)
