"""One broker: its doors, the tunnels that it holds, and its heart. Runs on one event loop; everything that asks the database does so in a thread."""

import asyncio
import logging
import time
from collections.abc import Coroutine
from contextlib import suppress
from datetime import datetime
from typing import Any

import asyncssh
from websockets.asyncio.server import Server

from helpdesk.base import clock
from remote.bell import session_group
from remote.broker import ssh
from remote.broker.bells import Bells
from remote.broker.codes import Close
from remote.broker.config import Config
from remote.broker.gate import mode_of
from remote.broker.hostkey import host_key, public_words
from remote.broker.limits import Limits, Refusal
from remote.broker.metrics import Metrics
from remote.broker.rfb import Why
from remote.broker.scrape import serve_metrics
from remote.broker.threads import for_pulse, for_reading, for_writing
from remote.broker.tunnel import Tunnel
from remote.broker.viewers import Viewer, Viewers
from remote.rules import BROKER_BEAT_SECONDS, CONNECTED, State
from remote.selectors.standings import standings
from remote.services.device import consume_code, device_lost
from remote.services.ending import fail
from remote.services.nodes import Place, beat_node, open_node, touch_input
from remote.services.sharing import close_viewer
from remote.services.tickets import Viewing, consume_viewer_ticket

logger = logging.getLogger(__name__)
HELD = frozenset({State.READY}) | CONNECTED
READ_SECONDS = 2.0
LOG_SECONDS = 60.0
INPUT_SECONDS = 5.0
ENDS_WITHIN = 3.0


