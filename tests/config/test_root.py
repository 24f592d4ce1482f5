"""A client that says where the service stands is not believed."""

import asyncio
from typing import Any

import pytest
from asgiref.sync import async_to_sync

from config.asgi import application
from config.server.root import AtRoot


async def test_what_a_header_said_of_the_root_is_dropped() -> None:
    seen: list[str] = []

    async def keep(scope: dict[str, Any], _receive: Any, _send: Any) -> None:
        seen.append(scope["root_path"])

    scope = {"type": "http", "path": "/en/", "root_path": "//evil.example"}
    await AtRoot(keep)(scope, None, None)
    assert seen == [""]
    assert scope["root_path"] == "//evil.example", "the server's own scope stays as it was"


@pytest.mark.django_db
def test_a_redirect_stays_on_the_host() -> None:
    sent: list[dict[str, Any]] = []

    body = iter([{"type": "http.request", "body": b""}])

    async def receive() -> dict[str, Any]:
        for message in body:
            return message
        return await asyncio.Future()

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": "GET", "path": "/", "query_string": b"", "root_path": "//evil.example", "scheme": "http",
        "headers": [(b"host", b"testserver")], "client": ("127.0.0.1", 5), "server": ("127.0.0.1", 80),
    }  # fmt: skip
    async_to_sync(application)(scope, receive, send)  # in this thread, whose connection the test has
    assert sent
    assert b"evil.example" not in b"".join(message.get("body", b"") for message in sent)
    assert all(b"evil.example" not in value for message in sent for _name, value in message.get("headers", ()))
