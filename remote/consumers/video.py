"""The two pages of a call by video: who is there, and what the two browsers tell each other. Neither picture nor sound comes here."""

import asyncio
import logging
import time

from django.db import Error

from helpdesk.base.errors import DomainError
from helpdesk.chat import sessions
from helpdesk.chat.rules import Window
from helpdesk.chat.sockets import Message
from remote.consumers import frames, rooms, seen
from remote.consumers.frames import BadFrame
from remote.consumers.live import GONE_SECONDS, Closed, LiveSocket
from remote.video.bell import room_group
from remote.video.rules import BEAT_SECONDS

logger = logging.getLogger(__name__)
# Two browsers that lose each other find each other again, but not more often than this.
CONNECTIONS_PER_MINUTE = 30
SIGNALS_PER_MINUTE = 600


class RoomSocket(LiveSocket[rooms.RoomSeen]):
    """One side of a room. The newest page of a side is in it; older ones close."""

    handlers = {
        **LiveSocket.handlers,
        "room.here": "on_here",
        "room.gone": "on_gone",
        "room.signal": "on_signal",
    }

    def __init__(self) -> None:
        super().__init__()
        self.other, self.other_since, self.other_heard = "", 0.0, 0.0
        self.asked_at, self.is_asked = 0.0, False
        self.ends_in = 0.0
        self.is_in = False
        self.connections = Window(CONNECTIONS_PER_MINUTE)
        self.signals = Window(SIGNALS_PER_MINUTE)

    def find(self, identity: sessions.Identity, key: str) -> rooms.RoomSeen:
        """Return the room for this side of it."""
        return rooms.look(identity, key, is_in=self.is_in)

    def group_of(self, seen: rooms.RoomSeen) -> str:
        """Return the room's group."""
        return room_group(seen.call_id, seen.starts_at)

    # What the page says

    async def on_text(self, text: str) -> None:
        """Obey a frame."""
        frame = frames.read(text, frames.ROOM)
        if self.is_over:
            return
        match frame:
            case frames.Beat():
                if self.is_asked:
                    self.is_asked = False
                    await self.write(rooms.heard, self.identity, self.seen)
            case frames.Connected():
                if not self.connections.allows(time.monotonic()):
                    raise BadFrame
                if self.other:
                    await self.write(rooms.connected, self.identity, self.seen)
            case frames.Signal():
                if not self.signals.allows(time.monotonic()):
                    raise BadFrame
                if self.other:
                    await self.tell(self.other, {"type": "room.signal", "data": frame.data})

    # What the other pages say

    async def on_here(self, message: Message) -> None:
        """Follow the newest page of the other side; close for a newer one of this side."""
        if message["channel"] == self.channel:
            return
        if message["side"] == self.side:
            if (message["since"], message["channel"]) > (self.since, self.channel):
                await self.say({"t": "taken"})
                await self.close(Closed.TAKEN)
        elif message["channel"] == self.other:
            self.other_heard = time.monotonic()
        elif message["since"] >= self.other_since:
            await self._see(message["channel"], message["since"])
            await self.announce()

    async def on_gone(self, message: Message) -> None:
        """The other page has gone."""
        if message["channel"] == self.other:
            await self._see("", 0.0)

    async def _see(self, channel: str, since: float) -> None:
        self.other, self.other_since, self.other_heard = channel, since, time.monotonic()
        await self.look()
        await self.say({"t": "other", "on": bool(channel), "id": since, "name": self.seen.agent_name})

    async def on_signal(self, message: Message) -> None:
        """Hand over what the other browser has to say."""
        if message["channel"] == self.other:
            await self.say({"t": "signal", "data": message["data"]})

    # Life of the socket

    async def opened(self) -> None:
        """Come in; of two agents the first is in."""
        try:
            await self.write(rooms.came, self.identity, self.seen)
        except DomainError:
            await self.close(Closed.REVOKED)
            return
        except Error as broken:
            logger.warning("video_write_failed", extra={"error": type(broken).__name__})
            await self.close(Closed.TRY_AGAIN)
            return
        self.is_in = True
        await self.announce()

    async def announce(self) -> None:
        """Say that this page is there; forget another of whom nothing was heard; ask the page whether it is there."""
        if not self.is_open:
            return
        now = time.monotonic()
        await self.tell_all({"type": "room.here", "side": self.side, "since": self.since})
        if self.other and now - self.other_heard > GONE_SECONDS:
            await self._see("", 0.0)
        if now - self.asked_at >= BEAT_SECONDS:
            self.asked_at, self.is_asked = now, True
            await self.say({"t": "beat"})

    async def looked(self) -> None:
        """Tell the page how long it may last once that is known, and set this socket's own clock by it."""
        end = time.monotonic() + self.seen.seconds_left
        if abs(end - self.ends_in) < 2 or "end" not in self.tasks:
            self.ends_in = self.ends_in or end
            return
        self.ends_in = end
        self.tasks["end"].cancel()
        self.tasks["end"] = asyncio.create_task(self._hard_end(self.seen.seconds_left))
        await self.say({"t": "left", "left": round(self.seen.seconds_left), "talking": self.seen.is_talking})

    async def leaving(self) -> None:
        """Say that this page has gone. The other side keeps its place."""
        await self.tell_all({"type": "room.gone", "side": self.side})


class CitizenRoom(RoomSocket):
    """The citizen's page."""

    side = seen.CITIZEN


class AgentRoom(RoomSocket):
    """The agent's page."""

    side = seen.STAFF
