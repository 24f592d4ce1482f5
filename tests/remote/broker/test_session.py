"""A session from the command to the end, with Debian's own `ssh` and a browser's socket."""

import logging
import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connections
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection

from helpdesk.base import clock
from remote.broker.codes import Close
from remote.broker.threads import patiently
from remote.models import BrokerNode, RemoteEvent, RemoteSession
from remote.rules import EndReason, EventName, Scope, State
from remote.services import end_session, withdraw
from tests.remote.broker.conftest import ORIGIN, Case, MakeBroker, Run, Running, begin, connected
from tests.remote.broker.screen import KEY_DOWN, KEY_UP, UPDATE_REQUEST, Screen, cut_text, server_init


def closed_with(socket: ClientConnection) -> int | None:
    """The code with which the broker closed a socket."""
    with suppress(ConnectionClosed):
        while True:
            socket.recv(10)
    return socket.close_code


def until(known: Callable[[], bool], seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while not (found := known()) and time.monotonic() < end:
        time.sleep(0.02)
    return found


def beside(work: Callable[[], object]) -> None:
    """Do database work in a thread of the process, as pages do: the bell rings on the broker's loop."""

    def doing() -> None:
        patiently(work)()
        connections.close_all()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(doing).result(15)


def grant(case: Case, state: State, scope: str) -> None:
    patiently(RemoteSession.objects.filter(pk=case.session.pk).update)(state=state, scope=scope)


def counts_of(case: Case) -> dict[str, int]:
    event = patiently(RemoteEvent.objects.filter(session=case.session, name=EventName.VIEWER_CLOSED).first)()
    return event.data if event else {}


def test_the_agent_sees_the_screen_and_touches_nothing(broker: Running, case: Case, screen: Screen, run: Run) -> None:
    computer = connected(broker, case, screen, run)
    assert case.now.state == State.READY
    with broker.viewer(case.ticket()) as viewer:
        assert begin(viewer) == server_init()
        viewer.send(KEY_DOWN + cut_text(b"x") + UPDATE_REQUEST)
        assert screen.wait(lambda heard: len(heard) >= 10) == UPDATE_REQUEST
        screen.say(b"\x02" + cut_text(b"secret", 3) + b"\x02")
        assert viewer.recv(5) == b"\x02\x02"
        assert case.now.state == State.VIEWING
    assert until(lambda: bool(counts_of(case)))
    counts = counts_of(case)
    assert (counts["dropped"], counts["keys"], counts["pointer"]) == (3, 0, 0)
    assert counts["bytes_down"] > 40
    assert "only while your page says so" in computer.words


def test_keys_work_with_control_and_stop_when_it_is_taken_back(broker: Running, case: Case, screen: Screen, run: Run) -> None:
    connected(broker, case, screen, run)
    with broker.viewer(case.ticket()) as viewer:
        begin(viewer)
        grant(case, State.CONTROLLING, "view+control")
        assert until(lambda: next(iter(broker.broker.tunnels.values())).mode.control)
        viewer.send(KEY_DOWN)
        assert screen.wait(lambda heard: len(heard) >= 8) == KEY_DOWN
        assert until(lambda: case.now.last_input_at is not None)
        beside(lambda: withdraw(session_id=case.session.pk, part=Scope.CONTROL, by=case.citizen))
        assert screen.wait(lambda heard: len(heard) >= 16) == KEY_DOWN + KEY_UP
        viewer.send(KEY_DOWN + UPDATE_REQUEST)
        assert screen.wait(lambda heard: len(heard) >= 26) == KEY_DOWN + KEY_UP + UPDATE_REQUEST


def test_the_end_cuts_both_sides_at_once(broker: Running, case: Case, screen: Screen, run: Run) -> None:
    computer = connected(broker, case, screen, run)
    with broker.viewer(case.ticket()) as viewer:
        begin(viewer)
        beside(lambda: end_session(session_id=case.session.pk, by=case.agent))
        assert closed_with(viewer) == Close.ENDED
    status, words = computer.ended()
    assert (status, "Session ended by the helpdesk" in words) == (255, True)
    assert until(lambda: case.now.device_lost_at is not None)
    assert until(lambda: case.now.state == State.ENDED)


def test_the_hard_end_needs_no_bell(broker: Running, case: Case, screen: Screen, run: Run) -> None:
    computer = connected(broker, case, screen, run)
    tunnel = next(iter(broker.broker.tunnels.values()))
    with broker.viewer(case.ticket()) as viewer:
        begin(viewer)
        patiently(RemoteSession.objects.filter(pk=case.session.pk).update)(hard_end_at=clock.now() + timedelta(seconds=3))
        assert closed_with(viewer) == Close.ENDED
        assert tunnel.why == "time"
    assert "Session ended by the helpdesk" in computer.ended()[1]


def test_a_lost_bell_is_made_up_for_within_two_seconds(broker: Running, case: Case, screen: Screen, run: Run) -> None:
    computer = connected(broker, case, screen, run)
    patiently(RemoteSession.objects.filter(pk=case.session.pk).update)(state=State.AWAITING_DEVICE, broker=None)
    assert "Session ended by the helpdesk" in computer.ended()[1]


def test_a_computer_that_goes_away_is_noticed_and_may_come_back_with_a_new_code(
    broker: Running, case: Case, screen: Screen, run: Run
) -> None:
    computer = connected(broker, case, screen, run)
    with broker.viewer(case.ticket()) as viewer:
        begin(viewer)
        computer.kill()
        assert closed_with(viewer) == Close.DEVICE_LOST
    assert until(lambda: case.now.state == State.AWAITING_DEVICE)
    connected(broker, case, screen, run)
    assert case.now.state == State.READY


def test_a_frozen_computer_is_noticed(make_broker: MakeBroker, case: Case, screen: Screen, run: Run) -> None:
    broker = make_broker(keepalive_seconds=0.5, keepalive_misses=2)
    computer = connected(broker, case, screen, run)
    os.kill(computer.process.pid, signal.SIGSTOP)
    assert until(lambda: case.now.state == State.AWAITING_DEVICE)


def test_a_screen_server_that_is_not_there_is_said_and_the_session_goes_on(broker: Running, case: Case, run: Run) -> None:
    computer = run(broker.command(case.code(), "-N", "-R", "0:127.0.0.1:1"))
    computer.says("Allocated port")
    with broker.viewer(case.ticket()) as viewer:
        assert closed_with(viewer) == Close.UNREACHABLE
    assert computer.process.poll() is None
    assert case.now.state in {State.VIEWING, State.READY}  # ready again, once nobody looks any more


@pytest.mark.parametrize("greeting", [b"SSH-2.0-OpenSSH_9.2p1\r\n", b"HTTP/1.1 400 Bad Request\r\n\r\n"])
def test_what_is_no_screen_server_ends_the_session(broker: Running, case: Case, run: Run, greeting: bytes) -> None:
    screen = Screen(greeting=greeting)
    computer = connected(broker, case, screen, run)
    with broker.viewer(case.ticket()) as viewer:
        assert closed_with(viewer) == Close.CUT
    assert computer.ended()[0] == 255
    assert until(lambda: case.now.state in {State.ENDING, State.FAILED})
    assert (case.now.outcome, case.now.end_reason) == (State.FAILED, EndReason.PROVIDER)
    screen.close()


@pytest.mark.parametrize("message", [b"\x07what", b"\x06\x00\x00\x00\x7f\xff\xff\xff"])
def test_a_viewer_that_says_something_unknown_or_too_long_ends_the_session(
    broker: Running, case: Case, screen: Screen, run: Run, message: bytes
) -> None:
    computer = connected(broker, case, screen, run)
    with broker.viewer(case.ticket()) as viewer:
        begin(viewer)
        viewer.send(message)
        assert closed_with(viewer) == Close.CUT
    assert computer.ended()[0] == 255
    assert bytes(screen.heard) == b""
    assert until(lambda: case.now.state in {State.ENDING, State.FAILED})


# Secrets


def test_no_log_has_a_code_a_ticket_or_a_key(
    broker: Running, case: Case, screen: Screen, run: Run, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    code, wrong, token = case.code(), "QQQQQQQQQQ", case.ticket()
    run(broker.command(wrong, "-N", "-R", "0:127.0.0.1:1")).ended()
    run(broker.command(code, "-N", "-R", f"0:127.0.0.1:{screen.port}")).says("Allocated port")
    with broker.viewer(token) as viewer:
        begin(viewer)
    assert until(lambda: bool(counts_of(case)))
    lines = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith(("django.db", "websockets.client")))
    assert "broker_code_refused" in lines
    assert [secret for secret in (code, wrong, token, broker.config.host_key.read_text().split("\n")[1]) if secret in lines] == []


# Tickets


def test_a_ticket_lets_in_once_and_only_from_the_councils_own_page(broker: Running, case: Case, screen: Screen, run: Run) -> None:
    connected(broker, case, screen, run)
    for token, origin in (
        ("x" * 43, ORIGIN),
        (case.ticket(), "https://testserver"),
        (case.ticket(), "http://testserver.evil.example"),
        ("", ORIGIN),
    ):
        with broker.viewer(token, origin=origin) as viewer:
            assert closed_with(viewer) == Close.TICKET
    token = case.ticket()
    with broker.viewer(token) as viewer:
        begin(viewer)
    with broker.viewer(token) as viewer:
        assert closed_with(viewer) == Close.TICKET


@pytest.mark.parametrize(("origin", "path", "status"), [(None, "", 403), (ORIGIN, "/", 404), (ORIGIN, "/remote/b/b/", 404)])
def test_no_socket_opens_without_an_origin_or_at_another_path(broker: Running, origin: str | None, path: str, status: int) -> None:
    with pytest.raises(InvalidStatus) as caught, broker.viewer("x", origin=origin, path=path):
        pass
    assert caught.value.response.status_code == status


def test_a_second_window_is_refused_and_replaces_nothing(broker: Running, case: Case, screen: Screen, run: Run) -> None:
    connected(broker, case, screen, run)
    with broker.viewer(case.ticket()) as first:
        begin(first)
        with broker.viewer(case.ticket()) as second:
            assert closed_with(second) == Close.BUSY
        screen.say(b"\x02")
        assert first.recv(5) == b"\x02"


def test_a_ticket_for_a_computer_at_another_broker_is_refused(make_broker: MakeBroker, case: Case, screen: Screen, run: Run) -> None:
    first, second = make_broker("a"), make_broker("b")
    connected(first, case, screen, run)
    with second.viewer(case.ticket()) as viewer:
        assert closed_with(viewer) == Close.TICKET


# Brokers


def test_a_broker_says_where_it_is_and_that_it_lives(broker: Running) -> None:
    row = BrokerNode.objects.get(name="a")
    assert (row.ssh_host, row.ssh_port) == ("127.0.0.1", broker.config.ssh_port)
    assert row.viewer_base == f"ws://127.0.0.1:{broker.config.viewer_port}/remote/b/a"
    assert row.host_key.startswith("ssh-ed25519 AAAA")
    assert broker.config.host_key.stat().st_mode & 0o777 == 0o600
    first = row.seen_at
    assert until(lambda: BrokerNode.objects.get(name="a").seen_at > first)


def test_a_broker_that_is_stopped_lets_its_computers_go_to_another(make_broker: MakeBroker, case: Case, screen: Screen, run: Run) -> None:
    broker = make_broker()
    computer = connected(broker, case, screen, run)
    broker.thread.stop()
    assert computer.ended()[0] == 255
    assert case.now.state == State.AWAITING_DEVICE
    assert BrokerNode.objects.get(name="a").is_draining


def test_what_an_earlier_life_of_a_broker_held_is_over(make_broker: MakeBroker, case: Case) -> None:
    make_broker("a").thread.stop()
    node = BrokerNode.objects.get(name="a")
    RemoteSession.objects.filter(pk=case.session.pk).update(state=State.READY, broker=node, device_connected_at=clock.now())
    make_broker("a")
    assert (case.now.outcome, case.now.end_reason) == (State.FAILED, EndReason.BROKER_LOST)


def test_a_second_broker_of_the_same_name_makes_the_first_take_nobody(make_broker: MakeBroker, case: Case, run: Run) -> None:
    first = make_broker("a")
    make_broker("a")
    assert until(lambda: first.broker.is_draining)
    assert run(first.command(case.code(), "-N", "-R", "0:127.0.0.1:1")).ended()[0] == 255
    assert case.now.state == State.AWAITING_DEVICE
