"""What citizens' side of a broker refuses, each tried with Debian's own `ssh`, which may print what it likes: the broker keeps nothing open."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from helpdesk.base import clock
from remote.broker.limits import Rates
from remote.broker.threads import patiently
from remote.models import RemoteEvent, RemoteSession
from remote.rules import EventName, State
from tests.remote.broker.conftest import Case, MakeBroker, Run, Running, connected
from tests.remote.broker.screen import Screen

REFUSED = "Code refused or expired"
FORWARD = ("-N", "-R", "0:127.0.0.1:5900")


@pytest.fixture
def secret_port() -> Iterator[int]:
    """Something that listens beside the broker, and to which nobody may be led."""
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0.5)
    yield listening.getsockname()[1]
    with pytest.raises(TimeoutError):
        listening.accept()
    listening.close()


# Codes


@pytest.mark.parametrize("code", ["AAAAAAAAAA", "root", "A", "AAAAAAAAAAAAAAAAAAAA", "aaaa-aaaa-aa"])
def test_a_wrong_code_ends_the_connection_without_a_question(broker: Running, case: Case, run: Run, code: str) -> None:
    case.code()
    status, words = run(broker.command(code, *FORWARD)).ended()
    assert (status, REFUSED in words, "assword" in words) == (255, True, False)
    assert case.now.state == State.AWAITING_DEVICE


def test_a_used_code_is_refused_and_its_session_goes_on(broker: Running, case: Case, screen: Screen, run: Run) -> None:
    code = case.code()
    first = run(broker.command(code, "-N", "-R", f"0:127.0.0.1:{screen.port}"))
    first.says("Allocated port")
    status, words = run(broker.command(code, *FORWARD)).ended()
    assert (status, REFUSED in words) == (255, True)
    assert case.now.state == State.READY
    assert first.process.poll() is None


def test_an_expired_code_is_refused(broker: Running, case: Case, run: Run) -> None:
    with clock.at(clock.now() - timedelta(minutes=10, seconds=1)):
        code = case.code()
    status, words = run(broker.command(code, *FORWARD)).ended()
    assert (status, REFUSED in words) == (255, True)
    assert case.now.state == State.AWAITING_DEVICE


def test_a_code_made_anew_kills_the_one_before(broker: Running, case: Case, run: Run) -> None:
    first = case.code()
    case.code()
    status, words = run(broker.command(first, *FORWARD)).ended()
    assert (status, REFUSED in words) == (255, True)


def test_of_two_computers_with_one_code_exactly_one_wins(make_broker: MakeBroker, case: Case, screen: Screen, run: Run) -> None:
    brokers = [make_broker("a"), make_broker("b")]
    code = case.code()
    computers = [run(brokers[number % 2].command(code, "-N", "-R", f"0:127.0.0.1:{screen.port}")) for number in range(4)]
    said = [computer.says("Allocated port") for computer in computers]
    assert sorted("Allocated port" in words for words in said) == [False, False, False, True]
    assert case.now.state == State.READY
    assert sum(len(running.broker.tunnels) for running in brokers) == 1
    assert patiently(RemoteEvent.objects.filter(session=case.session, name=EventName.DEVICE_CONNECTED).count)() == 1


def test_another_host_key_stops_the_citizens_own_client(broker: Running, case: Case, run: Run, tmp_path: Path) -> None:
    command = broker.command(case.code(), *FORWARD)
    (tmp_path / "known_hosts_a").write_text(f"[127.0.0.1]:{broker.config.ssh_port} ssh-ed25519 {'A' * 68}\n")
    status, words = run(command).ended()
    assert (status, "Host key verification failed" in words) == (255, True)
    assert case.now.state == State.AWAITING_DEVICE


# What a computer that is let in may ask for


def test_no_shell_and_no_command(broker: Running, case: Case, run: Run) -> None:
    for words in (("-T",), ("-tt",), ("-T", "-s")):
        status, said = run([*broker.command(case.code(), *words), *(["sftp"] if "-s" in words else [])]).ended()
        assert (status, "Session refused" in said) == (255, True), said
        assert case.now.state in {State.READY, State.AWAITING_DEVICE}
        wait_for(case, State.AWAITING_DEVICE)
    status, said = run([*broker.command(case.code()), "id"]).ended()
    assert (status, "Session refused" in said, "uid=" in said) == (255, True, False)


def wait_for(case: Case, state: State) -> None:
    import time

    until = time.monotonic() + 30
    while case.now.state != state and time.monotonic() < until:
        time.sleep(0.05)
    assert case.now.state == state


def test_no_sftp_and_no_scp(broker: Running, case: Case, run: Run, tmp_path: Path) -> None:
    known = broker.command(case.code())[2:]
    options = known[known.index("-o") : known.index("-p")]
    for program in ("sftp", "scp"):
        code = case.code()
        fixed = [program, "-F", "none", *options, "-P", str(broker.config.ssh_port)]
        tail = [f"{code}@127.0.0.1"] if program == "sftp" else [f"{code}@127.0.0.1:/etc/hosts", str(tmp_path / "got")]
        status, _words = run([*fixed, *tail]).ended()
        assert status != 0
        assert not (tmp_path / "got").exists()
        wait_for(case, State.AWAITING_DEVICE)


@pytest.mark.parametrize("kind", ["-L", "-D"])
def test_no_way_through_the_broker_to_anything_behind_it(broker: Running, case: Case, run: Run, secret_port: int, kind: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    forward = f"{port}:127.0.0.1:{secret_port}" if kind == "-L" else str(port)
    computer = run(broker.command(case.code(), "-N", "-R", "0:127.0.0.1:1", kind, forward))
    assert "Allocated port" in computer.says("Allocated port")
    with socket.create_connection(("127.0.0.1", port), 5) as asking:
        if kind == "-D":
            asking.sendall(b"\x05\x01\x00")
            assert asking.recv(2) == b"\x05\x00"
            asking.sendall(b"\x05\x01\x00\x01\x7f\x00\x00\x01" + secret_port.to_bytes(2, "big"))
        assert "open failed" in computer.says("open failed")


def test_no_standard_input_through_the_broker(broker: Running, case: Case, run: Run, secret_port: int) -> None:
    status, said = run(broker.command(case.code(), "-W", f"127.0.0.1:{secret_port}")).ended()
    assert (status, "failed" in said) == (255, True), said


@pytest.mark.parametrize(
    "forwards",
    [
        ("8080:127.0.0.1:1",),
        ("22:127.0.0.1:1",),
        ("0.0.0.0:0:127.0.0.1:1",),
        ("10.0.0.1:0:127.0.0.1:1",),
        ("/run/acompanya-broker.sock:127.0.0.1:1",),
        ("0:127.0.0.1:1", "0:127.0.0.1:2"),
        ("0:127.0.0.1:1", "127.0.0.1:0:127.0.0.1:2"),
        ("8080",),
    ],
)
def test_only_one_forward_to_a_port_that_the_broker_chooses(broker: Running, case: Case, run: Run, forwards: tuple[str, ...]) -> None:
    words = [word for forward in forwards for word in ("-R", forward)]
    status, said = run(broker.command(case.code(), "-N", *words)).ended()
    assert status == 255
    assert "remote port forwarding failed" in said or "remote forward failure" in said, said


def test_no_agent_no_display_and_no_packets(broker: Running, case: Case, screen: Screen, run: Run) -> None:
    computer = run(broker.command(case.code(), "-A", "-X", "-Y", "-w", "any", "-N", "-R", f"0:127.0.0.1:{screen.port}"))
    said = computer.says("Allocated port")
    tunnel = next(iter(broker.broker.tunnels.values()), None)
    # The client may give up over its own tunnel device; if it is in, nothing but the forward is open.
    assert tunnel is None or (tunnel.conn.get_extra_info("agent_path") is None and not tunnel.conn._channels), said


def test_nothing_listens_for_a_computer_that_is_connected(broker: Running, case: Case, screen: Screen, run: Run) -> None:
    before = listening()
    connected(broker, case, screen, run)
    assert listening() == before


def listening() -> set[str]:
    """The sockets of this process's network that listen."""
    rows = [line.split() for name in ("tcp", "tcp6") for line in Path(f"/proc/self/net/{name}").read_text().splitlines()[1:]]
    inodes = {
        Path(f"/proc/self/fd/{fd.name}").readlink().name
        for fd in Path("/proc/self/fd").iterdir()
        if (Path("/proc/self/fd") / fd.name).is_symlink()
    }
    return {row[1] for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in inodes}


