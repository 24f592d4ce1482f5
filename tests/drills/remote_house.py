"""The product in parts, as scaled out: web, worker, two brokers, each a process; one council, and sessions made through its services."""

import asyncio
import os
import shlex
import signal
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from tests.drills.rfb import Screen
from tests.drills.server import ROOT, free_port

if TYPE_CHECKING:
    from helpdesk.people.actors import Actor
    from helpdesk.people.models import Council, User
    from helpdesk.tickets.models import Ticket
    from remote.models import BrokerNode, RemoteSession
    from remote.rules import Scope

T = TypeVar("T")
PATIENCE = 30.0


def wait_until(condition: Callable[[], T], seconds: float = PATIENCE, what: str = "") -> T:
    """Wait until something holds, and return what it gave."""
    end = time.monotonic() + seconds
    while True:
        if found := condition():
            return found
        if time.monotonic() > end:
            raise TimeoutError(what or "what was waited for did not happen")
        time.sleep(0.01)


@dataclass
class Process:
    """A part of the product that can be killed."""

    name: str
    process: "subprocess.Popen[bytes]"
    log: Path

    def kill(self) -> None:
        """kill -9."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def end(self) -> None:
        """Ask it to end, and insist."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()


class Loop:
    """An event loop in a thread of its own, for what is asynchronous in a drill that is not."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    def run(self, doing: Coroutine[Any, Any, T], seconds: float = 60) -> T:
        """Run something to its end."""
        return asyncio.run_coroutine_threadsafe(doing, self.loop).result(seconds)


@dataclass
class Held:
    """A session with the code of its device, and what an ssh client said."""

    ticket: "Ticket"
    session: "RemoteSession"
    citizen: "Actor"
    code: str = ""
    said: str = ""


@dataclass(frozen=True)
class Front:
    """A proxy with TLS in front of it all, and whom its clients trust."""

    port: int
    tls: ssl.SSLContext


@dataclass
class House:
    """What runs, and who lives in it."""

    folder: Path
    environment: dict[str, str]
    stack: ExitStack
    port: int
    council: "Council"
    agent_user: "User"
    agent: "Actor"
    brokers: dict[str, Process] = field(default_factory=dict)
    loop: Loop = field(default_factory=Loop)
    hands: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))
    secrets: set[str] = field(default_factory=set)
    addresses: int = 1
    front: Front | None = None
    viewer_ports: dict[str, int] = field(default_factory=dict)
    processes: dict[str, Process] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        """Where its pages are."""
        return f"https://localhost:{self.front.port}" if self.front else f"http://127.0.0.1:{self.port}"

    @property
    def tls(self) -> ssl.SSLContext | None:
        """Whom a client of its pages and sockets trusts."""
        return self.front.tls if self.front else None

    def node(self, name: str) -> "BrokerNode":
        """The row of a broker."""
        from remote.models import BrokerNode

        return BrokerNode.objects.get(name=name)

    def fresh_address(self) -> str:
        """An address of this machine that nobody has connected from yet: brokers count tries by address."""
        self.addresses += 1
        return f"127.0.{self.addresses // 250}.{self.addresses % 250 + 2}"

    def start(self, name: str, *words: str, **environment: str) -> Process:
        """Start a command of manage.py."""
        return self.run(name, [sys.executable, "manage.py", *words], **environment)

    def run(self, name: str, words: list[str], **environment: str) -> Process:
        """Start a program that ends with the drill; what it says is kept in a log."""
        log = self.folder / f"{name}.log"
        with log.open("ab") as file:
            process = subprocess.Popen(words, cwd=ROOT, env={**os.environ, **self.environment, **environment}, stdout=file, stderr=file)
        started = self.processes[name] = Process(name, process, log)
        self.stack.callback(started.end)
        return started

    def start_broker(self, name: str) -> None:
        """Start a broker on free ports, and wait until it says that it lives."""
        from helpdesk.base import clock
        from remote.models import BrokerNode
        from remote.rules import BROKER_DEAD

        self.viewer_ports[name] = free_port()
        ports = {"REMOTE_BROKER_SSH_PORT": str(free_port()), "REMOTE_BROKER_VIEWER_PORT": str(self.viewer_ports[name])}
        if self.front:
            ports["REMOTE_BROKER_VIEWER_BASE"] = f"{self.origin.replace('https', 'wss')}/remote/b/{name}"
        started = time.monotonic()
        self.brokers[name] = self.start(f"broker-{name}", "remote_broker", **ports, REMOTE_BROKER_NAME=name)
        process = self.brokers[name].process

        def lives() -> bool:
            if process.poll() is not None:
                raise RuntimeError(self.brokers[name].log.read_text()[-3000:])
            port = int(ports["REMOTE_BROKER_SSH_PORT"])
            return BrokerNode.objects.filter(name=name, ssh_port=port, seen_at__gt=clock.now() - BROKER_DEAD).exists()

        wait_until(lives, 60, f"broker {name} does not live after {time.monotonic() - started:.0f} s")

    def do(self, action: Callable[..., T], **words: Any) -> T:
        """Run what writes in a thread where no loop runs: Playwright has one on ours, and services ring bells."""
        return self.hands.submit(action, **words).result(60)

    def session(self, *, control: bool = False, provider: str = "ssh_vnc") -> Held:
        """A session that waits for its computer."""
        held = self.do(self._session, control=control, provider=provider)
        assert self.state(held) == "awaiting_device", self.state(held)
        return held

    def _session(self, *, control: bool, provider: str) -> Held:
        """A ticket of the agent whose citizen agreed to a session, which waits for the computer."""
        from helpdesk.people.rules import Purpose
        from helpdesk.people.services import issue_link
        from helpdesk.tickets.services import take_ticket
        from remote.consent import consent_for
        from remote.rules import Scope
        from remote.services import consent, request_session
        from tests.factories import citizen_with, make_ticket

        ticket = make_ticket(self.council)
        issue_link(council_id=self.council.pk, purpose=Purpose.FOLLOW_UP, subject_id=ticket.pk, language="en")
        ticket = take_ticket(ticket_id=ticket.pk, by=self.agent)
        citizen = citizen_with(ticket)
        scope = frozenset({Scope.VIEW, Scope.CONTROL} if control else {Scope.VIEW})
        asked = request_session(ticket_id=ticket.pk, by=self.agent, provider=provider, reason="A drill", minutes=30, scope=scope)
        words = consent_for(asked, "en")
        consent(session_id=asked.pk, text_sha256=words.sha256, language="en", control=control, by=citizen)
        return Held(ticket, asked, citizen)

    def state(self, held: Held) -> str:
        """Where a session stands."""
        held.session.refresh_from_db()
        return held.session.state

    def code(self, held: Held) -> str:
        """A new code."""
        from remote.services import issue_code

        held.code = self.do(issue_code, session_id=held.session.pk, by=held.citizen)
        self.secrets.add(held.code)
        return held.code

    def words(self, held: Held, broker: str, port: int, *, code: str = "", address: str = "") -> list[str]:
        """The product's own command for this session, from an address of its own."""
        from remote.scripts import Reach, command

        node = self.node(broker)
        reach = Reach(node.ssh_host, node.ssh_port, node.host_key, code or self.code(held), port)
        words = shlex.split(command(reach))
        return [*words[:-1], "-b", address or self.fresh_address(), words[-1]]

    def screen(self, screen: Screen) -> int:
        """Serve a screen server without a screen, and return its port."""
        server = self.loop.run(screen.serve())

        async def close() -> None:
            server.close()

        self.stack.callback(lambda: self.loop.run(close()))
        return int(server.sockets[0].getsockname()[1])

    def ssh(self, words: list[str]) -> "subprocess.Popen[str]":
        """Run a stock client, which ends with the drill."""
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

        def end() -> None:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.kill()
                process.wait()

        self.stack.callback(end)
        return process

    def connect(self, held: Held, broker: str, port: int) -> "subprocess.Popen[str]":
        """Connect a computer with the product's own command, and wait until the session knows."""
        process = self.ssh(self.words(held, broker, port))
        wait_until(
            lambda: self.state(held) in {"ready", "viewing", "controlling"} or process.poll() is not None,
            what="the computer does not connect",
        )
        assert process.poll() is None, process.stdout and process.stdout.read()
        return process

    def ticket(self, held: Held) -> str:
        """A viewer ticket of the agent."""
        from remote.services import issue_viewer_ticket

        token = self.do(issue_viewer_ticket, session_id=held.session.pk, by=self.agent).token
        self.secrets.add(token)
        return token

    def grant(self, held: Held, part: "Scope") -> None:
        """Ask for more as the agent, and grant it as the citizen: a consent of its own."""
        from remote.consent import words_for_part
        from remote.services import answer_ask, ask_scope

        self.do(ask_scope, session_id=held.session.pk, part=part, by=self.agent)
        held.session.refresh_from_db()
        words = words_for_part(held.session, part, "en")
        self.do(answer_ask, session_id=held.session.pk, part=part, granted=True, by=held.citizen, text_sha256=words.sha256, language="en")
