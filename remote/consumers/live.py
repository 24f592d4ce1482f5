"""What both sockets of a session do: open for the right person, hear the bell, look every two seconds, and close the moment it is over."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any, Generic, Protocol, TypeVar, cast

from channels.exceptions import StopConsumer
from django.db import Error, OperationalError

from helpdesk.base.errors import DomainError, Expired, ForbiddenTransition
from helpdesk.chat import sessions
from helpdesk.chat.rules import CloseCode, Window
from helpdesk.chat.sockets import Message, Socket
from helpdesk.chat.threads import for_reading, for_writing
from helpdesk.people.models import Council
from remote.consumers.frames import BadFrame
from remote.consumers.pictures import BadPicture

logger = logging.getLogger(__name__)
LOOK_SECONDS = 2.0
AGAIN_SECONDS = 0.3
# Who has not been announced for so long has gone without a word.
GONE_SECONDS = 7.0
WINDOW_SECONDS = 10.0
TEXTS_PER_WINDOW = 600
CHUNKS_PER_WINDOW = 1_200


class Known(Protocol):
    """What a socket keeps of what it belongs to: how long that may still last, and what its page is told at the beginning."""

    @property
    def seconds_left(self) -> float: ...

    @property
    def terms(self) -> Mapping[str, object]: ...


S = TypeVar("S", bound=Known)


class Closed(CloseCode):
    """Codes of these sockets beyond those of the timeline's."""

    TRY_AGAIN = 1013
    TAKEN = 4409
    OVER = 4410


