"""A session from the proposal to the end, in every order in which people press."""

from datetime import timedelta
from functools import partial

import pytest

from helpdesk.base import clock
from helpdesk.base.errors import Conflict, Expired, ForbiddenTransition, InvalidInput, NotAllowed
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from helpdesk.tickets.models import Entry, Ticket
from helpdesk.tickets.rules import Event, Outcome, Visibility
from helpdesk.tickets.services import resolve_ticket, transfer_ticket
from remote.consent import VERSION, consent_for
from remote.models import RemoteSession
from remote.rules import Scope, State
from remote.selectors import broken_event
from remote.services import (
    attest_closed,
    consent,
    decline,
    end_session,
    note_shown,
    revoke,
    screen_is_open,
    start_viewing,
    sweep_sessions,
    terminate,
    viewer_of,
    withdraw,
)
from tests.factories import enable_remote, make_staff, make_user
from tests.remote.conftest import REASON, Commits, Line
from tests.remote.reading import journal, told

BOTH = frozenset({Scope.VIEW, Scope.CONTROL})
LINK = {"kind": "jitsi", "citizen_address": "https://meet.example/{room}", "agent_address": ""}


# From the proposal to the end


def test_a_proposal_is_offered_at_once_and_expires_in_a_quarter_of_an_hour(line: Line, ticket: Ticket) -> None:
    session = line.offer()
    assert session.state == State.OFFERED
    assert session.offer_expires_at == session.offered_at + timedelta(minutes=15)  # type: ignore[operator]
    assert (session.agent_name, session.agent_badge, session.reason) == ("Laia", "0417", REASON)
    assert told(ticket) == [Event.REMOTE_OFFERED]
    assert told(ticket, Visibility.INTERNAL) == [Event.REMOTE_REQUESTED]
    offered = Entry.objects.get(ticket=ticket, event=Event.REMOTE_OFFERED)
    assert (offered.body, offered.data) == (REASON, {"name": "Laia", "minutes": 30})


def test_a_yes_keeps_the_words_their_version_language_and_hash_and_sets_the_hard_end(line: Line, ticket: Ticket) -> None:
    session = line.agreed()
    words = consent_for(session, "ca")
    assert session.consent_text == words.text
    assert REASON in session.consent_text
    assert (session.consent_text_version, session.consent_language) == (VERSION, "ca")
    assert session.consent_text_sha256 == words.sha256
    assert session.consent_ip == "203.0.113.7"
    assert session.hard_end_at == session.consented_at + timedelta(minutes=30)  # type: ignore[operator]
    assert session.state == State.READY
    assert told(ticket) == [Event.REMOTE_OFFERED, Event.REMOTE_CONSENTED]


def test_looking_starts_after_the_yes_and_ends_with_the_agent(line: Line, ticket: Ticket, agent: Actor) -> None:
    session = line.agreed()
    session = line.do(start_viewing, session, agent)
    assert session.state == State.VIEWING
    assert session.started_at is not None
    assert screen_is_open(session_id=session.pk, by=agent) == session
    session = line.do(end_session, session, agent)
    assert session.state == State.ENDED
    assert session.closed_at is not None
    with pytest.raises(Expired):
        screen_is_open(session_id=session.pk, by=agent)
    assert told(ticket) == [Event.REMOTE_OFFERED, Event.REMOTE_CONSENTED, Event.REMOTE_STARTED, Event.REMOTE_ENDED]
    assert journal(session) == ["requested", "offered", "consented", "prepared", "viewer_opened", "ending", "ended"]
    assert broken_event(session) is None


def test_the_citizen_stops_it_at_any_moment(line: Line, ticket: Ticket, agent: Actor, citizen: Actor) -> None:
    session = line.do(start_viewing, line.agreed(), agent)
    session = line.do(revoke, session, citizen)
    assert session.state == State.REVOKED
    assert session.ended_by_kind == "citizen"
    assert told(ticket)[-1] == Event.REMOTE_REVOKED
    assert line.do(revoke, session, citizen).state == State.REVOKED
    assert line.do(end_session, session, agent).state == State.REVOKED, "who is late changes nothing"
    assert told(ticket).count(Event.REMOTE_REVOKED) == 1


def test_a_no_needs_no_reason_and_stays_a_no(line: Line, ticket: Ticket, citizen: Actor) -> None:
    session = line.offer()
    assert decline(session_id=session.pk, by=citizen).state == State.DECLINED
    assert decline(session_id=session.pk, by=citizen).state == State.DECLINED
    with pytest.raises(ForbiddenTransition):
        line.agree(session)
    assert told(ticket) == [Event.REMOTE_OFFERED, Event.REMOTE_DECLINED]