# Floods


def test_a_silent_connection_is_ended(make_broker: MakeBroker) -> None:
    broker = make_broker(login_seconds=1.0)
    with socket.create_connection(("127.0.0.1", broker.config.ssh_port), 5) as silent:
        silent.settimeout(30)
        heard = b"".join(iter(lambda: silent.recv(1000), b""))
    assert heard.startswith(b"SSH-2.0-Acompanya\r\n")


def test_a_crowd_at_the_door_is_turned_away_before_any_key_is_exchanged(make_broker: MakeBroker) -> None:
    broker = make_broker(rates=Rates(strangers_of_one=3))
    sockets = [socket.create_connection(("127.0.0.1", broker.config.ssh_port), 5) for _number in range(6)]
    heard = []
    for one in sockets:
        one.settimeout(30)
        try:
            heard.append(one.recv(100)[:8])
        except ConnectionResetError:
            heard.append(b"")
    assert sorted(heard) == [b"", b"", b"", *[b"SSH-2.0-"] * 3]
    for one in sockets:
        one.close()


def test_five_minutes_of_wrong_codes_are_not_evaluated(make_broker: MakeBroker, case: Case, run: Run) -> None:
    broker = make_broker(rates=Rates(wrong_of_one=3))
    said = [run(broker.command("AAAAAAAAAA", *FORWARD)).ended()[1] for _try in range(5)]
    assert [REFUSED in words for words in said] == [True, True, True, False, False]
    assert RemoteSession.objects.filter(state=State.AWAITING_DEVICE).count() == 1
