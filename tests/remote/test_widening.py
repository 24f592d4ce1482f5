"""More than looking: asked, allowed, refused, taken back and given back, in every order in which people press."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from django.test import Client

from helpdesk.base import clock
from helpdesk.base.errors import Conflict, Expired, ForbiddenTransition, InvalidInput, NotAllowed, NotFound, TooMany
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Event
from remote.consent import words_for_part
from remote.models import RemoteConsent, RemoteSession
from remote.providers import get_provider
from remote.providers.registry import caps_of
from remote.rules import ASK_TTL, CONTROL_IDLE, MAX_ASKS, Answer, Scope, State
from remote.selectors import card_of
from remote.services import answer_ask, ask_scope, end_session, start_viewing, sweep_sessions, withdraw
from tests.factories import enable_remote, make_staff
from tests.remote.browsing import read, url
from tests.remote.conftest import Line, answer
from tests.remote.reading import journal, told

RUSTDESK = {"kind": "rustdesk", "citizen_address": "https://help.example/rustdesk", "agent_address": ""}


def row(session: RemoteSession, part: Scope = Scope.CONTROL) -> RemoteConsent:
    return RemoteConsent.objects.filter(session=session, part=part).order_by("-pk")[0]


def test_a_yes_opens_control_and_keeps_its_own_words(driven: RemoteSession, ticket: Ticket) -> None:
    assert (driven.state, driven.scope) == (State.CONTROLLING, "view+control")
    words, kept = words_for_part(driven, Scope.CONTROL, "ca"), row(driven)
    assert (kept.answer, kept.text, kept.text_sha256, kept.language, kept.ip) == (
        Answer.GRANTED,
        words.text,
        words.sha256,
        "ca",
        "203.0.113.7",
    )
    assert kept.text != driven.consent_text
    assert told(ticket)[-2:] == [Event.REMOTE_ASKED, Event.REMOTE_GRANTED]
    assert journal(driven)[-2:] == ["control_requested", "control_granted"]


def test_a_no_changes_nothing_else(seen: RemoteSession, agent: Actor, citizen: Actor, ticket: Ticket) -> None:
    ask_scope(session_id=seen.pk, part=Scope.CONTROL, by=agent)
    session = answer_ask(session_id=seen.pk, part=Scope.CONTROL, granted=False, by=citizen)
    assert (session.state, session.scope, row(seen).answer) == (State.VIEWING, "view", Answer.REFUSED)
    assert told(ticket)[-1] == Event.REMOTE_REFUSED


def test_an_answer_after_two_minutes_or_twice_is_too_late(seen: RemoteSession, agent: Actor, citizen: Actor) -> None:
    ask_scope(session_id=seen.pk, part=Scope.CONTROL, by=agent)
    with clock.at(clock.now() + ASK_TTL), pytest.raises(Expired):
        answer(seen, Scope.CONTROL, citizen)
    answer(seen, Scope.CONTROL, citizen, granted=False)
    with pytest.raises(Expired):
        answer(seen, Scope.CONTROL, citizen)
    seen.refresh_from_db()
    assert seen.scope == "view"


def test_a_yes_to_other_words_is_asked_again(seen: RemoteSession, agent: Actor, citizen: Actor) -> None:
    ask_scope(session_id=seen.pk, part=Scope.CONTROL, by=agent)
    with pytest.raises(Conflict):
        answer_ask(session_id=seen.pk, part=Scope.CONTROL, granted=True, text_sha256="0" * 64, language="ca", by=citizen)
    assert row(seen).answer == Answer.ASKED


def test_a_yes_to_control_is_none_to_the_clipboard(driven: RemoteSession, agent: Actor, citizen: Actor) -> None:
    with pytest.raises(Expired):
        answer(driven, Scope.CLIPBOARD, citizen)
    ask_scope(session_id=driven.pk, part=Scope.CLIPBOARD, by=agent)
    session = answer(driven, Scope.CLIPBOARD, citizen)
    assert session.scope == "view+control+clipboard"
    assert row(driven, Scope.CLIPBOARD).text_sha256 != row(driven).text_sha256


def test_the_clipboard_goes_with_control(line: Line, driven: RemoteSession, agent: Actor, citizen: Actor) -> None:
    ask_scope(session_id=driven.pk, part=Scope.CLIPBOARD, by=agent)
    answer(driven, Scope.CLIPBOARD, citizen)
    session = line.do(partial(withdraw, part=Scope.CONTROL), driven, citizen)
    assert (session.state, session.scope) == (State.VIEWING, "view")
    assert {row(driven).answer, row(driven, Scope.CLIPBOARD).answer} == {Answer.WITHDRAWN}


def test_a_question_for_the_clipboard_dies_with_control(line: Line, driven: RemoteSession, agent: Actor, citizen: Actor) -> None:
    ask_scope(session_id=driven.pk, part=Scope.CLIPBOARD, by=agent)
    line.do(partial(withdraw, part=Scope.CONTROL), driven, citizen)
    with pytest.raises(Expired):
        answer(driven, Scope.CLIPBOARD, citizen)
    driven.refresh_from_db()
    assert driven.scope == "view"


def test_only_the_clipboard_can_be_taken_back(line: Line, driven: RemoteSession, agent: Actor, citizen: Actor) -> None:
    ask_scope(session_id=driven.pk, part=Scope.CLIPBOARD, by=agent)
    answer(driven, Scope.CLIPBOARD, citizen)
    session = line.do(partial(withdraw, part=Scope.CLIPBOARD), driven, citizen)
    assert (session.state, session.scope) == (State.CONTROLLING, "view+control")


@pytest.mark.parametrize("who", ["citizen", "agent"])
def test_both_sides_give_control_back(line: Line, driven: RemoteSession, who: str) -> None:
    session = line.do(partial(withdraw, part=Scope.CONTROL), driven, getattr(line, who))
    assert (session.state, session.scope, row(session).answer) == (State.VIEWING, "view", Answer.WITHDRAWN)
    assert row(session).withdrawn_at is not None


def test_control_goes_back_when_nothing_is_touched(driven: RemoteSession) -> None:
    with clock.at(clock.now() + CONTROL_IDLE):
        assert sweep_sessions()["idle"] == 1
    driven.refresh_from_db()
    assert (driven.state, driven.scope) == (State.VIEWING, "view")


def test_control_of_a_program_that_counts_nothing_does_not_go_back_by_itself(line: Line, council: Council, agent: Actor) -> None:
    enable_remote(council, "link", **RUSTDESK)
    session = line.do(start_viewing, line.agreed(provider="link", scope=frozenset({Scope.VIEW, Scope.CONTROL})), agent)
    assert session.state == State.CONTROLLING
    with clock.at(clock.now() + CONTROL_IDLE + timedelta(seconds=1)):
        assert sweep_sessions()["idle"] == 0


def test_three_questions_are_enough(seen: RemoteSession, agent: Actor, citizen: Actor) -> None:
    for _time in range(MAX_ASKS):
        ask_scope(session_id=seen.pk, part=Scope.CONTROL, by=agent)
        answer(seen, Scope.CONTROL, citizen, granted=False)
    assert card_of(seen, agent).askable == ()
    with pytest.raises(TooMany):
        ask_scope(session_id=seen.pk, part=Scope.CONTROL, by=agent)


def test_asking_twice_is_asking_once(seen: RemoteSession, agent: Actor, ticket: Ticket) -> None:
    assert ask_scope(session_id=seen.pk, part=Scope.CONTROL, by=agent) == ask_scope(session_id=seen.pk, part=Scope.CONTROL, by=agent)
    assert told(ticket).count(Event.REMOTE_ASKED) == 1


def test_recording_is_never_asked(seen: RemoteSession, agent: Actor) -> None:
    assert Scope.RECORD not in card_of(seen, agent).askable
    for part in (Scope.RECORD, Scope.VIEW):
        with pytest.raises(InvalidInput):
            ask_scope(session_id=seen.pk, part=part, by=agent)


def test_the_clipboard_is_asked_after_control(seen: RemoteSession, agent: Actor) -> None:
    assert card_of(seen, agent).askable == (Scope.CONTROL,)
    with pytest.raises((ForbiddenTransition, InvalidInput)):
        ask_scope(session_id=seen.pk, part=Scope.CLIPBOARD, by=agent)


def test_nothing_is_asked_before_the_agent_looks_or_after_the_end(line: Line, agent: Actor, citizen: Actor) -> None:
    session = line.agreed()
    with pytest.raises(InvalidInput):
        ask_scope(session_id=session.pk, part=Scope.CONTROL, by=agent)
    session = line.do(start_viewing, session, agent)
    ask_scope(session_id=session.pk, part=Scope.CONTROL, by=agent)
    line.do(end_session, session, agent)
    with pytest.raises(Expired):
        answer(session, Scope.CONTROL, citizen)
    with pytest.raises(ForbiddenTransition):
        ask_scope(session_id=session.pk, part=Scope.CONTROL, by=agent)
    with pytest.raises(ForbiddenTransition):
        withdraw(session_id=session.pk, part=Scope.CONTROL, by=citizen)


def test_who_else_may_neither_ask_nor_answer(
    seen: RemoteSession, council: Council, other: Council, agent: Actor, citizen: Actor, supervisor: Actor
) -> None:
    colleague, stranger = make_staff(council, name="Pau Grau"), make_staff(other, Role.AGENT, Role.SUPERVISOR)
    for by, refusal in ((colleague, NotAllowed), (supervisor, NotAllowed), (citizen, NotAllowed), (stranger, NotFound)):
        with pytest.raises(refusal):
            ask_scope(session_id=seen.pk, part=Scope.CONTROL, by=by)
    ask_scope(session_id=seen.pk, part=Scope.CONTROL, by=agent)
    for by, refusal in ((agent, NotAllowed), (colleague, NotAllowed), (supervisor, NotAllowed), (stranger, NotFound)):
        with pytest.raises(refusal):
            answer(seen, Scope.CONTROL, by)
    assert row(seen).answer == Answer.ASKED


# What a program cannot do is not offered


def test_jitsi_gives_nobody_mouse_and_keyboard(line: Line, council: Council, agent: Actor, desk: Client) -> None:
    enable_remote(council, "link", kind="jitsi", citizen_address="https://meet.example/{room}", agent_address="")
    with pytest.raises(InvalidInput):
        line.offer(provider="link", scope=frozenset({Scope.VIEW, Scope.CONTROL}))
    sent = {"reason": "Look", "scope": "view+control", "minutes": "20", "provider": "link"}
    response = desk.post(url("propose", line.ticket.reference), sent)
    assert response.status_code == 422
    assert "cannot give mouse and keyboard" in response.content.decode()
    session = line.do(start_viewing, line.agreed(provider="link"), agent)
    assert card_of(session, agent).askable == ()
    with pytest.raises(InvalidInput):
        ask_scope(session_id=session.pk, part=Scope.CONTROL, by=agent)


def test_rustdesk_can_be_asked_for_it(line: Line, council: Council, agent: Actor) -> None:
    enable_remote(council, "link", **RUSTDESK)
    session = line.do(start_viewing, line.agreed(provider="link"), agent)
    assert card_of(session, agent).askable == (Scope.CONTROL,)
    words = words_for_part(session, Scope.CONTROL, "en").text
    assert "three minutes" not in words, "this service does not see what is touched there"
    assert "in the program itself" in words


def test_the_form_offers_only_looking_when_no_program_can_do_more(council: Council, line: Line, desk: Client) -> None:
    assert 'value="view+control"' in read(desk, url("propose", line.ticket.reference))
    enable_remote(council, "link", kind="jitsi", citizen_address="https://meet.example/{room}", agent_address="")
    page = read(desk, url("propose", line.ticket.reference))
    assert "only looks" in page
    council.remote_providers.filter(provider="fake").update(is_enabled=False)
    assert 'value="view+control"' not in read(desk, url("propose", line.ticket.reference))


def test_a_consent_to_control_is_not_shown_when_the_program_lost_it(line: Line, council: Council, citizen: Actor, tab: Client) -> None:
    enable_remote(council, "link", **RUSTDESK)
    session = line.offer(provider="link", scope=frozenset({Scope.VIEW, Scope.CONTROL}))
    assert 'name="control"' in read(tab, url("session", session.public_id))
    enable_remote(council, "link", kind="jitsi", citizen_address="https://meet.example/{room}", agent_address="")
    assert 'name="control"' not in read(tab, url("session", session.public_id))
    with pytest.raises(InvalidInput):
        line.agree(session, control=True)


def test_caps_of_a_link_are_those_of_its_kind(council: Council) -> None:
    jitsi = enable_remote(council, "link", kind="jitsi")
    provider = get_provider("link")
    assert caps_of(provider, jitsi.settings) == replace(provider.caps, control=False)
    assert caps_of(provider, {"kind": "rustdesk"}) == provider.caps