class LiveSocket(Socket, Generic[S]):
    """One page of what goes on between two people; `side` is who it belongs to, whatever its frames pretend."""

    side = ""
    seen: S
    handlers = {
        "websocket.connect": "on_connect",
        "websocket.receive": "on_receive",
        "websocket.disconnect": "on_disconnect",
        "remote.bell": "on_bell",
    }

    def __init__(self) -> None:
        super().__init__()
        self.texts = Window(TEXTS_PER_WINDOW, WINDOW_SECONDS)
        self.chunks = Window(CHUNKS_PER_WINDOW, WINDOW_SECONDS)
        self.since = time.time()
        self.is_over = False

    # Life of the socket

    async def on_connect(self, _message: Message) -> None:
        """Open for the session's own citizen or agent while it goes on; refuse with 403 before it opens otherwise."""
        scope = cast("dict[str, Any]", self.scope)
        council = cast("Council", scope["council"])
        self.identity = sessions.Identity(scope["session"].session_key or "", council, self.side)
        try:
            self.key = next(iter(scope["url_route"]["kwargs"].values()))
            self.seen = await for_reading(self.find)(self.identity, self.key)
        except (DomainError, Error):
            await self.refuse()
            return
        self.group = self.group_of(self.seen)
        await self.accept()
        await self.join(self.group)
        await self.say({"t": "hello", "left": round(self.seen.seconds_left), **self.seen.terms})
        await self.opened()
        await self.look()
        self.tasks["tick"] = asyncio.create_task(self._tick())
        self.tasks["end"] = asyncio.create_task(self._hard_end(self.seen.seconds_left))

    async def on_disconnect(self, _message: Message) -> None:
        """Say goodbye and end."""
        self.is_open = False
        await self.leaving()
        raise StopConsumer

    async def on_receive(self, message: Message) -> None:
        """Take one message of the page within its budget; whatever no page of ours would send closes the socket."""
        if not self.is_open:
            return
        text, data = message.get("text"), message.get("bytes")
        window = self.texts if data is None else self.chunks
        if not window.allows(time.monotonic()):
            await self.close(Closed.POLICY)
            return
        try:
            if data is not None:
                await self.on_chunk(data)
            elif text is not None:
                await self.on_text(text)
        except (BadFrame, BadPicture):
            await self.close(Closed.POLICY)
        except DomainError:
            await self.look()
        except Error as broken:
            logger.warning("remote_write_failed", extra={"error": type(broken).__name__})
            await self.close(Closed.TRY_AGAIN)
        except Exception as broken:  # noqa: BLE001  the boundary of the process: never 1011, never text of an exception
            logger.error("remote_frame_failed", extra={"error": type(broken).__name__})  # noqa: TRY400  a trace may quote what was sent
            await self.close(Closed.POLICY)

    # What each side does in its own way

    def find(self, identity: sessions.Identity, key: Any) -> S:  # noqa: ANN401  what the address names
        """Return what the socket belongs to, with the rights of this moment; raises what `look` understands."""
        raise NotImplementedError

    def group_of(self, seen: S) -> str:
        """Return the group in which its pages hear each other."""
        raise NotImplementedError

    async def opened(self) -> None:
        """Say that this page is there."""

    async def leaving(self) -> None:
        """Say that it has gone."""

    async def announce(self) -> None:
        """Say again that it is there, for those who came later or did not hear it."""

    async def on_text(self, text: str) -> None:
        """Obey a frame."""
        raise NotImplementedError

    async def on_chunk(self, data: bytes) -> None:
        """Take a piece of a picture."""
        raise BadPicture

    async def looked(self) -> None:
        """Do what follows from where the session stands now."""

    # Bells and the passing of time

    async def on_bell(self, message: Message) -> None:
        """Something has changed: look."""
        await self.look()

    async def look(self) -> None:
        """Read the session with the rights of this moment. A database that fails is asked again; whoever may see it no longer is closed out."""
        if not self.is_open or self.is_over:
            return
        try:
            self.seen = await for_reading(self.find)(self.identity, self.key)
            await self.looked()
        except (Expired, ForbiddenTransition):
            await self.over()
        except DomainError:
            await self.close(Closed.REVOKED)
        except Error as broken:
            logger.warning("remote_read_failed", extra={"error": type(broken).__name__})
            if "again" not in self.tasks or self.tasks["again"].done():
                self.tasks["again"] = asyncio.create_task(self._look_again())

    async def _look_again(self) -> None:
        await asyncio.sleep(AGAIN_SECONDS)
        async with self.lock:
            await self.look()

    async def write(self, function: Callable[..., None], *args: object) -> None:
        """Write what the page has said; every such service may be repeated, so a database that is busy is asked again."""
        for pause in (0.1, 0.3, 0.9):
            try:
                await for_writing(function)(*args)
            except OperationalError:
                await asyncio.sleep(pause)
            else:
                return
        await for_writing(function)(*args)

    async def over(self) -> None:
        """Tell the page that it is over, and close."""
        if not self.is_over:
            self.is_over = True
            await self.say({"t": "over"})
            await self.close(Closed.OVER)

    async def _tick(self) -> None:
        while self.is_open:
            await asyncio.sleep(LOOK_SECONDS)
            async with self.lock:
                await self.look()
                if self.is_open and not self.is_over:
                    await self.announce()

    async def _hard_end(self, seconds: float) -> None:
        """End by this socket's own clock, whatever bells and database do."""
        await asyncio.sleep(max(0.0, seconds))
        async with self.lock:
            await self.over()

    # The other side

    async def tell_all(self, message: Mapping[str, Any]) -> None:
        """Tell every page of the session, in whatever process."""
        try:
            if self.layer is not None:
                await self.layer.group_send(self.group, {**message, "channel": self.channel})
        except Exception:  # noqa: BLE001  announced again in two seconds
            logger.warning("bell_unavailable")

    async def tell(self, channel: str, message: Mapping[str, Any]) -> bool:
        """Tell one page; False when it could not be given to it, such as when it reads too slowly."""
        try:
            if self.layer is None:
                return False
            await self.layer.send(channel, {**message, "channel": self.channel})
        except Exception:  # noqa: BLE001  a picture less, and the next one comes
            return False
        return True
