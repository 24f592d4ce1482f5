"""How providers are called, and what `link` lets through. The contract over all of them is in test_provider_contract.py."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django import forms
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings as SettingsWrapper

from remote.providers import providers
from remote.providers.base import ProviderError, Session
from remote.providers.calling import call
from remote.providers.link import AGENT_SCHEMES, CITIZEN_SCHEMES, LinkConfig, LinkProvider, check_address
from remote.rules import Scope

LINK = {"kind": "jitsi", "citizen_address": "https://meet.example/{room}", "agent_address": ""}


def session_of_link() -> Session:
    return Session(
        id="1f0c7a52-0000-4000-8000-000000000001",
        scope=frozenset({Scope.VIEW}),
        language="ca",
        agent_name="Laia",
        hard_end_at=datetime(2026, 5, 20, 10, 30, tzinfo=UTC),
        config=LINK,
    )


# Calling


def test_other_peoples_errors_become_codes_without_their_words(caplog: pytest.LogCaptureFixture) -> None:
    async def broken() -> None:
        message = "password=hunter2"
        raise RuntimeError(message)

    with pytest.raises(ProviderError) as caught:
        call(broken())
    assert caught.value.code == "broken"
    assert "hunter2" not in caplog.text


def test_who_does_not_answer_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("remote.providers.calling.PROVIDER_TIMEOUT_SECONDS", 0.05)
    with pytest.raises(ProviderError) as caught:
        call(asyncio.sleep(60))
    assert caught.value.code == "timeout"


def test_a_setting_that_names_no_provider_is_told(settings: SettingsWrapper) -> None:
    settings.REMOTE_PROVIDERS = ["remote.providers.link.LinkConfig"]
    with pytest.raises(ImproperlyConfigured):
        providers()
    settings.REMOTE_PROVIDERS = ["remote.providers.link.LinkProvider"] * 2
    with pytest.raises(ImproperlyConfigured):
        providers()


# Addresses of `link`

GOOD = ["https://meet.example/room", "https://meet.example:8443/a/{room}?x=1", "HTTPS://meet.example/"]
BAD = [
    "http://meet.example/",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "ftp://meet.example/",
    "vbscript:x",
    "//meet.example/",
    "meet.example",
    "",
    "https://",
    "https:///path",
    "https://user:secret@meet.example/",
    'https://meet.example/" onclick=x',
    "https://meet.example/<script>",
    "https://meet.example/\nx",
    "https://[broken/",
    " javascript:alert(1)",
]


@pytest.mark.parametrize("address", GOOD)
def test_https_is_let_through(address: str) -> None:
    assert check_address(address, CITIZEN_SCHEMES) == address


@pytest.mark.parametrize("address", [*BAD, "anydesk:123", "rustdesk://1"])
def test_a_citizen_opens_nothing_but_https(address: str) -> None:
    with pytest.raises(forms.ValidationError):
        check_address(address, CITIZEN_SCHEMES)


@pytest.mark.parametrize(("kind", "address", "good"), [
    ("anydesk", "anydesk:123456789", True),
    ("anydesk", "rustdesk://123", False),
    ("rustdesk", "rustdesk://123", True),
    ("rustdesk", "anydesk:123", False),
    ("jitsi", "anydesk:123", False),
    ("jitsi", "https://meet.example/x", True),
    *[(kind, address, False) for kind in AGENT_SCHEMES for address in BAD if address],
])  # fmt: skip
def test_an_agent_opens_https_or_the_programs_own_scheme(kind: str, address: str, good: bool) -> None:  # noqa: FBT001
    form = LinkConfig({"kind": kind, "citizen_address": "https://meet.example/{room}", "agent_address": address})
    assert form.is_valid() == good


def test_every_room_has_a_name_that_cannot_be_guessed() -> None:
    one, two = session_of_link(), replace(session_of_link(), id="1f0c7a52-0000-4000-8000-000000000002")
    urls = {call(LinkProvider().prepare(session)).url for session in (one, two)}
    assert len(urls) == 2
    assert not any(session.id in url for session in (one, two) for url in urls)
    assert not LinkConfig({"kind": "jitsi", "citizen_address": "https://meet.example/one-room"}).is_valid()


def test_a_row_that_was_changed_by_hand_still_opens_nothing_else() -> None:
    session = replace(session_of_link(), config={"kind": "jitsi", "citizen_address": "javascript:alert(1)"})
    with pytest.raises(ProviderError):
        call(LinkProvider().prepare(session))
