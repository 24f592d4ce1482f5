"""One socket for every timeline, the citizen's and the desk's. The layer only rings; what is read comes from the database with the rights of that moment."""

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast
from urllib.parse import parse_qs

from channels.exceptions import StopConsumer
from django.db import Error

from helpdesk.base.errors import Conflict, DomainError, ForbiddenTransition, InvalidInput, NotAllowed, NotFound, TooMany
from helpdesk.chat import rules, sessions
from helpdesk.chat.entries import ChatPayload, side_of
from helpdesk.chat.frames import BadFrame, Desk, Ping, Say, Watch, decode
from helpdesk.chat.rules import CloseCode, SocketError
from helpdesk.chat.sockets import Message, Socket
from helpdesk.chat.threads import for_reading, for_writing
from helpdesk.people.models import Council
from helpdesk.tickets import bell

logger = logging.getLogger(__name__)
DESK_PAUSE = 0.3
AGAIN_PAUSE = 1.0
CODES: dict[type[DomainError], SocketError] = {
    NotFound: SocketError.NOT_FOUND,
    NotAllowed: SocketError.NOT_ALLOWED,
    InvalidInput: SocketError.INVALID,
    TooMany: SocketError.TOO_MANY,
    Conflict: SocketError.CONFLICT,
    ForbiddenTransition: SocketError.CONFLICT,
}


def code_of(error: Exception) -> SocketError:
    """Return the code of the closed list for an error; what is not of the domain may be tried again."""
    return next((code for kind, code in CODES.items() if isinstance(error, kind)), SocketError.TRY_AGAIN)


@dataclass
class Watched:
    """How far this socket has read a timeline, and which state of its chat it knows."""

    reference: str
    language: str
    last: int
    chat: ChatPayload | None = None


