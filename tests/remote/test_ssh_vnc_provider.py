"""What the provider of sessions with a command knows of brokers and computers."""

# ruff: noqa: F811  fixtures are imported by the names that tests ask for

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from asgiref.sync import async_to_sync
from django.test import Client
from pytest_django import Settings as SettingsWrapper

from helpdesk.base import clock
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.tickets.models import Ticket
from remote.models import BrokerNode, ProviderConfig, RemoteSession
from remote.providers.base import Agent, EndResult, ProviderError, Session, ViewerKind
from remote.rules import EndReason, State
from remote.services import consume_code, issue_code
from tests.factories import enable_remote
from tests.remote.browsing import url
from tests.remote.conftest import Line
from tests.remote.test_ssh_vnc import broker, connected, make_broker, provider, seen, silence, waiting  # noqa: F401  fixtures


class Greeting(socketserver.BaseRequestHandler):
    words = b"SSH-2.0-acompanya\r\n"

    def handle(self) -> None:
        self.request.sendall(self.words)


class Other(Greeting):
    words = b"HTTP/1.1 400 Bad Request\r\n"


@contextmanager
def greeting(kind: type[Greeting]) -> Iterator[int]:
    with socketserver.TCPServer(("127.0.0.1", 0), kind) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.mark.parametrize(("kind", "ok"), [(Greeting, True), (Other, False)])
def test_the_check_hears_an_ssh_server(db: None, kind: type[Greeting], ok: bool) -> None:  # noqa: FBT001
    with greeting(kind) as port:
        make_broker(ssh_host="127.0.0.1", ssh_port=port)
        assert async_to_sync(provider.check)({}).ok is ok


@pytest.mark.parametrize(("base", "ok"), [("wss://help.example.org/remote/b/a", True), ("ws://127.0.0.1:2280/remote/b/a", False)])
def test_pages_with_tls_need_a_broker_with_tls(db: None, settings: SettingsWrapper, base: str, ok: bool) -> None:  # noqa: FBT001
    with greeting(Greeting) as port:
        make_broker(ssh_host="127.0.0.1", ssh_port=port, viewer_base=base)
        assert async_to_sync(provider.check)({}).ok
        settings.HTTPS = True
        health = async_to_sync(provider.check)({})
    assert (health.ok, "REMOTE_BROKER_VIEWER_BASE" in str(health.words)) == (ok, not ok)


def test_the_check_says_that_no_broker_is_there(broker: BrokerNode) -> None:
    silence(broker)
    health = async_to_sync(provider.check)({})
    assert (health.ok, "No broker is running" in str(health.words)) == (False, True)


def test_nothing_is_prepared_without_a_broker(council: Council, line: Line) -> None:
    enable_remote(council, "ssh_vnc")
    with pytest.raises(ProviderError, match="no_broker"):
        async_to_sync(provider.prepare)(Session(str(uuid4()), frozenset(), "en", "Laia", None, {}))


def test_the_least_busy_broker_is_taken(connected: RemoteSession, citizen: Actor, tab: Client) -> None:
    make_broker("b", ssh_host="second.example.org")
    make_broker("c", ssh_host="third.example.org", is_draining=True)
    RemoteSession.objects.update(state=State.AWAITING_DEVICE, device_lost_at=clock.now())
    assert "second.example.org" in tab.post(url("code", connected.public_id)).content.decode()


def test_the_viewer_knows_its_broker(connected: RemoteSession) -> None:
    view = async_to_sync(provider.viewer)(seen(connected), Agent(1, "Laia"))
    assert (view.kind, view.url, view.ticket) == (ViewerKind.NOVNC, "wss://help.example.org/remote/b/a", "")


def test_the_end_is_confirmed_when_nobody_was_connected(waiting: RemoteSession) -> None:
    assert async_to_sync(provider.end)(seen(waiting), EndReason.AGENT) is EndResult.CONFIRMED


def test_the_end_waits_for_the_broker(connected: RemoteSession, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("remote.providers.ssh_vnc.END_SECONDS", 0.1)
    assert async_to_sync(provider.end)(seen(connected), EndReason.AGENT) is EndResult.UNCONFIRMED
    RemoteSession.objects.update(device_lost_at=clock.now())
    assert async_to_sync(provider.end)(seen(connected), EndReason.AGENT) is EndResult.CONFIRMED


def test_a_dead_broker_holds_nobody(connected: RemoteSession, broker: BrokerNode) -> None:
    assert async_to_sync(provider.status)(seen(connected)).connected is True
    silence(broker)
    assert async_to_sync(provider.status)(seen(connected)).connected is False
    assert async_to_sync(provider.end)(seen(connected), EndReason.AGENT) is EndResult.CONFIRMED


def test_a_session_whose_screen_port_is_nonsense_gives_no_command(waiting: RemoteSession, ticket: Ticket, tab: Client) -> None:
    ProviderConfig.objects.filter(provider="ssh_vnc").update(settings={"screen_port": "70000"})
    response = tab.post(url("code", waiting.public_id), follow=True)
    assert "cannot be connected just now" in response.content.decode()


def test_unknown_sessions_are_not_found(tab: Client, desk: Client) -> None:
    nobody = UUID(int=7)
    assert tab.post(url("code", nobody)).status_code == 404
    assert desk.post(url("viewer_ticket", nobody)).status_code == 404


def test_codes_are_dead_after_their_time(waiting: RemoteSession, citizen: Actor) -> None:
    code = issue_code(session_id=waiting.pk, by=citizen)
    RemoteSession.objects.update(code_expires_at=clock.now() - timedelta(seconds=1))
    assert consume_code(code=code, broker="a") is None
