"""One contract over every provider of the installation: what the state machine, the pages and the citizens rely on. A new provider adds a row to EXAMPLES and nothing else."""

import logging
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django import forms
from django.template.loader import get_template
from django.test import RequestFactory
from pytest_django import Settings as SettingsWrapper

from helpdesk.base import clock
from helpdesk.base.errors import ForbiddenTransition
from helpdesk.base.secrets import seal, unseal
from helpdesk.chat.threads import close_connections
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, User
from helpdesk.tickets.models import Ticket
from remote.models import BrokerNode, ProviderConfig, RemoteSession
from remote.providers import RemoteProvider, browser_direct, find_provider, providers
from remote.providers.base import (
    Agent,
    Caps,
    CitizenSteps,
    Device,
    EndResult,
    HardEnd,
    Health,
    ProviderError,
    Session,
    Status,
    Viewer,
    ViewerKind,
)
from remote.providers.calling import call
from remote.providers.registry import caps_of, secret_names
from remote.rules import PROVIDER_TIMEOUT_SECONDS, EndReason, Scope, State
from remote.services import save_provider, viewer_of
from tests.factories import enable_remote, make_remote_session
from tests.remote.partner import SECRET as CANARY
from tests.remote.partner import Partner

# Settings with which each works; what is a secret in them is `CANARY`.
EXAMPLES: dict[str, dict[str, str]] = {
    "browser": {"fps": "4", "quality": "60", "max_width": "1280"},
    "browser_direct": {
        "fps": "4",
        "quality": "60",
        "max_width": "1280",
        "ice_urls": "turn:127.0.0.1:9?transport=udp",
        "turn_secret": CANARY,
        "relay_only": "yes",
        "fallback": "yes",
        "voice": "no",
        "video": "yes",
    },
    "fake": {"behaviour": "well"},
    "link": {"kind": "jitsi", "citizen_address": "https://meet.example/{room}", "agent_address": ""},
    "ssh_vnc": {"screen_port": "5900"},
    "webhook": {"address": "https://broker.example/hooks/", "secret": CANARY},
}
LOOK = frozenset({Scope.VIEW})


@pytest.fixture(params=list(providers()))
def provider(request: pytest.FixtureRequest, db: None) -> RemoteProvider:
    found = find_provider(str(request.param))
    assert found is not None
    return found


@pytest.fixture(autouse=True)
def surroundings(settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch, db: None) -> Iterator[Partner]:
    """What providers talk to: a broker of our own in the table, and a partner's that answers."""
    # No page is there to say that it stopped: the full two seconds tell nothing more.
    monkeypatch.setattr(browser_direct, "STOP_SECONDS", browser_direct.ASK_SECONDS)
    BrokerNode.objects.create(
        name="a", ssh_host="127.0.0.1", ssh_port=9, host_key="ssh-ed25519 AAAA", viewer_base="wss://help.example/remote/b/a"
    )
    partner = Partner()
    settings.REMOTE_WEBHOOK_ALLOW = [partner.name]
    yield partner
    partner.stop()
    close_connections()


def settings_of(provider: RemoteProvider, partner: Partner) -> tuple[dict[str, str], dict[str, str]]:
    """Return the example's settings and its secrets, apart; the partner's address is the one that answers."""
    example = EXAMPLES[provider.key] | (partner.settings if provider.key == "webhook" else {})
    names = secret_names(provider)
    return {k: v for k, v in example.items() if k not in names}, {k: v for k, v in example.items() if k in names}


@pytest.fixture
def session(provider: RemoteProvider, surroundings: Partner) -> Session:
    """A session that nobody has ever heard of."""
    config, secrets = settings_of(provider, surroundings)
    return Session(
        id=str(uuid4()),
        scope=LOOK,
        language="ca",
        agent_name="Laia",
        hard_end_at=clock.now() + timedelta(minutes=30),
        config=config,
        secrets=secrets,
    )


@pytest.fixture
def ended(provider: RemoteProvider, surroundings: Partner, council: Council, ticket: Ticket, agent_user: User) -> RemoteSession:
    """A session of this provider that is over."""
    config, secrets = settings_of(provider, surroundings)
    row = enable_remote(council, provider.key, **config)
    row.secrets = seal(secrets)
    row.save()
    now = clock.now()
    return make_remote_session(ticket, agent_user, provider=provider.key, state=State.ENDED, started_at=now, ended_at=now, hard_end_at=now)