class TimelineConsumer(Socket):
    """Frames of one socket, one at a time; see `frames.py` for what it understands."""

    handlers = {
        "websocket.connect": "on_connect",
        "websocket.receive": "on_receive",
        "websocket.disconnect": "on_disconnect",
        "bell": "on_bell",
        "desk.bell": "on_desk_bell",
    }

    def __init__(self) -> None:
        super().__init__()
        self.watched: dict[int, Watched] = {}
        self.desk_groups: set[str] = set()
        self.says = rules.Window(rules.SAYS_PER_MINUTE)
        self.frames = rules.Window(rules.FRAMES_PER_MINUTE)

    # Life of the socket

    async def on_connect(self, _message: Message) -> None:
        """Open for a session that may see something; refuse with 403 before it opens otherwise."""
        query = parse_qs(self.scope["query_string"].decode("latin-1"))
        session_key = self.scope["session"].session_key or ""
        council = cast("Council", self.scope["council"])  # type: ignore[typeddict-item]
        identity = sessions.Identity(session_key, council, "citizen" if query.get("as") == ["citizen"] else "")
        try:
            actor = await for_reading(sessions.actor_of)(identity)
        except (DomainError, Error):
            await self.refuse()
            return
        self.identity = replace(identity, side=side_of(actor))
        await self.accept()
        await self._heard_of()
        self.tasks["tick"] = asyncio.create_task(self._tick())

    async def on_disconnect(self, _message: Message) -> None:
        """Leave every group and end."""
        self.is_open = False
        raise StopConsumer

    async def on_receive(self, message: Message) -> None:
        """Understand one frame and do what it asks."""
        if not self.is_open:
            return
        text = message.get("text")
        if text is None:
            await self.close(CloseCode.UNSUPPORTED)
        elif len(text) > rules.MAX_FRAME_BYTES or len(text.encode("utf-8", "surrogatepass")) > rules.MAX_FRAME_BYTES:
            await self.close(CloseCode.TOO_BIG)
        elif not self.frames.allows(time.monotonic()):
            await self.error(SocketError.TOO_MANY)
            await self.close(CloseCode.POLICY)
        else:
            try:
                frame = decode(text)
            except BadFrame as bad:
                await self.error(SocketError.BAD_FRAME, bad.cid)
                return
            await self._obey(frame)

    async def _obey(self, frame: Watch | Say | Desk | Ping) -> None:
        cid = str(frame.cid) if isinstance(frame, Say) else ""
        try:
            match frame:
                case Watch():
                    await self._watch(frame)
                case Say():
                    await self._say(frame)
                case Desk():
                    await self._follow_desk()
                case Ping():
                    await self.say({"t": "pong"})
        except DomainError as refused:
            await self.error(code_of(refused), cid)
            if isinstance(refused, NotAllowed) or (
                isinstance(frame, Watch | Say) and any(w.reference == frame.ticket for w in self.watched.values())
            ):
                await self._recheck()
        except Exception as broken:  # noqa: BLE001  the boundary of the process: never 1011, never text of an exception
            logger.error("socket_frame_failed", extra={"error": type(broken).__name__})  # noqa: TRY400  a trace may quote what was written
            await self.error(SocketError.TRY_AGAIN, cid)

    # What frames ask for

    async def _watch(self, frame: Watch) -> None:
        """Join the group first and read the backlog afterwards, so that nothing falls in between."""
        if len(self.watched) >= rules.MAX_WATCHES and all(w.reference != frame.ticket for w in self.watched.values()):
            raise TooMany
        news = await for_reading(sessions.read)(self.identity, frame.ticket, frame.since, frame.language)
        await self.join(bell.ticket_group(news.ticket_id))
        self.watched[news.ticket_id] = Watched(frame.ticket, frame.language, frame.since)
        await self._deliver(news.ticket_id, always=True)
        await self._heard_of()

    async def _say(self, frame: Say) -> None:
        if not self.says.allows(time.monotonic()):
            raise TooMany
        seq = await for_writing(sessions.say)(self.identity, frame.ticket, frame.cid, frame.body)
        await self.say({"t": "ack", "cid": str(frame.cid), "seq": seq})

    async def _follow_desk(self) -> None:
        groups = {bell.council_group(council_id) for council_id in await for_reading(sessions.desk_councils)(self.identity)}
        for group in groups - self.desk_groups:
            await self.join(group)
        for group in self.desk_groups - groups:
            await self.leave(group)
        self.desk_groups = groups
        await self.say({"t": "desk"})

    async def _deliver(self, ticket_id: int, *, always: bool = False) -> None:
        """Send what this socket has not seen of a timeline, in order, and the state of its chat when it changed."""
        watched = self.watched[ticket_id]
        more = True
        while more and self.is_open:
            news = (await for_reading(sessions.read)(self.identity, watched.reference, watched.last, watched.language)).payload
            more = news["more"]
            if news["entries"] or always:
                await self.say({"t": "entries", "ticket": watched.reference, "entries": news["entries"], "last": news["last"]})
            watched.last, always = news["last"], False
            if news["chat"] is not None and news["chat"] != watched.chat:
                watched.chat = news["chat"]
                await self.say({"t": "chat", "ticket": watched.reference, **news["chat"]})

    # Bells and the passing of time

    async def on_bell(self, message: Message) -> None:
        """A timeline has something new: read it, unless it was read already."""
        watched = self.watched.get(message["ticket_id"])
        if watched is not None and not 0 < message["seq"] <= watched.last:
            await self._look([message["ticket_id"]])
            if self.identity.side == "staff":
                await self.say({"t": "head", "ticket": watched.reference})

    async def on_desk_bell(self, _message: Message) -> None:
        """The queue changed: say it, at most every 0.3 s."""
        if self.desk_groups and ("desk" not in self.tasks or self.tasks["desk"].done()):
            self.tasks["desk"] = asyncio.create_task(self._ring_desk())

    async def _ring_desk(self) -> None:
        await asyncio.sleep(DESK_PAUSE)
        async with self.lock:
            await self._recheck(tickets=False)
            await self.say({"t": "desk"})

    async def _look(self, ticket_ids: Sequence[int]) -> None:
        """Deliver news of these timelines; a right that ended closes the socket, a database that fails is asked again later."""
        try:
            for ticket_id in ticket_ids:
                await self._deliver(ticket_id)
        except DomainError:
            await self.close(CloseCode.REVOKED)
        except Exception as broken:  # noqa: BLE001  asked again in a second
            logger.warning("socket_read_failed", extra={"error": type(broken).__name__})
            if "again" not in self.tasks or self.tasks["again"].done():
                self.tasks["again"] = asyncio.create_task(self._look_again())

    async def _look_again(self) -> None:
        await asyncio.sleep(AGAIN_PAUSE)
        async with self.lock:
            await self._recheck()

    async def _recheck(self, *, tickets: bool = True) -> None:
        """Close the socket unless every right that it uses still holds."""
        try:
            await for_reading(sessions.actor_of)(self.identity)
            if self.desk_groups:
                councils = await for_reading(sessions.desk_councils)(self.identity)
                if not self.desk_groups <= {bell.council_group(council_id) for council_id in councils}:
                    raise NotAllowed
        except DomainError:
            await self.close(CloseCode.REVOKED)
        except Error as broken:
            logger.warning("socket_check_failed", extra={"error": type(broken).__name__})
        else:
            if tickets:
                await self._look(list(self.watched))

    async def _tick(self) -> None:
        """Every 20 seconds: rights, presence, and whatever a lost bell did not tell."""
        while self.is_open:
            await asyncio.sleep(rules.TICK_SECONDS)
            async with self.lock:
                await self._recheck()
                await self._heard_of()

    async def _heard_of(self) -> None:
        try:
            await for_writing(sessions.heard_of)(self.identity, list(self.watched))
        except (DomainError, Error) as broken:
            logger.warning("presence_not_stored", extra={"error": type(broken).__name__})
