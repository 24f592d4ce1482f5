"""The agent's page: looks, says which picture it has painted, points and draws. Only the newest page of the agent looks."""

import logging
from contextlib import suppress
from typing import Any

from django.db import Error

from helpdesk.base.errors import DomainError, ForbiddenTransition
from helpdesk.chat.sockets import Message
from remote.consumers import frames, seen
from remote.consumers.live import Closed
from remote.consumers.pictures import HEADER
from remote.consumers.session import SessionSocket
from remote.rules import State

logger = logging.getLogger(__name__)


class AgentConsumer(SessionSocket):
    """The side that looks."""

    side = seen.STAFF
    handlers = {
        **SessionSocket.handlers,
        "remote.viewer": "on_viewer",
        "remote.sharer": "on_sharer",
        "remote.chunk": "on_picture",
        "remote.signal": "on_signal",
    }

    def __init__(self) -> None:
        super().__init__()
        self.sharer = ""
        self.shown: dict[str, Any] = {}
        self.has_looked = False
        self.counts = {"bytes_down": 0, "pictures": 0, "points": 0, "strokes": 0, "dropped": 0}
        self.last_mark = -1

    # What the page says

    async def on_text(self, text: str) -> None:
        """Obey a frame."""
        frame = frames.read(text, frames.AGENT)
        if self.is_over or not self.sharer:
            return
        match frame:
            case frames.Ack():
                self.counts["pictures"] += 1
                await self.tell(self.sharer, {"type": "remote.ack", "n": frame.number})
            case frames.Mark():
                await self._mark(frame)
            case frames.Clear():
                await self.tell(self.sharer, {"type": "remote.mark", "frame": {"t": "clear"}})
            case frames.Signal():
                await self.tell(self.sharer, {"type": "remote.signal", "data": frame.data})

    async def _mark(self, frame: frames.Mark) -> None:
        if frame.number != self.last_mark:
            self.last_mark = frame.number
            self.counts["strokes" if frame.is_stroke else "points"] += 1
        points = [list(point) for point in frame.points]
        said = {"t": "mark", "id": frame.number, "stroke": frame.is_stroke, "points": points}
        await self.tell(self.sharer, {"type": "remote.mark", "frame": said})

    # What the citizen's page says

    async def on_sharer(self, message: Message) -> None:
        """Follow the page that shares."""
        if not message["on"]:
            if message["channel"] == self.sharer:
                self.sharer, self.shown = "", {}
                await self.say({"t": "sharer", "on": False})
            return
        is_new = message["channel"] != self.sharer
        self.sharer = message["channel"]
        shown = {name: message[name] for name in ("since", "paused", "surface", "transport")}
        if shown != self.shown:
            self.shown = shown
            await self.say({"t": "sharer", "on": True, **shown})
        if is_new:
            await self.announce()

    async def on_picture(self, message: Message) -> None:
        """Hand over a piece of a picture; of two that come at once only the one that is awaited is acknowledged."""
        data: bytes = message["data"]
        if message["channel"] != self.sharer or not self.is_open or self.is_over:
            self.counts["dropped"] += 1
            return
        self.counts["bytes_down"] += len(data) - HEADER.size
        await self.base_send({"type": "websocket.send", "text": None, "bytes": data})

    async def on_signal(self, message: Message) -> None:
        """Hand over what the other browser has to say."""
        if message["channel"] == self.sharer:
            await self.say({"t": "signal", "data": message["data"]})

    async def on_viewer(self, message: Message) -> None:
        """A newer page of the agent looks: this one closes."""
        if message["on"] and message["channel"] != self.channel and (message["since"], message["channel"]) > (self.since, self.channel):
            await self.say({"t": "taken"})
            await self.close(Closed.TAKEN)

    # Life of the socket

    async def opened(self) -> None:
        """Say that somebody looks."""
        await self.announce()

    async def announce(self) -> None:
        """Say that this page looks."""
        await self.tell_all({"type": "remote.viewer", "on": True, "since": self.since})

    async def looked(self) -> None:
        """Begin to look once there is something to look at."""
        if self.seen.state is State.READY:
            with suppress(ForbiddenTransition):  # the citizen has stopped sharing in this very moment
                await self.write(seen.begin, self.identity, self.seen)
                self.has_looked = True
        elif self.seen.state in {State.VIEWING, State.CONTROLLING}:
            self.has_looked = True

    async def leaving(self) -> None:
        """Say that nobody looks, and keep the numbers."""
        await self.tell_all({"type": "remote.viewer", "on": False, "since": self.since})
        if not self.has_looked:
            return
        try:
            await self.write(seen.left, self.seen, self.counts)
        except (DomainError, Error) as broken:
            logger.warning("remote_counts_not_stored", extra={"error": type(broken).__name__})