class Broker:
    """`start` it on a running loop, `stop` it there. `config` has the ports that were found once it is started."""

    def __init__(self, config: Config, *, home: asyncio.AbstractEventLoop | None = None) -> None:
        self.config = config
        self.metrics = Metrics()
        self.limits = Limits(config.rates, now=time.monotonic())
        self.tunnels: dict[int, Tunnel] = {}
        self.is_draining = False
        self._bells = Bells(self._on_bell, home)
        self._tasks: set[asyncio.Task[None]] = set()
        self._ends: dict[Tunnel, asyncio.TimerHandle] = {}
        self._touched: dict[int, float] = {}
        self._started_at: datetime | None = None
        self.replaced = asyncio.Event()
        self._empty = asyncio.Event()
        self._empty.set()

    # Life

    async def start(self) -> None:
        """Listen on both sides and say so in the database; raises OSError when an address is taken."""
        key = await asyncio.to_thread(host_key, self.config.host_key)
        self._ssh: asyncssh.SSHAcceptor = await ssh.listen(self, key)
        try:
            self._web: Server = await Viewers(self).listen()
        except OSError:
            self._ssh.close()
            raise
        found = {"ssh_port": self._ssh.get_port(), "viewer_port": self._web.sockets[0].getsockname()[1]}
        self.config = config = self.config.with_ports(**found)
        self._scrape = await serve_metrics(self) if config.metrics_port else None
        await self._bells.start()
        place = Place(config.public_ssh_host, config.public_ssh_port, public_words(key), config.viewer_base)
        self._started_at = await for_writing(open_node)(name=config.name, place=place)
        for name, work in (("beat", self._beat()), ("read", self._read()), ("log", self._log())):
            self.spawn(work).set_name(f"broker-{name}")
        logger.info("broker_started name=%s ssh_port=%s viewer_port=%s", config.name, config.ssh_port, config.viewer_port)

    async def stop(self) -> None:
        """Take nobody new, let those at hand go on for as long as the settings say, then end. Their sessions wait for a new code, at this broker or another."""
        self.is_draining = True
        self._ssh.close()
        await self._say_alive()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._empty.wait(), self.config.drain_seconds)
        await asyncio.gather(*[tunnel.cut(Close.GOING_AWAY, "broker_stopped") for tunnel in [*self.tunnels.values()]])
        for tunnel in [*self.tunnels.values()]:
            self.lost(tunnel, "broker_stopped")
        self._web.close()
        beating = {task for task in self._tasks if task.get_name().startswith("broker-")}
        for task in beating:
            task.cancel()
        await asyncio.wait({*self._tasks} or {self.spawn(asyncio.sleep(0))}, timeout=ENDS_WITHIN)
        await self._bells.stop()
        if self._scrape is not None:
            self._scrape.close()
        logger.info("broker_stopped name=%s", self.config.name)

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run something beside, and keep it until it is done."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    @property
    def live(self) -> dict[str, int]:
        """How many there are now."""
        viewers = sum(tunnel.viewer is not None for tunnel in self.tunnels.values())
        return {"strangers": self.limits.strangers, "tunnels": len(self.tunnels), "viewers": viewers}

    # Citizens' computers

    def enter(self, ip: str) -> Refusal | None:
        """Let a connection begin, or say why not."""
        if self.is_draining:
            return Refusal.LEAVING
        if len(self.tunnels) >= self.config.rates.tunnels:
            return Refusal.FULL
        return self.limits.enter(ip, time.monotonic())

    async def take_in(self, door: ssh.Door, code: str) -> bool:
        """Let in the computer that shows a code; of several brokers and several tries exactly one wins."""
        try:
            connected = await for_writing(consume_code)(code=code, broker=self.config.name, ip=door.ip, client=door.client)
        except Exception as broken:  # noqa: BLE001  the boundary of a connection
            logger.error("broker_code_failed error=%s", type(broken).__name__)  # noqa: TRY400  a trace may quote the code
            return False
        if connected is None:
            self.limits.wrong(door.ip, time.monotonic())
            logger.info("broker_code_refused")
            return False
        tunnel = door.tunnel = Tunnel(door.conn, connected)
        self.tunnels[tunnel.session_id] = tunnel
        self._empty.clear()
        self.metrics.tunnels += 1
        self._set_timer(tunnel)
        logger.info("broker_device_in session=%s", tunnel.public_id)
        if door.is_gone or self.is_draining:
            self.lost(tunnel, "closed")
            return False
        self.spawn(self._listen_for(tunnel))
        return True

    def lost(self, tunnel: Tunnel, why: str) -> None:
        """Note that a computer is gone. Saying it twice changes nothing."""
        if self.tunnels.get(tunnel.session_id) is not tunnel:
            return
        del self.tunnels[tunnel.session_id]
        if not self.tunnels:
            self._empty.set()
        self._ends.pop(tunnel).cancel()
        self._touched.pop(tunnel.session_id, None)
        tunnel.is_cut = True
        tunnel.why = tunnel.why or why
        self.spawn(self._note_lost(tunnel))

    async def _note_lost(self, tunnel: Tunnel) -> None:
        logger.info("broker_device_out session=%s why=%s", tunnel.public_id, tunnel.why)
        await self._try(for_writing(device_lost)(session_id=tunnel.session_id, why=tunnel.why))
        # When the whole process ends, the loop of the bells may be gone already.
        if not self.is_draining:
            await self._try(self._bells.leave(session_group(tunnel.public_id)))

    # Agents' viewers

    async def consume_ticket(self, *, token: str, origin: str, ip: str) -> Viewing | None:
        """Let the holder of a ticket in, once."""
        try:
            return await for_writing(consume_viewer_ticket)(token=token, broker=self.config.name, origin=origin, ip=ip)
        except Exception as broken:  # noqa: BLE001  the boundary of a socket
            logger.error("broker_ticket_failed error=%s", type(broken).__name__)  # noqa: TRY400  a trace may quote the ticket
            return None

    async def viewer_left(self, tunnel: Tunnel, viewer: Viewer) -> None:
        """Note what went through, in numbers, and make room for the next."""
        counts = viewer.gate.counts
        self.metrics.bytes_down += counts.bytes_down
        self.metrics.bytes_up += counts.bytes_up
        self.metrics.dropped += counts.dropped
        await self._try(for_writing(close_viewer)(session_id=tunnel.session_id, data=counts.as_data(), is_last=True))
        tunnel.viewer = None
        tunnel.vacant.set()

    def touched(self, tunnel: Tunnel) -> None:
        """Note that the agent touches something, every five seconds at most."""
        now = time.monotonic()
        if now - self._touched.get(tunnel.session_id, -INPUT_SECONDS) >= INPUT_SECONDS:
            self._touched[tunnel.session_id] = now
            self.spawn(self._try(for_writing(touch_input)(session_id=tunnel.session_id)))

    def violated(self, tunnel: Tunnel, why: Why, side: str) -> None:
        """Cut a conversation that the gate did not let pass, and end its session as failed."""
        logger.warning("broker_violation session=%s why=%s side=%s", tunnel.public_id, why, side)
        self.metrics.cuts[why] += 1
        self.spawn(self._fail(tunnel, why))

    async def _fail(self, tunnel: Tunnel, why: Why) -> None:
        """Cut first. That the computer is gone is written before the end is confirmed, which asks for it."""
        await tunnel.cut(Close.CUT, why)
        self.lost(tunnel, why)
        await asyncio.sleep(0)
        await self._try(for_writing(fail)(session_id=tunnel.session_id, code=f"rfb_{why}"))

    # What the citizen grants, and the end

    async def _listen_for(self, tunnel: Tunnel) -> None:
        """Hear the bell first and read afterwards, so that nothing falls in between."""
        await self._try(self._bells.join(session_group(tunnel.public_id)))
        await self._try(self._read_once())

    def _on_bell(self, message: dict[str, Any]) -> None:
        """Obey at once what takes something away. Bells of several processes may overtake each other: what would grant more is read first."""
        for tunnel in [*self.tunnels.values()]:
            if tunnel.public_id.hex != message.get("session"):
                continue
            if message["state"] in HELD and mode_of(message["state"], message["scope"]).exceeds(tunnel.mode):
                self.spawn(self._try(self._read_once()))
            else:
                self._obey(tunnel, message["state"], message["scope"])

    def _obey(self, tunnel: Tunnel, state: str, scope: str) -> None:
        if state in HELD:
            tunnel.grant(state, scope)
        elif not tunnel.is_cut:
            self.spawn(tunnel.cut(Close.ENDED, "ended"))

    def _set_timer(self, tunnel: Tunnel) -> None:
        """The hard end needs neither a bell nor a database."""
        if tunnel in self._ends:
            self._ends[tunnel].cancel()
        seconds = max(tunnel.hard_end_at - clock.now().timestamp(), 0.0)
        self._ends[tunnel] = asyncio.get_running_loop().call_later(seconds, lambda: self.spawn(tunnel.cut(Close.ENDED, "time")))

    async def _read_once(self) -> None:
        held = [*self.tunnels.values()]
        if not held:
            return
        found = await for_reading(standings)([tunnel.session_id for tunnel in held])
        for tunnel in held:
            if self.tunnels.get(tunnel.session_id) is not tunnel:
                continue
            now = found.get(tunnel.session_id)
            if now is None or now.broker != self.config.name:
                self.spawn(tunnel.cut(Close.ENDED, "ended"))
                continue
            tunnel.hard_end_at = now.hard_end_at
            self._set_timer(tunnel)
            self._obey(tunnel, now.state, now.scope)

    # The heart

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BROKER_BEAT_SECONDS)
            await self._say_alive()

    async def _say_alive(self) -> None:
        if self._started_at is None:
            return
        beat = for_pulse(beat_node)(name=self.config.name, started_at=self._started_at, is_draining=self.is_draining)
        if await self._try(beat) is False and not self.replaced.is_set():
            logger.error("broker_replaced name=%s", self.config.name)
            self.is_draining = True
            self.replaced.set()

    async def _read(self) -> None:
        while True:
            await asyncio.sleep(READ_SECONDS)
            await self._try(self._read_once())

    async def _log(self) -> None:
        while True:
            await asyncio.sleep(LOG_SECONDS)
            logger.info("broker_minute name=%s %s", self.config.name, self.metrics.line(**self.live))

    async def _try(self, work: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401  what the work returns
        """Await something whose failure must not end the broker: it is logged by its kind."""
        try:
            return await work
        except Exception as broken:  # noqa: BLE001  the boundary of a task
            logger.error("broker_task_failed error=%s", type(broken).__name__)  # noqa: TRY400  traces may quote rows of people
            return None
