"""A session that is held in the browser, and its two pages as sockets."""

import json
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from channels.testing import WebsocketCommunicator
from django.conf import settings

from config.asgi import application
from helpdesk.people.rules import Purpose, Role
from helpdesk.people.selectors import staff_actor
from helpdesk.people.services import issue_link
from helpdesk.tickets.services import take_ticket
from remote.consent import consent_for
from remote.models import RemoteEvent
from remote.rules import Scope
from remote.services import consent, request_session
from tests.chat.conftest import PATIENCE, Browser, in_thread
from tests.chat.keys import citizen_session, staff_session
from tests.factories import citizen_with, enable_remote, make_council, make_ticket, make_user

WEBP = b"RIFF\x00\x00\x00\x00WEBP"
SHARE = {"t": "share", "surface": "window", "transport": "relay"}
DIRECT = {"ice_urls": "turn:127.0.0.1:3478", "relay_only": "yes", "fallback": "yes", "voice": "no"}


class Two:
    """A session whose citizen has agreed, and the sessions of the two browsers."""

    def __init__(self, provider: str = "browser", **config: str) -> None:
        self.council = make_council()
        enable_remote(self.council, provider, **(config or {"fps": "4", "quality": "60", "max_width": "1280"}))
        self.user = make_user(self.council, Role.AGENT)
        self.agent = staff_actor(self.user)
        self.ticket = make_ticket(self.council)
        issue_link(council_id=self.council.pk, purpose=Purpose.FOLLOW_UP, subject_id=self.ticket.pk, language="ca")
        self.ticket = take_ticket(ticket_id=self.ticket.pk, by=self.agent)
        self.citizen = citizen_with(self.ticket)
        self.session = request_session(
            ticket_id=self.ticket.pk, by=self.agent, provider=provider, reason="See it together", minutes=30, scope=frozenset({Scope.VIEW})
        )
        words = consent_for(self.session, "ca")
        consent(session_id=self.session.pk, text_sha256=words.sha256, language="ca", by=self.citizen)
        self.keys = {"citizen": citizen_session(self.ticket), "agent": staff_session(self.user)}

    def state(self) -> str:
        self.session.refresh_from_db()
        return str(self.session.state)

    def told(self) -> list[str]:
        return list(RemoteEvent.objects.filter(session=self.session).order_by("seq").values_list("name", flat=True))


async def two(provider: str = "browser", **config: str) -> Two:
    return await in_thread(lambda: Two(provider, **config))()


def line(pair: Two, side: str, key: str | None = None, **headers: str) -> WebsocketCommunicator:
    sent = {"host": "testserver", "origin": "http://testserver"} | headers
    sent["cookie"] = f"{settings.SESSION_COOKIE_NAME}={pair.keys[side] if key is None else key}"
    path = f"/ws/remote/{pair.session.public_id}/{side}/"
    return WebsocketCommunicator(application, path, headers=[(name.encode(), value.encode()) for name, value in sent.items()])


async def gets_in(pair: Two, side: str, key: str | None = None, **headers: str) -> bool:
    one = line(pair, side, key, **headers)
    opened, _code = await one.connect(PATIENCE)
    if opened:
        await one.disconnect(timeout=PATIENCE)
    return bool(opened)


class Page(Browser):
    """One page of a session."""

    async def picture(self) -> bytes:
        """The next piece of a picture, whatever else is said before."""
        while True:
            message = await self.communicator.receive_output(PATIENCE)
            assert message["type"] == "websocket.send", message
            if message.get("bytes"):
                return bytes(message["bytes"])

    async def until(self, kind: str, **fields: Any) -> dict[str, Any]:
        """The next frame of a kind with these fields."""
        while True:
            frame = await self.any()
            assert frame["t"] != "closed" or kind == "closed", frame
            if frame["t"] == kind and all(frame.get(name) == value for name, value in fields.items()):
                return frame

    async def any(self) -> dict[str, Any]:
        message = await self.communicator.receive_output(PATIENCE)
        if message["type"] == "websocket.close":
            return {"t": "closed", "code": message["code"]}
        return {"t": "bytes"} if message.get("bytes") else dict(json.loads(message["text"]))


@asynccontextmanager
async def page(pair: Two, side: str) -> AsyncIterator[Page]:
    one = line(pair, side)
    opened, _code = await one.connect(PATIENCE)
    assert opened
    try:
        yield Page(one)
    finally:
        await one.disconnect(timeout=PATIENCE)


def chunk(number: int, part: int = 0, *, last: bool = True, body: bytes = b"") -> bytes:
    return struct.pack(">BBHI", 1, last, part, number) + ((WEBP if part == 0 else b"") + body or b"x")


@asynccontextmanager
async def looking(pair: Two) -> AsyncIterator[tuple[Page, Page]]:
    """Both pages, the citizen's sharing and the agent's looking."""
    async with page(pair, "citizen") as citizen, page(pair, "agent") as agent:
        await citizen.until("viewer", on=True)
        await citizen.say(**SHARE)
        await agent.until("sharer", on=True)
        yield citizen, agent
