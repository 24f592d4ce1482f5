"""Requests take turns: only so many are worked on at once, and the rest wait in the order in which they came.

Django gives every request a thread of its own. Two hundred at the same moment are two hundred threads and as many database connections: PostgreSQL
runs out of them, and on SQLite, which lets one write at a time and keeps no order among those who wait, some wait until they give up
("database is locked"). A queue in front costs nothing, since no more of them could run at once anyway."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
AT_ONCE = 8


class Turns:
    """An application whose requests wait for their turn. Bodies have arrived whole by then, so that nobody's slow line holds a place."""

    def __init__(self, application: Callable[[Scope, Receive, Send], Awaitable[None]], *, at_once: int = AT_ONCE) -> None:
        self._application = application
        self._places = asyncio.Semaphore(at_once)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wait for a place, then answer; somebody who leaves meanwhile frees theirs."""
        async with self._places:
            await self._application(scope, receive, send)
