"""The `webhook` provider against a real broker on loopback, which does not always behave."""

import time
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid5

import pytest
from pytest_django import Settings as SettingsWrapper

from helpdesk.base import clock
from helpdesk.base.errors import ForbiddenTransition, InvalidInput
from helpdesk.base.secrets import seal
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, User
from remote.models import ProviderConfig, RemoteEvent, RemoteSession
from remote.providers import get_provider
from remote.providers.base import Agent, EndResult, ProviderError
from remote.providers.calling import call
from remote.rules import PROVIDER_TIMEOUT_SECONDS, EndReason, Scope, State
from remote.services import end_session, revoke, start_viewing, sweep_sessions, try_provider, viewer_of, withdraw
from remote.services.journal import for_provider
from tests.factories import enable_remote
from tests.remote import partner as at
from tests.remote.conftest import Line
from tests.remote.partner import SECRET, Behaviour, Partner
from tests.remote.reading import journal
from tests.remote.test_pages import logged_in, read, url

BOTH = frozenset({Scope.VIEW, Scope.CONTROL})
READY = at.says({"ready": True})


@pytest.fixture
def partner(settings: SettingsWrapper, council: Council) -> Iterator[Partner]:
    """A broker that this installation and this council use."""
    broker = Partner()
    settings.REMOTE_WEBHOOK_ALLOW = [broker.name]
    use(council, broker)
    yield broker
    broker.stop()


def use(council: Council, broker: Partner) -> ProviderConfig:
    row = enable_remote(council, "webhook", **broker.settings)
    row.secrets = seal({"secret": SECRET})
    row.save()
    return row


def code_of(session: RemoteSession) -> str:
    """The last code of an error in the journal."""
    row = RemoteEvent.objects.filter(session=session, name="provider_error").last()
    return str(row.data["code"]) if row else ""


# What goes out


def test_every_step_is_sent_signed_and_answered(line: Line, partner: Partner, agent: Actor, citizen: Actor) -> None:
    partner.next["prepare"] = [READY]
    session = line.agreed(provider="webhook", scope=BOTH)
    session = line.do(start_viewing, session, agent)
    assert session.state == State.CONTROLLING
    assert viewer_of(session_id=session.pk, by=agent).url == "https://partner.example/look/1"
    with line.commits(execute=True):
        withdraw(session_id=session.pk, part=Scope.CONTROL, by=citizen)
    assert call(get_provider("webhook").status(for_provider(session))).connected is True
    session = line.do(end_session, session, agent)
    assert (session.state, session.closed_attested_by) == (State.ENDED, "")
    assert partner.events() == ["prepare", "viewer", "scope", "status", "end"]
    assert all(heard.is_signed and heard.headers["acompanya-delivery"] == heard.id for heard in partner.heard)
    assert all(heard.fields["session"] == str(session.public_id) for heard in partner.heard)
    assert len({heard.id for heard in partner.heard}) == 5
    prepare, scope, end = partner.heard[0].fields, partner.heard[2].fields, partner.heard[4].fields
    assert (prepare["scope"], prepare["language"]) == (["view", "control"], "ca")
    assert prepare["hard_end_at"] == int(session.hard_end_at.timestamp())  # type: ignore[union-attr]
    assert (scope["scope"], end["reason"]) == (["view"], "agent")


def test_nobodys_name_goes_out(line: Line, partner: Partner, agent: Actor) -> None:
    session = line.agreed(provider="webhook")
    viewer_of(session_id=session.pk, by=agent)
    line.do(end_session, session, agent)
    sent = b"".join(heard.body for heard in partner.heard).decode()
    for word in ("Laia", "0417", "Rosa", "rosa@", "+34", line.ticket.reference, session.reason, SECRET):
        assert word not in sent, word


def test_the_citizen_is_shown_what_the_broker_says(line: Line, partner: Partner) -> None:
    session = line.agreed(provider="webhook")
    assert session.state == State.AWAITING_DEVICE
    assert session.citizen_steps == {
        "program": "Helper",
        "url": "https://partner.example/start/1",
        "steps": ["Open the address.", "Press “Share”."],
        "closing": ["Press “Stop”."],
    }
    assert "prepare" in partner.events()


