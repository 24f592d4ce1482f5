"""The citizen's page: says that it shares, sends its pictures to whoever looks, and is told where the agent points."""

import asyncio
import logging
import time
from typing import Any

from django.db import Error

from helpdesk.base.errors import DomainError
from helpdesk.chat.rules import Window
from helpdesk.chat.sockets import Message
from remote.consumers import frames, seen
from remote.consumers.frames import BadFrame
from remote.consumers.live import GONE_SECONDS, Closed
from remote.consumers.pictures import BadPicture, PictureGate
from remote.consumers.session import SessionSocket
from remote.rules import HEARTBEAT_SECONDS

logger = logging.getLogger(__name__)
# A page that connects directly has so long to say that its tracks have stopped.
STOP_SECONDS = 2.0
# Nobody starts, stops and pauses more often by hand.
CHANGES_PER_MINUTE = 30


class CitizenConsumer(SessionSocket):
    """The side that is looked at. Only a page that shares is one: the same page in a second tab just listens."""

    side = seen.CITIZEN
    handlers = {
        **SessionSocket.handlers,
        "remote.viewer": "on_viewer",
        "remote.sharer": "on_sharer",
        "remote.ack": "on_ack",
        "remote.mark": "on_mark",
        "remote.signal": "on_signal",
    }

    def __init__(self) -> None:
        super().__init__()
        self.gate = PictureGate()
        self.share: frames.Share | None = None
        self.is_paused = False
        self.viewer = ""
        self.viewer_since = 0.0
        self.viewer_heard = 0.0
        self.asked_at = 0.0
        self.is_asked = False
        self.shared_at = 0.0
        self.changes = Window(CHANGES_PER_MINUTE)

    # What the page says

    async def on_text(self, text: str) -> None:
        """Obey a frame; after the end only the word that every track has stopped."""
        frame = frames.read(text, frames.CITIZEN)
        if self.is_over:
            if isinstance(frame, frames.Stopped):
                await self.write(seen.stopped, self.identity, self.seen)
                await self.close(Closed.OVER)
            return
        if isinstance(frame, frames.Share | frames.Unshare | frames.Pause) and not self.changes.allows(time.monotonic()):
            raise BadFrame
        match frame:
            case frames.Beat():
                await self._heard()
            case frames.Share():
                await self._share(frame)
            case frames.Unshare() | frames.Stopped():
                await self._unshare("unshared")
            case frames.Pause():
                self.is_paused = frame.on
                await self.announce()
            case frames.Signal():
                if self.share is not None and self.viewer:
                    await self.tell(self.viewer, {"type": "remote.signal", "data": frame.data})

    async def _heard(self) -> None:
        """Note that the page is there, once for each time that it was asked."""
        if self.is_asked:
            self.is_asked = False
            await self.write(seen.heard, self.identity, self.seen)

    async def _share(self, frame: frames.Share) -> None:
        direct = self.seen.terms["transport"] == "webrtc"
        if (frame.transport == "webrtc" and not direct) or (frame.transport == "relay" and direct and not self.seen.terms["fallback"]):
            raise BadFrame
        if self.share is None:
            await self.write(seen.connected, self.identity, self.seen, frame.surface, frame.transport)
            self.shared_at, self.is_paused = time.time(), False
        self.share = frame
        self.gate.start_anew()
        await self.announce()
        await self.say({"t": "viewer", "on": bool(self.viewer), "id": self.viewer_since})

    async def _unshare(self, why: str) -> None:
        if self.share is None:
            return
        self.share = None
        await self.tell_all({"type": "remote.sharer", "on": False})
        await self.write(seen.lost, self.seen, why)

    async def on_chunk(self, data: bytes) -> None:
        """Hand a piece of a picture to whoever looks; without a viewer, and while paused, it goes nowhere."""
        if self.share is None or self.share.transport != "relay":
            raise BadPicture
        goes_on = self.gate.take(data, time.monotonic())
        if goes_on and self.viewer and not self.is_paused and not self.is_over:
            await self.tell(self.viewer, {"type": "remote.chunk", "data": data})

    # What the agent's page says

    async def on_viewer(self, message: Message) -> None:
        """Follow the page that looks; a newer one takes the place of an older one."""
        if not message["on"]:
            if message["channel"] == self.viewer:
                await self._see("", 0.0)
        elif message["channel"] == self.viewer:
            self.viewer_heard = time.monotonic()
        elif message["since"] >= self.viewer_since:
            await self._see(message["channel"], message["since"])
            await self.announce()

    async def _see(self, channel: str, since: float) -> None:
        self.viewer, self.viewer_since, self.viewer_heard = channel, since, time.monotonic()
        self.gate.start_anew()
        await self.say({"t": "viewer", "on": bool(channel), "id": since})

    async def on_ack(self, message: Message) -> None:
        """The next picture may come."""
        if message["channel"] == self.viewer and self.gate.acknowledge(message["n"]):
            await self.say({"t": "ack", "n": message["n"]})

    async def on_mark(self, message: Message) -> None:
        """Show where the agent points, and what she draws."""
        if message["channel"] == self.viewer and self.share is not None:
            await self.say(message["frame"])

    async def on_signal(self, message: Message) -> None:
        """Hand over what the other browser has to say."""
        if message["channel"] == self.viewer and self.share is not None:
            await self.say({"t": "signal", "data": message["data"]})

    async def on_sharer(self, message: Message) -> None:
        """Another tab of the citizen shares now: this one stops."""
        if message["on"] and message["channel"] != self.channel and self.share is not None and message["since"] > self.shared_at:
            self.share = None
            await self.say({"t": "taken"})

    # Life of the socket

    async def announce(self) -> None:
        """Say that this page shares; forget a viewer of whom nothing was heard; ask the page whether it is there."""
        now = time.monotonic()
        if self.share is not None:
            said: dict[str, Any] = {"on": True, "since": self.shared_at, "paused": self.is_paused}
            await self.tell_all(
                {"type": "remote.sharer", **said, "surface": self.share.surface, "transport": self.share.transport},
            )
        if self.viewer and now - self.viewer_heard > GONE_SECONDS:
            await self._see("", 0.0)
        if now - self.asked_at >= HEARTBEAT_SECONDS:
            self.asked_at, self.is_asked = now, True
            await self.say({"t": "beat"})

    async def opened(self) -> None:
        """Ask whether the page is there, from the first moment on."""
        await self.announce()

    async def over(self) -> None:
        """Close at once; a page that connects directly is given a moment to say that every track has stopped."""
        if self.is_over or self.seen.terms["transport"] != "webrtc":
            await super().over()
            return
        self.is_over = True
        await self.say({"t": "over"})
        self.tasks["close"] = asyncio.create_task(self._close_soon())

    async def _close_soon(self) -> None:
        await asyncio.sleep(STOP_SECONDS)
        async with self.lock:
            await self.close(Closed.OVER)

    async def leaving(self) -> None:
        """A page that is gone shares nothing."""
        try:
            if not self.is_over:
                await self._unshare("socket")
        except (DomainError, Error) as broken:
            logger.warning("remote_loss_not_stored", extra={"error": type(broken).__name__})
