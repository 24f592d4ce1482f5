"""The side of agents' browsers: one WebSocket each, whose first frame is the ticket and whose others are the remote framebuffer protocol."""

import asyncio
import logging
from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING

import asyncssh
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from remote.broker.codes import Close
from remote.broker.gate import Gate
from remote.broker.line import DeviceLine
from remote.broker.rfb import Mode, Out, Violation
from remote.broker.tunnel import Tunnel

if TYPE_CHECKING:
    from remote.broker.node import Broker

logger = logging.getLogger(__name__)
TICKET_WITHIN = 10.0
MAX_TICKET = 100
MAX_FRAME = 256 * 1024
WAITING_ROOM = 64
# A page that is loaded again connects before its old socket is gone.
VACANT_WITHIN = 3.0
PING_SECONDS = 20
# What may wait for a slow viewer, beside the window of 2 MiB that the SSH channel has given away.
WAITING = 512 * 1024
WRITE_LIMIT = 256 * 1024


class Viewer:
    """One conversation: a browser, a gate, and a channel to the citizen's computer. A slow browser slows the computer down, and the other way round."""

    def __init__(self, broker: "Broker", tunnel: Tunnel, ws: ServerConnection) -> None:
        self._broker, self._tunnel, self._ws = broker, tunnel, ws
        self.gate = Gate(tunnel.mode)
        self._waiting: Out = []
        self._size = 0
        self._news = asyncio.Event()
        self._is_muted = False
        self._line: DeviceLine | None = None
        self._input = 0

    async def run(self) -> None:
        """Carry bytes until one side goes away."""
        try:
            self._line = await self._tunnel.open(lambda: DeviceLine(self._from_device, self._device_gone))
        except (asyncssh.ChannelOpenError, asyncssh.ConnectionLost, TimeoutError, OSError):
            await self.close(Close.UNREACHABLE)
            return
        pumping = asyncio.create_task(self._pump())
        try:
            await self._from_browser(self._line)
            await self._ws.wait_closed()
        except ConnectionClosed:
            pass
        finally:
            pumping.cancel()
            self._line.close()

    def change(self, mode: Mode) -> None:
        """Let pass from now on what this mode says."""
        released = self.gate.change(mode)
        if released and self._line is not None and not self._is_muted:
            self._line.write(released)

    def mute(self) -> None:
        """Let nothing pass any more."""
        self._is_muted = True
        self._waiting.clear()

    async def close(self, code: Close, within: float = 1.0) -> None:
        """Say why and close; a browser that does not answer is left."""
        try:
            await asyncio.wait_for(self._ws.close(code, code.name.lower()), within)
        except TimeoutError:
            self._ws.transport.abort()

    def _from_device(self, data: bytes) -> None:
        """Take what the screen server sent; the channel is paused while too much waits."""
        if self._is_muted:
            return
        try:
            pieces = self.gate.from_device(data)
        except Violation as violation:
            self._violated(violation, "device")
            return
        if pieces:
            self._waiting += pieces
            self._size += sum(map(len, pieces))
            self._news.set()
            if self._size > WAITING and self._line is not None:
                self._line.pause()

    def _device_gone(self) -> None:
        """The screen server closed, or the computer went away: what was still on its way is sent first."""
        self._news.set()

    async def _pump(self) -> None:
        """Send what waits, all of it in one frame."""
        assert self._line is not None  # noqa: S101  started after the channel was opened
        with suppress(ConnectionClosed):
            while True:
                await self._news.wait()
                self._news.clear()
                pieces, self._waiting, self._size = self._waiting, [], 0
                if pieces:
                    # What is paused comes in again only after this was taken by the browser.
                    await self._ws.send(pieces[0] if len(pieces) == 1 else b"".join(pieces))
                    self._line.resume()
                    if self._line.is_closed:
                        self._news.set()
                elif self._line.is_closed:
                    await self.close(Close.DEVICE_LOST)
                    return

    async def _from_browser(self, line: DeviceLine) -> None:
        while not self._is_muted:
            message = await self._ws.recv()
            try:
                pieces = self._let_in(message.encode() if isinstance(message, str) else message)
            except Violation as violation:
                self._violated(violation, "viewer")
                return
            if pieces:
                line.write(b"".join(pieces))
                await line.writable()
            touched = self.gate.counts.keys + self.gate.counts.pointer
            if touched != self._input:
                self._input = touched
                self._broker.touched(self._tunnel)

    def _let_in(self, data: bytes) -> Out:
        """Return what of this may go on to the computer; nothing once the session is cut, even of what had arrived."""
        return [] if self._is_muted else self.gate.from_viewer(data)

    def _violated(self, violation: Violation, side: str) -> None:
        self.mute()
        self._broker.violated(self._tunnel, violation.why, side)