@pytest.mark.parametrize("wrong", [
    {"url": "http://partner.example/"}, {"url": "javascript:alert(1)"}, {"url": "https://a:b@partner.example/"}, {"url": "https://partner.example/" + "x" * 2000},
    {"url": 7}, {"program": "x" * 61}, {"program": ""}, {"steps": []}, {"steps": ["x" * 301]}, {"steps": ["x"] * 11}, {"steps": "x"}, {"steps": [1]},
    {"closing": []}, {"ready": "yes"}, {"ready": None},
])  # fmt: skip
def test_steps_that_are_not_as_agreed_begin_nothing(line: Line, partner: Partner, wrong: dict[str, object]) -> None:
    partner.next["prepare"] = [at.says({**at.WELL["prepare"], **wrong})]
    session = line.agreed(provider="webhook")
    assert (session.state, code_of(session)) == (State.FAILED, "answer")


def test_what_the_broker_writes_is_one_line_of_plain_text(line: Line, partner: Partner) -> None:
    partner.next["prepare"] = [at.says({**at.WELL["prepare"], "steps": ["Open\r\nthe \u202eaddress\u0000 <b>now</b>"]})]
    assert line.agreed(provider="webhook").citizen_steps["steps"] == ["Open the address <b>now</b>"]


@pytest.mark.parametrize("url", ["http://partner.example/", "javascript:alert(1)", "", None, ["https://partner.example/"]])
def test_a_viewer_that_is_not_https_is_not_opened(line: Line, partner: Partner, agent: Actor, url: object) -> None:
    session = line.agreed(provider="webhook")
    partner.next["viewer"] = [at.says({"url": url})]
    with pytest.raises(InvalidInput):
        viewer_of(session_id=session.pk, by=agent)


def test_a_broker_that_does_not_confirm_less_is_ended(line: Line, partner: Partner, agent: Actor, citizen: Actor) -> None:
    partner.next["prepare"], partner.next["scope"] = [READY], [at.says({"applied": False})]
    session = line.do(start_viewing, line.agreed(provider="webhook", scope=BOTH), agent)
    with line.commits(execute=True):
        withdraw(session_id=session.pk, part=Scope.CONTROL, by=citizen)
    session.refresh_from_db()
    assert (session.state, code_of(session)) == (State.FAILED, "scope")
    assert partner.events()[-2:] == ["scope", "end"]


def test_the_agents_page_waits_to_be_told_and_claims_nothing(line: Line, partner: Partner, agent_user: User) -> None:
    session, client = line.agreed(provider="webhook"), logged_in(agent_user)
    address = url("viewer", session.public_id)
    page = read(client, address)
    assert "Open Helper" in page
    assert "https://partner.example/look/1" in page
    assert "The partner’s server tells us when it is." in page
    assert "has to confirm the end" in page
    assert "I have started" not in page
    RemoteSession.objects.filter(pk=session.pk).update(state=State.READY)
    assert "I have started" in read(client, address)


# A broker that does not behave


def test_after_an_error_the_same_message_is_sent_again(line: Line, partner: Partner) -> None:
    partner.next["prepare"] = [at.fails(500), at.resets]
    session = line.agreed(provider="webhook")
    assert session.state == State.AWAITING_DEVICE
    assert partner.events() == ["prepare"] * 3
    assert len({(heard.id, heard.body, heard.headers["acompanya-signature"]) for heard in partner.heard}) == 1


@pytest.mark.parametrize(
    ("behaviour", "code", "tries"),
    [
        (at.fails(500), "status_500", 3),
        (at.fails(503), "status_503", 3),
        (at.resets, "network", 3),
        (at.fails(404), "status_404", 1),
        (at.fails(401), "refused", 1),
        (at.fails(204), "status_204", 1),
        (at.redirects, "redirect", 1),
        (at.is_huge, "too_big", 1),
        (at.never_stops, "too_big", 1),
        (at.speaks_html, "content_type", 1),
        (at.is_compressed, "encoding", 1),
        (at.is_no_json, "answer", 1),
        (at.says(["a", "list"]), "answer", 1),
    ],
)
def test_what_cannot_be_used_fails_in_its_own_words(line: Line, partner: Partner, behaviour: Behaviour, code: str, tries: int) -> None:
    partner.next["prepare"] = [behaviour] * 5
    session = line.agreed(provider="webhook")
    assert (session.state, code_of(session)) == (State.FAILED, code)
    assert partner.events() == ["prepare"] * tries + ["end"]


def test_a_broker_that_drips_is_left_in_time(line: Line, partner: Partner) -> None:
    session = line.agreed(provider="webhook")
    view = for_provider(session)
    partner.next["viewer"] = [at.drips]
    began = time.monotonic()
    with pytest.raises(ProviderError) as caught:
        call(get_provider("webhook").viewer(view, Agent(id=1, name="Laia")))
    assert time.monotonic() - began < 3 * PROVIDER_TIMEOUT_SECONDS
    assert caught.value.code == "timeout"