def test_every_provider_of_the_installation_is_under_contract() -> None:
    assert set(providers()) == set(EXAMPLES)


def test_it_says_what_it_is_and_claims_no_more_than_it_can(provider: RemoteProvider) -> None:
    caps = provider.caps
    assert isinstance(caps, Caps)
    assert provider.key.isidentifier()
    assert len(provider.key) <= 20
    assert str(provider.label)
    assert caps.view
    assert caps.platforms
    assert caps.platforms <= {"windows", "macos", "linux"}, "no phone shares its screen"
    assert not caps.attested or caps.hard_end is HardEnd.REMOTE, "who can end a session need not ask people whether it ended"
    assert not caps.clipboard or caps.control
    assert caps.device is not Device.SHARE or not caps.needs_install
    get_template(f"remote/device_{caps.device}.html")


def test_with_any_settings_it_can_do_no_more_than_its_class_says(provider: RemoteProvider) -> None:
    for cfg in ({}, EXAMPLES[provider.key]):
        can = caps_of(provider, cfg)
        assert {part for part in Scope if can.allows(frozenset({part}))} <= {
            part for part in Scope if provider.caps.allows(frozenset({part}))
        }
        assert (can.hard_end, can.device) == (provider.caps.hard_end, provider.caps.device)


def test_its_settings_are_a_form_that_takes_its_own_example(provider: RemoteProvider) -> None:
    form = provider.config(EXAMPLES[provider.key])
    assert isinstance(form, forms.Form)
    assert form.is_valid(), form.errors
    assert set(EXAMPLES[provider.key]) == set(form.fields)
    assert set(secret_names(provider)) <= set(form.fields)


def test_its_secrets_are_kept_apart_encrypted_and_out_of_the_history(provider: RemoteProvider, council: Council, supervisor: Actor) -> None:
    save_provider(
        council_id=council.pk, provider=provider.key, is_enabled=True, max_minutes=30, settings=EXAMPLES[provider.key], by=supervisor
    )
    row = ProviderConfig.objects.get(council=council, provider=provider.key)
    assert set(row.settings) == set(EXAMPLES[provider.key]) - set(secret_names(provider))
    assert unseal(row.secrets) == dict.fromkeys(secret_names(provider), CANARY)
    everything = [row.secrets, str(row.settings), *(str(vars(kept)) for kept in row.history.all())]
    assert not any(CANARY in text for text in everything)


def test_its_connection_is_tested_within_the_time_even_without_settings(provider: RemoteProvider, surroundings: Partner) -> None:
    config, secrets = settings_of(provider, surroundings)
    for cfg in ({}, {**config, **secrets}):
        began = time.monotonic()
        health = call(provider.check(cfg))
        assert time.monotonic() - began < 3 * PROVIDER_TIMEOUT_SECONDS
        assert isinstance(health, Health)
        assert str(health.words)


def test_it_prepares_nothing_that_leads_astray(provider: RemoteProvider, session: Session) -> None:
    steps = call(provider.prepare(session))
    assert isinstance(steps, CitizenSteps)
    is_own = steps.url[:1] in {"", "/"} and steps.url[1:2] not in {"/", "\\"}
    assert steps.url.startswith("https://") or is_own
    assert steps.ready or provider.caps.device is not Device.LINK or (steps.url and steps.steps and steps.closing and steps.program)
    assert call(provider.prepare(session)) == steps, "preparing twice prepares the same"


def test_it_shows_the_agent_a_viewer_that_there_is_a_page_for(provider: RemoteProvider, session: Session) -> None:
    view = call(provider.viewer(session, Agent(id=1, name="Laia")))
    assert isinstance(view, Viewer)
    assert view.kind in ViewerKind
    assert view.kind is not ViewerKind.LINK or view.url
    assert view.expires is None or session.hard_end_at is None or view.expires <= session.hard_end_at
    get_template(view.template)


