"""A real broker in this process, a session that waits for its computer, and Debian's own `ssh` as the citizen's."""

import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from channels.layers import channel_layers
from websockets.sync.client import ClientConnection, connect

from helpdesk.base import clock
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from helpdesk.people.selectors import staff_actor
from helpdesk.tickets import bell
from remote.broker.config import Config
from remote.broker.node import Broker
from remote.broker.thread import BrokerThread
from remote.broker.threads import close_connections, patiently
from remote.models import RemoteSession
from remote.rules import State
from remote.services import issue_code, issue_viewer_ticket
from tests.factories import citizen_with, enable_remote, make_council, make_user
from tests.remote.broker.screen import VIEWER_BEGINS, Screen
from tests.remote.conftest import reachable

ORIGIN = "http://testserver"
MakeBroker = Callable[..., "Running"]


class Running:
    """A broker that listens, and how computers and browsers reach it."""

    def __init__(self, thread: BrokerThread, folder: Path) -> None:
        self.thread, self.config = thread, thread.config
        assert thread.broker is not None
        self.broker: Broker = thread.broker
        self._folder = folder

    def command(self, code: str, *words: str) -> list[str]:
        """The citizen's command, with the host key pinned."""
        key = " ".join(self.key.split()[:2])
        known = self._folder / f"known_hosts_{self.config.name}"
        known.write_text(f"[127.0.0.1]:{self.config.ssh_port} {key}\n")
        fixed = ["-o", "StrictHostKeyChecking=yes", "-o", f"UserKnownHostsFile={known}", "-o", "BatchMode=yes"]
        where = ["-p", str(self.config.ssh_port), "-l", code, "127.0.0.1"]
        return ["ssh", "-F", "none", *fixed, "-o", "ExitOnForwardFailure=yes", *words, *where]

    @property
    def key(self) -> str:
        """The public key, as the database says it."""
        from remote.models import BrokerNode

        return BrokerNode.objects.get(name=self.config.name).host_key

    @contextmanager
    def viewer(self, token: str, *, origin: str | None = ORIGIN, path: str = "") -> Iterator[ClientConnection]:
        """An agent's browser that has shown its ticket."""
        address = f"ws://127.0.0.1:{self.config.viewer_port}{path or self.config.path}"
        with connect(address, origin=origin, compression=None, proxy=None, max_size=None) as socket:  # type: ignore[arg-type]
            socket.send(token)
            yield socket


@pytest.fixture
def make_broker(transactional_db: None, tmp_path: Path) -> Iterator[MakeBroker]:
    """Starts brokers on free ports; ends them."""
    channel_layers.backends.clear()
    threads: list[BrokerThread] = []

    def make(name: str = "a", **fields: Any) -> Running:
        thread = BrokerThread(Config(name=name, host_key=tmp_path / f"key_{name}", **fields))
        assert thread.start(), thread.error
        threads.append(thread)
        assert thread.loop is not None
        bell.use_loop(thread.loop)
        return Running(thread, tmp_path)

    yield make
    for thread in threads:
        assert thread.stop()
    bell._loops.clear()
    close_connections()


@pytest.fixture
def broker(make_broker: MakeBroker) -> Running:
    return make_broker()


class Case:
    """A session of `ssh_vnc` whose citizen has agreed, and its two people."""

    def __init__(self, council: Council) -> None:
        enable_remote(council, "ssh_vnc")
        user = make_user(council, Role.AGENT, email=f"agent{RemoteSession.objects.count()}@example.org")
        self.agent: Actor = staff_actor(user)
        ticket = reachable(council, self.agent)
        self.citizen: Actor = citizen_with(ticket)
        now = clock.now()
        self.session = RemoteSession.objects.create(
            council=council,
            ticket=ticket,
            provider="ssh_vnc",
            state=State.AWAITING_DEVICE,
            reason="Looking at it together",
            scope_asked="view",
            scope="view",
            minutes=30,
            agent=user,
            agent_name="Laia",
            offered_at=now,
            offer_expires_at=now,
            consented_at=now,
            consent_text="words",
            consent_text_version="1",
            consent_text_sha256="0" * 64,
            consent_language="ca",
            hard_end_at=now + timedelta(minutes=30),
            prepared_at=now,
        )

    def code(self) -> str:
        return patiently(issue_code)(session_id=self.session.pk, by=self.citizen)

    def ticket(self) -> str:
        return patiently(issue_viewer_ticket)(session_id=self.session.pk, by=self.agent).token

    @property
    def now(self) -> RemoteSession:
        patiently(self.session.refresh_from_db)()
        return self.session


@pytest.fixture
def council(transactional_db: None) -> Council:
    return make_council()


@pytest.fixture
def case(council: Council) -> Case:
    return Case(council)


@pytest.fixture
def screen() -> Iterator[Screen]:
    server = Screen()
    yield server
    server.close()


class Computer:
    """The citizen's `ssh`, running; its words as they come."""

    def __init__(self, command: list[str]) -> None:
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self._words: list[str] = []
        self._changed = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def words(self) -> str:
        return "".join(self._words)

    def says(self, words: str, seconds: float = 30) -> str:
        """Wait until it has said this, or is over."""
        with self._changed:
            self._changed.wait_for(lambda: words in self.words or self.process.poll() is not None, seconds)
        return self.words

    def ended(self, seconds: float = 30) -> tuple[int, str]:
        code = self.process.wait(seconds)
        self._reader.join(5)
        return code, self.words

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(5)
        self._reader.join(5)
        assert self.process.stdout is not None
        self.process.stdout.close()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._changed:
                self._words.append(line)
                self._changed.notify_all()
        self.process.wait()
        with self._changed:
            self._changed.notify_all()


@pytest.fixture
def run() -> Iterator[Callable[[list[str]], Computer]]:
    """Starts `ssh` and ends what is left of it."""
    started: list[Computer] = []

    def start(command: list[str]) -> Computer:
        started.append(Computer(command))
        return started[-1]

    yield start
    for computer in started:
        computer.kill()


Run = Callable[[list[str]], Computer]


def connected(broker: Running, case: Case, screen: Screen, run: Run) -> Computer:
    """A computer that is in, with its screen server behind."""
    computer = run(broker.command(case.code(), "-N", "-R", f"0:127.0.0.1:{screen.port}"))
    assert "Allocated port 5900" in computer.says("Allocated port")
    return computer


def begin(socket: ClientConnection) -> bytes:
    """Go through the beginning as a viewer; returns what the server said of its screen."""
    heard = b""
    for words in VIEWER_BEGINS:
        heard += socket.recv(5)  # type: ignore[operator]
        socket.send(words)
        if words == b"\x01" and heard.endswith(b"\x01\x01"):
            continue
    start = socket.recv(5)
    assert isinstance(start, bytes)
    return start
