"""How many calls were made when they were agreed."""

from collections.abc import Callable

import pytest

from helpdesk.base import clock
from helpdesk.base.errors import NotAllowed
from helpdesk.callbacks.models import Call
from helpdesk.callbacks.rules import AttemptOutcome
from helpdesk.callbacks.selectors import CallMeasure, measure_calls
from helpdesk.callbacks.services import cancel_call, log_attempt
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from helpdesk.tickets.models import Ticket
from tests.callbacks.conftest import at
from tests.factories import citizen_with, make_staff, make_ticket

Book = Callable[..., Call]


@pytest.fixture
def month(council: Council, book: Book, agent: Actor) -> list[Call]:
    """On time, late, given up, cancelled before, cancelled after, excluded, and one of another day."""
    keys = ["T10:00", "T10:30", "T11:00", "T11:30", "T12:00", "T12:30"]
    tickets = [make_ticket(council) for _ in range(7)]
    calls = [
        book(f"exact:2026-05-{'20' if n < 6 else '21'}{keys[n % 6]}", ticket_id=t.pk, by=citizen_with(t)) for n, t in enumerate(tickets)
    ]
    for index, hour, minute, outcome in (
        (0, 10, 10, "answered"),
        (1, 10, 41, "answered"),
        (2, 11, 5, "wrong_number"),
        (5, 12, 30, "answered"),
    ):
        with clock.at(at(hour, minute)):
            log_attempt(call_id=calls[index].pk, outcome=AttemptOutcome(outcome), by=agent)
    with clock.at(at(11)):
        cancel_call(call_id=calls[3].pk, by=citizen_with(tickets[3]))
    with clock.at(at(13)):
        cancel_call(call_id=calls[4].pk, by=agent)
    Ticket.objects.filter(pk=tickets[5].pk).update(excluded_reason="test")
    return calls


@pytest.mark.usefixtures("month")
def test_calls_count_where_their_deadline_falls(council: Council) -> None:
    by = make_staff(council, Role.OFFICER)
    assert measure_calls(council=council, start=at(0), end=at(0, day=21), by=by) == CallMeasure(agreed=4, on_time=2, unanswered=1)
    assert measure_calls(council=council, start=at(0, day=21), end=at(0, day=22), by=by) == CallMeasure(1, 0, 0)


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR, Role.ADMINISTRATOR])
def test_only_the_officer_measures(council: Council, role: Role) -> None:
    with pytest.raises(NotAllowed):
        measure_calls(council=council, start=at(0), end=at(23), by=make_staff(council, role))
