"""Who may not propose, answer, look or end, and what may not be proposed."""

from datetime import timedelta
from functools import partial

import pytest

from helpdesk.base import clock
from helpdesk.base.errors import Conflict, Expired, ForbiddenTransition, InvalidInput, NotAllowed, NotFound, TooMany
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, SecretLink
from helpdesk.people.rules import Role
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Outcome
from helpdesk.tickets.services import resolve_ticket
from remote.models import ProviderConfig
from remote.rules import Scope, State
from remote.selectors import sessions_of
from remote.services import (
    attest_closed,
    decline,
    end_session,
    request_session,
    revoke,
    screen_is_open,
    start_viewing,
    terminate,
    viewer_of,
    withdraw,
)
from tests.factories import citizen_with, enable_remote, make_staff, make_ticket
from tests.remote.conftest import REASON, Line

BOTH = frozenset({Scope.VIEW, Scope.CONTROL})
LINK = {"kind": "jitsi", "citizen_address": "https://meet.example/{room}", "agent_address": ""}


# What may not be proposed


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_a_reason_is_mandatory_and_short(line: Line, reason: str) -> None:
    with pytest.raises(InvalidInput):
        line.offer(reason=reason)


@pytest.mark.parametrize("minutes", [0, 4, 46, 61, -5])
def test_minutes_beyond_the_councils_cap_are_refused(line: Line, council: Council, minutes: int) -> None:
    config = enable_remote(council)
    config.max_minutes = 45
    config.save()
    with pytest.raises(InvalidInput):
        line.offer(minutes=minutes)


@pytest.mark.parametrize(
    "scope", [frozenset(), frozenset({Scope.CONTROL}), BOTH | {Scope.CLIPBOARD}, frozenset({Scope.VIEW, Scope.RECORD})]
)
def test_a_scope_that_nobody_enforces_is_refused(line: Line, scope: frozenset[Scope]) -> None:
    with pytest.raises(InvalidInput):
        line.offer(scope=scope)


@pytest.mark.parametrize("provider", ["link", "nothing", ""])
def test_a_program_that_is_not_switched_on_is_refused(line: Line, provider: str) -> None:
    with pytest.raises(InvalidInput):
        line.offer(provider=provider)


def test_only_the_tickets_own_agent_proposes(council: Council, ticket: Ticket, supervisor: Actor) -> None:
    for by in (supervisor, make_staff(council)):
        with pytest.raises(NotAllowed):
            request_session(ticket_id=ticket.pk, provider="fake", reason=REASON, minutes=30, by=by)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMINISTRATOR])
def test_roles_that_answer_no_tickets_see_nothing_to_propose_on(council: Council, ticket: Ticket, role: Role) -> None:
    with pytest.raises(NotFound):
        request_session(ticket_id=ticket.pk, provider="fake", reason=REASON, minutes=30, by=make_staff(council, role))


def test_another_council_neither_proposes_nor_sees_nor_ends(line: Line, ticket: Ticket, other: Council) -> None:
    stranger = make_staff(other, Role.AGENT, Role.SUPERVISOR)
    session = line.agreed()
    with pytest.raises(NotFound):
        request_session(ticket_id=ticket.pk, provider="fake", reason=REASON, minutes=30, by=stranger)
    for service in (start_viewing, end_session, terminate, attest_closed, revoke, decline, partial(withdraw, part=Scope.CONTROL)):
        with pytest.raises(NotFound):
            service(session_id=session.pk, by=stranger)
    assert list(sessions_of(stranger)) == []


def test_a_citizen_without_a_link_is_not_asked(line: Line, ticket: Ticket) -> None:
    SecretLink.objects.filter(subject_id=ticket.pk).delete()
    with pytest.raises(InvalidInput):
        line.offer()


def test_a_settled_ticket_gets_no_proposal(line: Line, ticket: Ticket, agent: Actor) -> None:
    resolve_ticket(ticket_id=ticket.pk, outcome=Outcome.SOLVED, by=agent)
    with pytest.raises(ForbiddenTransition):
        line.offer()


def test_one_session_at_a_time(line: Line) -> None:
    line.offer()
    with pytest.raises(Conflict):
        line.offer()


def test_three_proposals_an_hour(line: Line, citizen: Actor) -> None:
    start = clock.now()
    for number in range(3):
        with clock.at(start + timedelta(minutes=number)):
            decline(session_id=line.offer().pk, by=citizen)
    with clock.at(start + timedelta(minutes=59)), pytest.raises(TooMany):
        line.offer()
    with clock.at(start + timedelta(minutes=61)):
        assert line.offer().state == State.OFFERED


# Who may not answer, look or end


def test_staff_never_answer_for_the_citizen(line: Line, agent: Actor, supervisor: Actor) -> None:
    session = line.offer()
    for by in (agent, supervisor):
        for service in (decline, revoke):
            with pytest.raises(NotAllowed):
                service(session_id=session.pk, by=by)
        with pytest.raises(NotAllowed):
            line.agree(session, by=by)


def test_the_citizen_of_another_ticket_finds_nothing(line: Line, council: Council) -> None:
    session = line.offer()
    stranger = citizen_with(make_ticket(council))
    for service in (decline, revoke, attest_closed, end_session):
        with pytest.raises(NotFound):
            service(session_id=session.pk, by=stranger)


def test_a_citizen_neither_starts_nor_ends_as_an_agent_would(line: Line, citizen: Actor) -> None:
    session = line.agreed()
    for service in (start_viewing, end_session, terminate):
        with pytest.raises(NotAllowed):
            service(session_id=session.pk, by=citizen)


def test_nobody_else_looks_not_even_a_supervisor(line: Line, council: Council, supervisor: Actor) -> None:
    session = line.agreed()
    for by in (supervisor, make_staff(council)):
        for service in (start_viewing, end_session, viewer_of, screen_is_open):
            with pytest.raises(NotAllowed):
                service(session_id=session.pk, by=by)
    with pytest.raises(NotAllowed):
        terminate(session_id=session.pk, by=make_staff(council))


def test_nobody_looks_before_the_yes(line: Line, agent: Actor) -> None:
    session = line.offer()
    with pytest.raises(ForbiddenTransition):
        start_viewing(session_id=session.pk, by=agent)
    with pytest.raises(Expired):
        screen_is_open(session_id=session.pk, by=agent)


def test_an_open_offer_is_declined_and_not_stopped(line: Line, citizen: Actor) -> None:
    with pytest.raises(ForbiddenTransition):
        revoke(session_id=line.offer().pk, by=citizen)


def test_a_yes_to_a_program_that_was_switched_off_meanwhile_begins_nothing(line: Line, council: Council) -> None:
    """Switching it off withdraws proposals; one that slips through is refused in words."""
    session = line.offer()
    ProviderConfig.objects.filter(council=council, provider="fake").update(is_enabled=False)
    with pytest.raises(ForbiddenTransition) as refused:
        line.agree(session)
    assert "does not use this program any more" in str(refused.value.message)
    session.refresh_from_db()
    assert (session.state, session.consented_at) == (State.OFFERED, None)
