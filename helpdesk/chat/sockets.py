"""The plumbing of a socket: one message at a time, frames as JSON, groups of the bell. It goes on without a bell."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, cast

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, WebSocketScope
from channels.consumer import AsyncConsumer
from channels.exceptions import StopConsumer
from channels.layers import BaseChannelLayer, get_channel_layer
from channels.utils import await_many_dispatch

from helpdesk.chat.rules import SocketError

if TYPE_CHECKING:
    from channels.consumer import _ChannelScope

logger = logging.getLogger(__name__)
Message = Mapping[str, Any]


class Socket(AsyncConsumer):
    """What every socket does; `handlers` is the closed list of messages that it knows."""

    handlers: Mapping[str, str] = {}

    async def __call__(self, scope: WebSocketScope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        self.scope = cast("_ChannelScope", scope)
        self.base_send = send
        self.lock = asyncio.Lock()
        self.is_open = False
        self.groups: set[str] = set()
        self.tasks: dict[str, asyncio.Task[None]] = {}
        self.layer: BaseChannelLayer | None = None
        self.channel = ""
        sources: list[Callable[[], Awaitable[Message]]] = [receive]
        try:
            layer = get_channel_layer()
            if layer is not None:
                channel = self.channel = await layer.new_channel()
                sources.append(lambda: layer.receive(channel))
                self.layer = layer
        except Exception:  # noqa: BLE001  without a bell the socket asks by itself
            logger.warning("bell_unavailable")
        try:
            await await_many_dispatch(sources, self.dispatch)  # type: ignore[arg-type]  # the stubs have one level too many
        except StopConsumer:
            pass
        finally:
            self.is_open = False
            for task in self.tasks.values():
                task.cancel()
            for group in list(self.groups):
                await self.leave(group)

    async def dispatch(self, message: Message) -> None:
        """Handle one message of the client or of the layer; without the hop of Channels to the shared thread."""
        name = self.handlers.get(message["type"])
        if name is not None:
            async with self.lock:
                await getattr(self, name)(message)

    async def accept(self) -> None:
        """Open the socket."""
        await self.base_send({"type": "websocket.accept", "subprotocol": None, "headers": []})
        self.is_open = True

    async def refuse(self) -> None:
        """Answer 403 to a socket that did not open yet."""
        await self.base_send({"type": "websocket.close", "code": 1008, "reason": ""})

    async def close(self, code: int) -> None:
        """Close from this side, once."""
        if self.is_open:
            self.is_open = False
            await self.base_send({"type": "websocket.close", "code": code, "reason": ""})

    async def say(self, value: Mapping[str, object]) -> None:
        """Send a frame, unless the socket was closed."""
        if self.is_open:
            await self.base_send(
                {"type": "websocket.send", "text": json.dumps(value, ensure_ascii=False, separators=(",", ":")), "bytes": None}
            )

    async def error(self, code: SocketError, cid: str = "") -> None:
        """Refuse a frame, with a code of the closed list only."""
        await self.say({"t": "error", "code": code.value} | ({"cid": cid} if cid else {}))

    async def join(self, group: str) -> None:
        """Hear the bells of a group from now on."""
        self.groups.add(group)
        try:
            if self.layer is not None:
                await self.layer.group_add(group, self.channel)
        except Exception:  # noqa: BLE001  without a bell the socket asks by itself
            logger.warning("bell_unavailable")

    async def leave(self, group: str) -> None:
        """Hear them no longer."""
        self.groups.discard(group)
        try:
            if self.layer is not None:
                await self.layer.group_discard(group, self.channel)
        except Exception:  # noqa: BLE001  a group that stays costs a bell too many
            logger.warning("bell_unavailable")