class Viewers:
    """Lets browsers in: by the path, by a ticket, one at a time for each computer."""

    def __init__(self, broker: "Broker") -> None:
        self._broker = broker
        self._waiting = 0

    async def listen(self) -> Server:
        """Listen for viewers; raises OSError when the address is taken."""
        quiet = logging.getLogger("websockets.broker")
        quiet.setLevel(logging.CRITICAL)
        return await serve(
            self._attend,
            self._broker.config.viewer_host,
            self._broker.config.viewer_port,
            process_request=self._look,
            compression=None,
            server_header=None,
            open_timeout=10,
            ping_interval=PING_SECONDS,
            ping_timeout=PING_SECONDS,
            close_timeout=1,
            max_size=MAX_FRAME,
            max_queue=4,
            write_limit=WRITE_LIMIT,
            logger=quiet,
        )

    def _look(self, ws: ServerConnection, request: Request) -> Response | None:
        """Refuse before the socket opens what is no viewer of this broker."""
        if request.path != self._broker.config.path:
            return ws.respond(HTTPStatus.NOT_FOUND, "")
        if len(request.headers.get_all("Origin")) != 1:
            return ws.respond(HTTPStatus.FORBIDDEN, "")
        if self._waiting >= WAITING_ROOM:
            return ws.respond(HTTPStatus.SERVICE_UNAVAILABLE, "")
        return None

    async def _attend(self, ws: ServerConnection) -> None:
        tunnel = await self._admit(ws)
        if tunnel is None:
            return
        viewer = tunnel.viewer = Viewer(self._broker, tunnel, ws)
        tunnel.vacant.clear()
        self._broker.metrics.viewers += 1
        try:
            await viewer.run()
        finally:
            await self._broker.viewer_left(tunnel, viewer)

    async def _admit(self, ws: ServerConnection) -> Tunnel | None:
        """Return whose screen the holder of the ticket may see; otherwise the socket is closed and says why."""
        self._waiting += 1
        try:
            ticket = await asyncio.wait_for(ws.recv(), TICKET_WITHIN)
        except (TimeoutError, ConnectionClosed):
            ticket = ""
        finally:
            self._waiting -= 1
        viewing = None
        if isinstance(ticket, str) and 0 < len(ticket) <= MAX_TICKET:
            viewing = await self._broker.consume_ticket(token=ticket, origin=str(ws.request.headers["Origin"]), ip=self._ip_of(ws))  # type: ignore[union-attr]
        if viewing is None:
            await self._turn_away(ws, Close.TICKET)
            return None
        tunnel = self._broker.tunnels.get(viewing.session_id)
        if tunnel is None or tunnel.is_cut:
            await self._turn_away(ws, Close.NO_DEVICE)
            return None
        try:
            await asyncio.wait_for(tunnel.vacant.wait(), VACANT_WITHIN)
        except TimeoutError:
            await self._turn_away(ws, Close.BUSY)
            return None
        if tunnel.viewer is not None or tunnel.is_cut:
            await self._turn_away(ws, Close.BUSY)
            return None
        tunnel.grant(viewing.state, viewing.scope)
        return tunnel

    async def _turn_away(self, ws: ServerConnection, code: Close) -> None:
        self._broker.metrics.viewers_refused += 1
        await ws.close(code, code.name.lower())

    def _ip_of(self, ws: ServerConnection) -> str:
        said = ws.request.headers.get("X-Forwarded-For", "") if ws.request and self._broker.config.behind_proxy else ""
        return said.split(",")[0].strip() or str(ws.remote_address[0])
