"""Sockets of citizens and staff against the real application, with sessions as a browser has them."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import pytest
from channels.layers import channel_layers
from channels.testing import WebsocketCommunicator
from django.conf import settings

from config.asgi import application
from helpdesk.chat.services import set_presence
from helpdesk.chat.threads import close_connections, for_writing
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, User
from helpdesk.people.rules import Role
from helpdesk.people.selectors import staff_actor
from helpdesk.tickets.models import Ticket
from tests.factories import make_council, make_ticket, make_user

T = TypeVar("T")
# Seconds that a test waits for a frame: a machine with other work may take its time, and nothing here measures speed.
PATIENCE = 30


@pytest.fixture
def council(db: None) -> Council:
    return make_council()


@pytest.fixture
def other(db: None) -> Council:
    return make_council("second", host="second.localhost", prefix="SE")


@pytest.fixture
def agent_user(council: Council) -> User:
    return make_user(council, Role.AGENT)


@pytest.fixture
def agent(agent_user: User) -> Actor:
    """An agent who takes chats now."""
    actor = staff_actor(agent_user)
    set_presence(available=True, by=actor)
    return actor


@pytest.fixture
def ticket(council: Council) -> Ticket:
    return make_ticket(council)


@pytest.fixture
def sockets(transactional_db: None) -> Iterator[None]:
    """Closes what the threads of the sockets opened."""
    channel_layers.backends.clear()
    yield
    close_connections()


def in_thread(function: Callable[..., T]) -> Callable[..., Awaitable[T]]:
    """Run database work of an async test in a thread that the fixture closes."""
    return for_writing(function)


class Browser:
    """One open socket and what it heard."""

    def __init__(self, communicator: WebsocketCommunicator) -> None:
        self.communicator = communicator

    async def say(self, **frame: Any) -> None:
        await self.communicator.send_json_to(frame)

    async def raw(self, text: str | None = None, data: bytes | None = None) -> None:
        await self.communicator.send_input(
            {"type": "websocket.receive", "text": text} if data is None else {"type": "websocket.receive", "bytes": data}
        )

    async def hear(self, kind: str = "", seconds: float = PATIENCE) -> dict[str, Any]:
        """The next frame, or the next one of a kind."""
        while True:
            message = await self.communicator.receive_output(seconds)
            if message["type"] == "websocket.close":
                return {"t": "closed", "code": message["code"]}
            frame: dict[str, Any] = json.loads(message["text"])
            if not kind or frame["t"] == kind:
                return frame

    async def silent(self, seconds: float = 0.3) -> bool:
        return await self.communicator.receive_nothing(seconds)


def communicator(
    session_key: str = "", *, host: str = "testserver", origin: str | None = "http://testserver", query: str = ""
) -> WebsocketCommunicator:
    headers = [(b"host", host.encode())]
    if origin is not None:
        headers.append((b"origin", origin.encode()))
    if session_key:
        headers.append((b"cookie", f"{settings.SESSION_COOKIE_NAME}={session_key}".encode()))
    return WebsocketCommunicator(application, f"/ws/timeline/{query}", headers=headers)


@asynccontextmanager
async def browser(session_key: str, **options: Any) -> AsyncIterator[Browser]:
    """An open socket; closed at the end."""
    line = communicator(session_key, **options)
    opened, _code = await line.connect(PATIENCE)
    assert opened
    try:
        yield Browser(line)
    finally:
        await line.disconnect(timeout=PATIENCE)
