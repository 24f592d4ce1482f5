"""Sessions that are held with a command: codes, scripts, viewer tickets, and what the provider knows."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from helpdesk.base import clock
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from remote.models import BrokerNode, RemoteSession, ViewerTicket
from remote.providers.base import Session
from remote.providers.ssh_vnc import SshVncProvider
from remote.rules import BROKER_DEAD, MAX_CODES, Scope, State
from remote.scripts import CODE, screen_password
from remote.services import consume_code, end_session, issue_code
from tests.factories import enable_remote, make_user
from tests.remote.browsing import logged_in, read, url
from tests.remote.conftest import Line
from tests.remote.test_scripts import KEY

MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36"
provider = SshVncProvider()


def make_broker(name: str = "a", **fields: Any) -> BrokerNode:
    usual: dict[str, Any] = {
        "ssh_host": "help.example.org",
        "ssh_port": 2222,
        "host_key": KEY,
        "viewer_base": f"wss://help.example.org/remote/b/{name}",
        # A machine that is busy must not make it look dead.
        "seen_at": clock.now() + timedelta(hours=1),
    }
    return BrokerNode.objects.create(name=name, **{**usual, **fields})


def silence(broker: BrokerNode) -> None:
    BrokerNode.objects.filter(pk=broker.pk).update(seen_at=clock.now() - BROKER_DEAD)


@pytest.fixture
def broker(db: None) -> BrokerNode:
    return make_broker()


@pytest.fixture
def waiting(council: Council, broker: BrokerNode, line: Line) -> RemoteSession:
    """A session that was agreed to and waits for the computer."""
    enable_remote(council, "ssh_vnc", screen_port="5901")
    session = line.agreed(provider="ssh_vnc")
    assert session.state == State.AWAITING_DEVICE
    return session


@pytest.fixture
def connected(waiting: RemoteSession, citizen: Actor) -> RemoteSession:
    """The same, with the computer at the broker."""
    code = issue_code(session_id=waiting.pk, by=citizen)
    assert consume_code(code=code, broker="a") is not None
    waiting.refresh_from_db()
    return waiting


def seen(session: RemoteSession) -> Session:
    return Session(id=str(session.public_id), scope=frozenset({Scope.VIEW}), language="en", agent_name="Laia", hard_end_at=None, config={})


# The citizen's page


def test_the_page_shows_no_code_until_it_is_asked_for(waiting: RemoteSession, tab: Client) -> None:
    page = read(tab, url("session", waiting.public_id))
    assert "Show my code and command" in page
    assert "Nobody will ever ask you for this code" in page
    assert "At the end, switch it off" in page
    assert "KnownHostsCommand" not in page
    waiting.refresh_from_db()
    assert (waiting.codes_issued, waiting.code_hash) == (0, None)


def test_the_code_is_shown_once_and_kept_nowhere(waiting: RemoteSession, tab: Client) -> None:
    response = tab.post(url("code", waiting.public_id), {"system": "linux"})
    page = response.content.decode()
    assert response["Cache-Control"] == "no-store"
    # Without a referrer browsers send `Origin: null` with the buttons of this page, and they are refused.
    assert response["Referrer-Policy"] == "same-origin"
    assert "0:localhost:5901" in page
    code = page.partition(" -l ")[2][:10]
    assert CODE.fullmatch(code)
    assert f"{code[:5]} {code[5:]}" in page
    assert code not in read(tab, url("session", waiting.public_id))
    assert code not in str(waiting.events.values_list("name", "data"))
    assert consume_code(code=code, broker="a") is not None


def test_a_new_code_kills_the_one_before(waiting: RemoteSession, tab: Client) -> None:
    codes = [tab.post(url("code", waiting.public_id)).content.decode().partition(" -l ")[2][:10] for _turn in range(2)]
    assert consume_code(code=codes[0], broker="a") is None
    assert consume_code(code=codes[1], broker="a") is not None


@pytest.mark.parametrize(
    ("system", "name"), [("linux", "remote-session.sh"), ("macos", "remote-session.command"), ("windows", "remote-session.cmd")]
)
def test_the_script_is_a_download_with_a_code_of_its_own(waiting: RemoteSession, tab: Client, system: str, name: str) -> None:
    response = tab.post(url("script", waiting.public_id), {"system": system})
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Cache-Control"] == "no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    text = response.content.decode()
    assert consume_code(code=text.partition(" -l ")[2][:10], broker="a") is not None
    assert (screen_password(str(waiting.public_id)) in text) is (system == "linux")


@pytest.mark.parametrize(
    ("browser", "words"), [(MAC, "VNC viewers may control"), (WINDOWS, "Windows cannot do this by itself"), ("", "x11vnc")]
)
def test_the_steps_are_those_of_the_browsers_system(waiting: RemoteSession, tab: Client, browser: str, words: str) -> None:
    assert words in read(tab, url("session", waiting.public_id), **{"user-agent": browser})


def test_another_system_can_be_chosen_without_a_script(waiting: RemoteSession, tab: Client) -> None:
    assert "Windows cannot do this" in read(tab, url("session", waiting.public_id) + "?system=windows")


def test_codes_run_out(waiting: RemoteSession, tab: Client) -> None:
    RemoteSession.objects.update(codes_issued=MAX_CODES)
    response = tab.post(url("code", waiting.public_id), follow=True)
    assert "Too many codes" in response.content.decode()


def test_without_a_broker_the_citizen_is_told(waiting: RemoteSession, broker: BrokerNode, tab: Client) -> None:
    silence(broker)
    for name in ("code", "script"):
        response = tab.post(url(name, waiting.public_id), follow=True)
        assert "cannot be connected just now" in response.content.decode()


def test_a_running_session_gives_no_more_codes(connected: RemoteSession, tab: Client) -> None:
    page = read(tab, url("session", connected.public_id))
    assert "Show my code" not in page
    assert "At the end, switch it off" in page
    response = tab.post(url("code", connected.public_id), follow=True)
    assert "only while the session waits" in response.content.decode()


def test_codes_are_for_the_citizen_alone(waiting: RemoteSession, desk: Client, council: Council, other: Council) -> None:
    strangers = [Client(), desk, logged_in(make_user(council, Role.SUPERVISOR)), logged_in(make_user(other, Role.AGENT))]
    for client in strangers:
        for name in ("code", "script"):
            assert client.post(url(name, waiting.public_id)).status_code == 404
    waiting.refresh_from_db()
    assert waiting.codes_issued == 0


def test_codes_are_for_this_councils_host_alone(waiting: RemoteSession, tab: Client, other: Council) -> None:
    assert tab.post(url("code", waiting.public_id), headers={"host": "other.test"}).status_code == 404


def test_other_programs_have_no_codes(line: Line, tab: Client) -> None:
    session = line.agreed()
    for name in ("code", "script"):
        assert tab.post(url(name, session.public_id)).status_code == 404


def test_reading_never_makes_a_code(waiting: RemoteSession, tab: Client) -> None:
    assert [tab.get(url(name, waiting.public_id)).status_code for name in ("code", "script")] == [405, 405]


# The agent's page


def test_the_viewer_holds_no_ticket_and_no_code(connected: RemoteSession, desk: Client) -> None:
    response = desk.get(url("viewer", connected.public_id))
    page = response.content.decode()
    assert "data-novnc" in page
    assert page.count("wss://") == 1
    assert 'data-broker="wss://help.example.org/remote/b/a"' in page
    assert screen_password(str(connected.public_id)) not in page
    assert not ViewerTicket.objects.exists()


def test_the_policy_is_widened_by_exactly_one_address(connected: RemoteSession, desk: Client) -> None:
    policy = desk.get(url("viewer", connected.public_id))["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";") if rule.strip())
    assert rules["connect-src"] == "'self' wss://help.example.org/remote/b/a/"
    assert rules["script-src"] == "'self'"
    other = desk.get(url("settings"))
    assert "help.example.org" not in other.get("Content-Security-Policy", "")


@pytest.mark.parametrize(
    "base", ["ws://testserver/remote/b/a", "wss://x.example/;script-src *", "javascript:alert(1)", "wss://x.example/ *"]
)
def test_no_other_address_reaches_the_policy(connected: RemoteSession, broker: BrokerNode, desk: Client, base: str) -> None:
    BrokerNode.objects.update(viewer_base=base)
    policy = desk.get(url("viewer", connected.public_id))["Content-Security-Policy"]
    assert "connect-src 'self';" in f"{policy};"


def test_the_ticket_is_given_to_the_agent_of_the_session(connected: RemoteSession, desk: Client) -> None:
    response = desk.post(url("viewer_ticket", connected.public_id))
    found = response.json()
    assert response["Cache-Control"] == "no-store"
    assert found["address"] == "wss://help.example.org/remote/b/a/"
    assert found["password"] == screen_password(str(connected.public_id))
    row = ViewerTicket.objects.get()
    assert row.token_hash != found["token"]


def test_there_is_no_ticket_before_a_computer_is_connected(waiting: RemoteSession, desk: Client) -> None:
    response = desk.post(url("viewer_ticket", waiting.public_id))
    assert (response.status_code, response.json()) == (409, {"error": "not_yet"})


def test_there_is_no_ticket_after_the_end(connected: RemoteSession, desk: Client, agent: Actor) -> None:
    end_session(session_id=connected.pk, by=agent)
    assert desk.post(url("viewer_ticket", connected.public_id)).status_code == 409


def test_tickets_and_states_are_for_that_agent_alone(connected: RemoteSession, tab: Client, council: Council, other: Council) -> None:
    colleagues = [
        logged_in(make_user(council, Role.AGENT, email="colleague@vallclara.example")),
        logged_in(make_user(council, Role.SUPERVISOR)),
    ]
    for client in [*colleagues, logged_in(make_user(other, Role.AGENT))]:
        assert client.post(url("viewer_ticket", connected.public_id)).status_code in {403, 404}
        assert client.get(url("viewer_state", connected.public_id)).status_code in {403, 404}
    for client in (tab, Client()):
        assert client.post(url("viewer_ticket", connected.public_id)).status_code == 302
    assert not ViewerTicket.objects.exists()


def test_the_page_follows_state_and_scope(connected: RemoteSession, desk: Client) -> None:
    found = desk.get(url("viewer_state", connected.public_id)).json()
    assert (found["state"], found["scope"]) == ("ready", "view")