def test_a_supervisor_ends_anybodys_session(line: Line, ticket: Ticket, supervisor: Actor) -> None:
    session = line.do(terminate, line.agreed(), supervisor)
    assert session.state == State.TERMINATED
    assert told(ticket)[-1] == Event.REMOTE_TERMINATED


def test_control_is_a_consent_of_its_own_and_can_be_taken_back(line: Line, agent: Actor, citizen: Actor) -> None:
    session = line.offer(scope=BOTH)
    session = line.agree(session)
    assert (session.scope_asked, session.scope) == ("view+control", "view")
    assert line.do(start_viewing, session, agent).state == State.VIEWING
    line.do(end_session, session, agent)
    session = line.agreed(scope=BOTH)
    session = line.do(start_viewing, session, agent)
    assert session.state == State.CONTROLLING
    session = line.do(partial(withdraw, part=Scope.CONTROL), session, citizen)
    assert (session.state, session.scope) == (State.VIEWING, "view")
    assert line.do(partial(withdraw, part=Scope.CONTROL), session, citizen).scope == "view"


def test_control_that_was_not_asked_for_is_not_granted(line: Line, citizen: Actor) -> None:
    session = line.offer()
    words = consent_for(session, "ca")
    with pytest.raises(InvalidInput):
        consent(session_id=session.pk, text_sha256=words.sha256, language="ca", control=True, by=citizen)


def test_a_settled_ticket_has_no_session(line: Line, ticket: Ticket, agent: Actor, commits: Commits) -> None:
    session = line.do(start_viewing, line.agreed(), agent)
    with commits(execute=True):
        resolve_ticket(ticket_id=ticket.pk, outcome=Outcome.SOLVED, by=agent)
    session.refresh_from_db()
    assert (session.state, session.end_reason) == (State.ENDED, "ticket")


def test_a_ticket_that_changes_hands_loses_its_session(
    line: Line, ticket: Ticket, council: Council, agent: Actor, commits: Commits
) -> None:
    session = line.do(start_viewing, line.agreed(), agent)
    colleague = make_user(council, Role.AGENT, name="Arnau Vidal")
    transfer_ticket(ticket_id=ticket.pk, to_user_id=colleague.pk, by=agent)
    with pytest.raises(NotAllowed):
        screen_is_open(session_id=session.pk, by=agent)
    with commits(execute=True):
        assert sweep_sessions()["left"] == 1
    session.refresh_from_db()
    assert session.state == State.ENDED


def test_the_citizen_was_shown_the_words_is_noted_once(line: Line, citizen: Actor) -> None:
    session = line.offer()
    for _visit in range(3):
        note_shown(session_id=session.pk, language="es", by=citizen)
    assert journal(session) == ["requested", "offered", "consent_shown"]


# Twice, too late, at once


def test_a_yes_pressed_twice_is_one_yes(line: Line, ticket: Ticket) -> None:
    session = line.agreed()
    before = session.hard_end_at
    assert line.agree(session).hard_end_at == before
    assert told(ticket).count(Event.REMOTE_CONSENTED) == 1


def test_a_yes_after_the_offer_is_over_is_none(line: Line) -> None:
    session = line.offer()
    with clock.at(clock.now() + timedelta(minutes=15)):
        with pytest.raises(Expired):
            line.agree(session)
        assert sweep_sessions()["expired"] == 1
        with pytest.raises(Expired):
            line.agree(session)
    session.refresh_from_db()
    assert session.state == State.EXPIRED
    assert session.consented_at is None


def test_a_yes_to_other_words_is_none(line: Line, citizen: Actor) -> None:
    session = line.offer()
    shown = consent_for(session, "ca")
    with pytest.raises(Conflict):
        consent(session_id=session.pk, text_sha256=shown.sha256, language="es", by=citizen)
    RemoteSession.objects.filter(pk=session.pk).update(minutes=60)
    with pytest.raises(Conflict):
        consent(session_id=session.pk, text_sha256=shown.sha256, language="ca", by=citizen)


def test_a_stop_between_the_yes_and_the_program_wins(line: Line, citizen: Actor, agent: Actor, commits: Commits) -> None:
    session = line.offer()
    words = consent_for(session, "ca")
    with commits(execute=True):
        consent(session_id=session.pk, text_sha256=words.sha256, language="ca", by=citizen)
        revoke(session_id=session.pk, by=citizen)
    session.refresh_from_db()
    assert session.state == State.REVOKED
    assert "prepared" not in journal(session)
    with pytest.raises(ForbiddenTransition):
        start_viewing(session_id=session.pk, by=agent)