def test_an_address_in_a_private_network_is_not_asked(line: Line, partner: Partner, settings: SettingsWrapper) -> None:
    settings.REMOTE_WEBHOOK_ALLOW = []
    session = line.agreed(provider="webhook")
    assert session.state == State.ENDING, "it was agreed to, and nobody confirms that it never began"
    assert code_of(session) == "scheme"
    assert partner.heard == []


# The end


@pytest.mark.parametrize("answer", [{}, {"ended": False}, {"ended": "yes"}, {"ended": 1}, {"ok": True}])
def test_only_a_clear_word_confirms_the_end(line: Line, partner: Partner, agent: Actor, answer: dict[str, object]) -> None:
    partner.next["end"] = [at.says(answer)]
    session = line.do(end_session, line.agreed(provider="webhook"), agent)
    assert (session.state, session.closed_at) == (State.ENDING, None)
    assert journal(session)[-1] == "end_unconfirmed"


def test_the_end_is_asked_for_until_it_is_confirmed_with_one_delivery_id(line: Line, partner: Partner, citizen: Actor) -> None:
    partner.next["end"] = [at.fails(500), at.resets, at.redirects, at.says({"ended": False})]
    session = line.do(revoke, line.agreed(provider="webhook"), citizen)
    assert session.state == State.ENDING
    for minutes in (1, 10, 20, 30):
        assert session.state == State.ENDING, "an error ends nothing, and gives nothing up"
        with clock.at(clock.now() + timedelta(minutes=minutes)):
            sweep_sessions()
        session.refresh_from_db()
    assert (session.state, session.end_errors) == (State.REVOKED, 0)
    ends = [heard for heard in partner.heard if heard.event == "end"]
    assert [heard.id for heard in ends] == [str(uuid5(UUID(str(session.public_id)), "end"))] * 5
    assert {heard.fields["reason"] for heard in ends} == {"citizen"}


def test_a_broker_that_is_gone_leaves_the_end_open(line: Line, partner: Partner, agent: Actor) -> None:
    session = line.agreed(provider="webhook")
    partner.stop()
    session = line.do(end_session, session, agent)
    assert session.state == State.ENDING
    assert call(get_provider("webhook").end(for_provider(session), EndReason.AGENT)) is EndResult.UNCONFIRMED
    with pytest.raises(ForbiddenTransition):
        viewer_of(session_id=session.pk, by=agent)


# The button


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        (at.well, "The broker answers, and accepts the signature."),
        (at.fails(401), "The server refuses the signature"),
        (at.fails(500), "The server answers with an error."),
        (at.redirects, "The server answers with another address."),
        (at.speaks_html, "not in JSON"),
        (at.says({"ok": 1}), "not as agreed"),
        (at.resets, "cannot be reached"),
    ],
)
def test_the_connection_is_tested_for_real_and_told_in_words(
    council: Council, partner: Partner, supervisor: Actor, behaviour: Behaviour, words: str
) -> None:
    partner.next["check"] = [behaviour] * 3
    health = try_provider(council_id=council.pk, provider="webhook", by=supervisor)
    assert health.ok == (behaviour is at.well)
    assert words in str(health.words)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("https://127.0.0.1/", "private network"),
        ("https://169.254.169.254/latest/", "private network"),
        ("https://nowhere.invalid/", "cannot be found"),
        ("http://partner.example/", "https://"),
        ("", "Write the address and the secret first"),
    ],
)
def test_an_address_that_leads_nowhere_good_is_told_in_words(
    council: Council, partner: Partner, supervisor: Actor, address: str, words: str
) -> None:
    row = use(council, partner)
    row.settings = {"address": address}
    row.save()
    health = try_provider(council_id=council.pk, provider="webhook", by=supervisor)
    assert not health.ok
    assert words in str(health.words)
    assert partner.heard == []


def test_without_a_secret_nothing_goes_out(council: Council, partner: Partner, line: Line) -> None:
    ProviderConfig.objects.filter(council=council, provider="webhook").update(secrets="")
    session = line.agreed(provider="webhook")
    assert code_of(session) == "not_set_up"
    with pytest.raises(ProviderError):
        call(get_provider("webhook").prepare(for_provider(session)))
    assert partner.heard == []
