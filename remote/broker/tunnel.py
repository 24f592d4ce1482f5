"""A citizen's computer that is connected, and the viewer that looks at it."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

import asyncssh

from remote.broker.codes import Close
from remote.broker.gate import mode_of
from remote.broker.line import DeviceLine
from remote.services.device import Connected

if TYPE_CHECKING:
    from remote.broker.viewers import Viewer

ENDED_WORDS = "Session ended by the helpdesk"
SCREEN_PORT = 5900
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1", ""})
OPENS_WITHIN = 10.0
CLOSES_WITHIN = 0.15
ABORTS_AFTER = 0.5


class PseudoListener(asyncssh.SSHListener):
    """What a citizen's `-R` gets: a number, and no socket behind it. Only this broker can open something on it."""

    def __init__(self, tunnel: "Tunnel") -> None:
        super().__init__()
        self._tunnel_of = tunnel

    def get_port(self) -> int:
        """Return the number that the client is told; it must not be 0."""
        return SCREEN_PORT

    def close(self) -> None:
        """The client took its forward back."""
        self._tunnel_of.listen_host = None

    async def wait_closed(self) -> None:
        """Nothing to wait for."""


class Tunnel:
    """One connection of one citizen's computer, from its code to its end."""

    def __init__(self, conn: asyncssh.SSHServerConnection, connected: Connected) -> None:
        self.conn = conn
        self.session_id = connected.session_id
        self.public_id = connected.public_id
        self.hard_end_at = connected.hard_end_at
        self.mode = mode_of(connected.state, connected.scope)
        self.listen_host: str | None = None
        self.had_forward = False
        self.is_cut = False
        # Why it went away, for the journal; empty while it is there.
        self.why = ""
        self.viewer: Viewer | None = None
        self.vacant = asyncio.Event()
        self.vacant.set()

    def listen(self, host: str, port: int) -> PseudoListener | None:
        """Answer a `-R`: the first, for a port that we choose, at the citizen's own loopback; nothing else."""
        if self.is_cut or self.had_forward or port != 0 or host not in LOCAL_HOSTS:
            return None
        self.had_forward, self.listen_host = True, host
        return PseudoListener(self)

    async def open(self, make: Callable[[], DeviceLine]) -> DeviceLine:
        """Open a channel to the screen server; raises ChannelOpenError when it does not answer, TimeoutError."""
        if self.listen_host is None:
            raise asyncssh.ChannelOpenError(asyncssh.OPEN_CONNECT_FAILED, "no forward")
        # Host and port must be what the client asked for and was told: it looks its own target up by them.
        opening = self.conn.create_connection(make, self.listen_host, SCREEN_PORT, "helpdesk", 0)
        _channel, line = await asyncio.wait_for(opening, OPENS_WITHIN)
        assert isinstance(line, DeviceLine)  # noqa: S101  what `make` makes
        return line

    def grant(self, state: str, scope: str) -> None:
        """Let pass what the citizen has granted now."""
        self.mode = mode_of(state, scope)
        if self.viewer is not None:
            self.viewer.change(self.mode)

    async def cut(self, code: Close, why: str) -> None:
        """End both sides now, the viewer first. Nothing passes from here on, whatever they do."""
        if self.is_cut:
            return
        self.is_cut, self.why = True, self.why or why
        closing = None
        if self.viewer is not None:
            self.viewer.mute()
            closing = asyncio.create_task(self.viewer.close(code, CLOSES_WITHIN))
            # One turn of the loop: the closing frame is written before the other side hears anything.
            await asyncio.sleep(0)
        self.conn.disconnect(asyncssh.DISC_BY_APPLICATION, ENDED_WORDS)
        asyncio.get_running_loop().call_later(ABORTS_AFTER, self.conn.abort)
        if closing is not None:
            await closing