def test_the_hard_end_comes_by_itself(line: Line, ticket: Ticket, agent: Actor, commits: Commits) -> None:
    session = line.do(start_viewing, line.agreed(minutes=5), agent)
    assert session.hard_end_at is not None
    with clock.at(session.hard_end_at - timedelta(seconds=1)):
        assert not any(sweep_sessions().values())
    with clock.at(session.hard_end_at):
        with pytest.raises(Expired):
            screen_is_open(session_id=session.pk, by=agent)
        with commits(execute=True):
            assert sweep_sessions()["timed_out"] == 1
        assert not any(sweep_sessions().values())
    session.refresh_from_db()
    assert session.state == State.TIMED_OUT
    assert told(ticket)[-1] == Event.REMOTE_TIMED_OUT
    assert told(ticket).count(Event.REMOTE_TIMED_OUT) == 1


def test_a_preparation_that_was_forgotten_is_taken_up_again(line: Line, citizen: Actor) -> None:
    session = line.offer()
    words = consent_for(session, "ca")
    consent(session_id=session.pk, text_sha256=words.sha256, language="ca", by=citizen)
    assert sweep_sessions()["prepared"] == 0
    with clock.at(clock.now() + timedelta(seconds=20)):
        assert sweep_sessions()["prepared"] == 1
    session.refresh_from_db()
    assert session.state == State.READY


# Programs that are not ours, and programs that fail


def test_a_program_that_is_not_ours_is_attested_by_people(line: Line, council: Council, agent: Actor, citizen: Actor) -> None:
    enable_remote(council, "link", **LINK)
    session = line.agreed(provider="link")
    assert session.state == State.AWAITING_DEVICE
    assert session.citizen_steps["url"].startswith("https://meet.example/acompanya-")
    assert viewer_of(session_id=session.pk, by=agent).url == session.citizen_steps["url"]
    session = line.do(start_viewing, session, agent)
    session = line.do(revoke, session, citizen)
    assert (session.state, session.outcome, session.closed_at) == (State.ENDING, State.REVOKED, None)
    with clock.at(clock.now() + timedelta(hours=1)):
        assert sweep_sessions()["asked"] == 1
    session = line.do(attest_closed, session, citizen)
    assert (session.state, session.closed_attested_by) == (State.REVOKED, "citizen")
    assert journal(session)[-4:] == ["ending", "end_unconfirmed", "closed_attested", "ended"]
    assert broken_event(session) is None


def test_what_still_runs_is_not_attested_as_closed(line: Line, agent: Actor, citizen: Actor) -> None:
    session = line.agreed()
    for by in (agent, citizen):
        with pytest.raises(ForbiddenTransition):
            attest_closed(session_id=session.pk, by=by)


def test_a_colleague_attests_nothing(line: Line, council: Council, agent: Actor) -> None:
    enable_remote(council, "link", **LINK)
    session = line.do(end_session, line.agreed(provider="link"), agent)
    with pytest.raises(NotAllowed):
        attest_closed(session_id=session.pk, by=make_staff(council))
    assert line.do(attest_closed, session, agent).state == State.ENDED


def test_a_program_that_cannot_be_prepared_fails(line: Line, council: Council, ticket: Ticket) -> None:
    enable_remote(council, behaviour="broken")
    session = line.agreed()
    assert session.state == State.FAILED
    assert told(ticket)[-1] == Event.REMOTE_FAILED


def test_a_program_that_cannot_be_ended_fails_after_five_attempts_and_the_citizen_is_told(
    line: Line, council: Council, ticket: Ticket, agent: Actor, citizen: Actor
) -> None:
    session = line.do(start_viewing, line.agreed(), agent)
    enable_remote(council, behaviour="end_fails")
    session = line.do(revoke, session, citizen)
    assert (session.state, session.end_errors) == (State.ENDING, 1)
    for attempt in range(1, 5):
        with clock.at(clock.now() + timedelta(hours=attempt)):
            sweep_sessions()
    session.refresh_from_db()
    assert (session.state, session.end_errors, session.closed_at) == (State.FAILED, 5, None)
    assert told(ticket)[-2:] == [Event.REMOTE_REVOKED, Event.REMOTE_FAILED]
    assert broken_event(session) is None


def test_a_program_that_does_not_answer_is_not_waited_for(line: Line, council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("remote.providers.calling.PROVIDER_TIMEOUT_SECONDS", 0.05)
    enable_remote(council, behaviour="hangs")
    assert line.agreed().state == State.ENDING
