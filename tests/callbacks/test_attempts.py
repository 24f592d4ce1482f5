"""Every attempt is kept with its outcome; three without an answer end in a message."""

from collections.abc import Callable

import pytest

from helpdesk.base import clock
from helpdesk.base.errors import Conflict, ForbiddenTransition, NotAllowed, NotFound
from helpdesk.callbacks.models import Call, CallAttempt
from helpdesk.callbacks.rules import AttemptOutcome, CallState
from helpdesk.callbacks.services import log_attempt
from helpdesk.outbox.models import OutboxMail
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from helpdesk.tickets.models import Entry, Ticket
from helpdesk.tickets.rules import Event, Status, Visibility
from helpdesk.tickets.services import take_ticket
from tests.callbacks.conftest import at
from tests.factories import make_council, make_staff

Book = Callable[..., Call]


def tried(call: Call, by: Actor, outcome: AttemptOutcome = AttemptOutcome.NO_ANSWER, **fields) -> CallAttempt:
    attempt = log_attempt(call_id=call.pk, outcome=outcome, by=by, **fields)
    call.refresh_from_db()
    return attempt


def test_an_answer_settles_the_call_and_is_the_human_response(book: Book, ticket: Ticket, agent: Actor) -> None:
    call = book()
    with clock.at(at(10, 2)):
        tried(call, agent, AttemptOutcome.ANSWERED, note="Explained how to install it.")
    ticket.refresh_from_db()
    assert (call.state, call.attempt_count, call.first_attempt_at, call.finished_at) == (CallState.DONE, 1, at(10, 2), at(10, 2))
    assert (ticket.first_human_response_at, ticket.reply_due_at, ticket.assignee_id) == (at(10, 2), None, agent.user_id)
    assert ticket.status == Status.OPEN
    event, note = Entry.objects.filter(ticket=ticket).order_by("seq")[3:]
    assert (event.event, event.visibility) == (Event.CALL_DONE, Visibility.PUBLIC)
    assert (note.kind, note.body) == ("note", "Explained how to install it.")


def test_a_second_agent_does_not_take_over_what_a_colleague_looks_after(book: Book, council: Council, ticket: Ticket, agent: Actor) -> None:
    call = book()
    take_ticket(ticket_id=ticket.pk, by=agent)
    tried(call, make_staff(council), AttemptOutcome.ANSWERED)
    ticket.refresh_from_db()
    assert ticket.assignee_id == agent.user_id


def test_no_answer_is_tried_again_twenty_minutes_later(book: Book, ticket: Ticket, agent: Actor) -> None:
    call = book()
    with clock.at(at(10, 5)):
        tried(call, agent)
    ticket.refresh_from_db()
    assert (call.state, call.attempt_count, call.try_after) == (CallState.BOOKED, 1, at(10, 25))
    assert ticket.reply_due_at == at(10, 25)
    assert ticket.first_human_response_at is None
    assert Entry.objects.filter(ticket=ticket).latest("seq").event == Event.CALL_ATTEMPTED


def test_the_next_attempt_is_within_hours(book: Book, agent: Actor) -> None:
    call = book("exact:2026-05-20T13:30")
    with clock.at(at(13, 50)):
        tried(call, agent)
    assert call.try_after == at(8, 10, day=21)


def test_the_third_attempt_without_an_answer_tells_the_citizen(book: Book, ticket: Ticket, agent: Actor) -> None:
    call = book()
    for minute, outcome in ((1, AttemptOutcome.NO_ANSWER), (25, AttemptOutcome.BUSY), (50, AttemptOutcome.VOICEMAIL)):
        with clock.at(at(10, minute)):
            tried(call, agent, outcome)
    ticket.refresh_from_db()
    assert (call.state, call.attempt_count, call.try_after, call.finished_at) == (CallState.UNANSWERED, 3, None, at(10, 50))
    assert [e.event for e in Entry.objects.filter(ticket=ticket, kind="event").order_by("seq")][-3:] == [
        Event.CALL_ATTEMPTED,
        Event.CALL_ATTEMPTED,
        Event.CALL_UNANSWERED,
    ]
    assert OutboxMail.objects.filter(template="call_unanswered").count() == 1
    assert ticket.reply_due_at == at(12, 50, day=21)  # the service answers in writing: eight open hours
    with pytest.raises(ForbiddenTransition):
        tried(call, agent)


def test_a_wrong_number_ends_it_at_once(book: Book, agent: Actor) -> None:
    call = book()
    tried(call, agent, AttemptOutcome.WRONG_NUMBER)
    assert (call.state, call.attempt_count) == (CallState.UNANSWERED, 1)
    assert OutboxMail.objects.filter(template="call_unanswered").exists()


def test_after_an_unanswered_call_another_can_be_agreed(book: Book, agent: Actor) -> None:
    tried(book(), agent, AttemptOutcome.WRONG_NUMBER)
    assert book("exact:2026-05-21T10:00").state == CallState.BOOKED


def test_a_form_sent_twice_counts_once(book: Book, council: Council, agent: Actor) -> None:
    call = book()
    first = tried(call, agent, number=1)
    assert tried(call, agent, number=1).pk == first.pk
    assert call.attempt_count == 1


def test_two_agents_at_once_and_the_slower_one_is_told(book: Book, council: Council, agent: Actor) -> None:
    call = book()
    tried(call, agent, number=1)
    with pytest.raises(Conflict):
        tried(call, make_staff(council), number=1)
    tried(call, make_staff(council), AttemptOutcome.ANSWERED, number=2)
    assert (call.state, call.attempt_count) == (CallState.DONE, 2)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMINISTRATOR])
def test_other_roles_log_no_attempt(book: Book, council: Council, role: Role) -> None:
    call = book()
    with pytest.raises((NotFound, NotAllowed)):
        tried(call, make_staff(council, role))
    assert not CallAttempt.objects.exists()


def test_neither_the_citizen_nor_another_council_logs_an_attempt(book: Book, citizen: Actor) -> None:
    call = book()
    with pytest.raises(NotAllowed):
        tried(call, citizen)
    with pytest.raises(NotFound):
        tried(call, make_staff(make_council("rocabruna", host="other.test", prefix="RB")))