@pytest.mark.parametrize("state", [State.ENDING, State.ENDED, State.REVOKED, State.FAILED])
def test_nothing_is_shown_after_the_end(provider: RemoteProvider, ended: RemoteSession, agent: Actor, state: State) -> None:
    RemoteSession.objects.filter(pk=ended.pk).update(state=state, outcome=State.ENDED, **_agreed())
    with pytest.raises(ForbiddenTransition):
        viewer_of(session_id=ended.pk, by=agent)


def _agreed() -> Mapping[str, object]:
    return {
        "consented_at": clock.now(),
        "consent_text": "x",
        "consent_text_version": "x",
        "consent_text_sha256": "x",
        "consent_language": "ca",
    }


def test_ending_is_idempotent_never_raises_and_is_honest(provider: RemoteProvider, session: Session, ended: RemoteSession) -> None:
    over = replace(session, id=str(ended.public_id))
    results = {
        call(provider.end(one, reason)) for one in (session, over) for reason in (EndReason.AGENT, EndReason.TIME) for _twice in (1, 2)
    }
    assert results <= set(EndResult)
    if provider.caps.hard_end is HardEnd.SERVER:
        assert results == {EndResult.CONFIRMED}
    if provider.caps.attested:
        assert results == {EndResult.UNCONFIRMED}


def test_a_provider_whose_other_side_is_gone_claims_no_end(provider: RemoteProvider, session: Session, surroundings: Partner) -> None:
    surroundings.stop()
    result = call(provider.end(session, EndReason.AGENT))
    assert result is EndResult.CONFIRMED if provider.caps.hard_end is HardEnd.SERVER else result in EndResult
    if provider.caps.hard_end is HardEnd.REMOTE:
        assert result is EndResult.UNCONFIRMED


def test_scope_and_status_are_answered(provider: RemoteProvider, session: Session) -> None:
    call(provider.set_scope(replace(session, scope=LOOK | {Scope.CONTROL}), LOOK))
    assert isinstance(call(provider.status(session)), Status)


@pytest.mark.parametrize("secrets", [{}, {"secret": CANARY}, {"secret": ""}])
def test_a_callback_that_nobody_signed_is_refused(provider: RemoteProvider, secrets: dict[str, str]) -> None:
    request = RequestFactory().post("/", b'{"event": "ended"}', content_type="application/json")
    if secrets:
        request.remote_secrets = secrets
    with pytest.raises(ProviderError):
        call(provider.on_callback(request))


def test_secrets_are_in_nothing_that_leaves_it(provider: RemoteProvider, session: Session, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    told: list[object] = [provider, session, call(provider.prepare(session)), call(provider.viewer(session, Agent(id=1, name="Laia")))]
    told.append(call(provider.check({**session.config, **session.secrets})))
    told.append(call(provider.end(session, EndReason.AGENT)))
    assert not any(CANARY in repr(one) for one in told)
    assert CANARY not in caplog.text


# The guide


def test_the_example_of_the_guide_is_a_provider_and_keeps_the_contract(root: Path) -> None:
    source = (root / "docs" / "developers" / "add-a-provider.md").read_text(encoding="utf-8").split("```python\n")[1].split("```")[0]
    module: dict[str, object] = {"__name__": "remote.providers.rooms"}
    exec(compile(source, "add-a-provider.md", "exec"), module)  # noqa: S102  our own documentation
    rooms = module["RoomsProvider"]()  # type: ignore[operator]
    assert isinstance(rooms, RemoteProvider)
    assert secret_names(rooms) == ("key",)
    assert rooms.config({"server": "https://meet.example", "key": CANARY}).is_valid()
    config = {"server": "https://127.0.0.1"}
    session = Session(
        id=str(uuid4()), scope=LOOK, language="ca", agent_name="Laia", hard_end_at=None, config=config, secrets={"key": CANARY}
    )
    assert not call(rooms.check({})).ok
    assert not call(rooms.check({**config, "key": CANARY})).ok, "a private address is refused"
    assert {call(rooms.end(session, reason)) for reason in EndReason} == {EndResult.UNCONFIRMED}
    view = call(rooms.viewer(session, Agent(id=1, name="Laia")))
    assert view.url.startswith("https://")
    assert CANARY not in repr([session, view])
    with pytest.raises(ProviderError):
        call(rooms.prepare(session))
