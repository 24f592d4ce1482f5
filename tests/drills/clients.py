"""A client that keeps the contract of the socket: sends until acknowledged, reads by number, comes back after every fall."""

import asyncio
import json
import random
from collections.abc import Callable
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

WINDOW = 8


async def until(condition: Callable[[], bool]) -> None:
    """Wait until something holds."""
    while not condition():  # noqa: ASYNC110  what is waited for happens in another process
        await asyncio.sleep(0.005)


class Client:
    """Somebody at a timeline: writes `bodies` in order and remembers every frame of entries as it came."""

    def __init__(self, name: str, port: int, cookie: str, ticket: str, bodies: list[str]) -> None:
        self.name = name
        self.ticket = ticket
        self.origin = f"http://127.0.0.1:{port}"
        self.address = f"ws://127.0.0.1:{port}/ws/timeline/"
        self.cookie = cookie
        self.queue = [(str(uuid4()), body) for body in bodies]
        self.sent: dict[str, str] = dict(self.queue)
        self.flying: dict[str, str] = {}
        self.acked: dict[str, int] = {}
        self.seen: list[tuple[int, str]] = []
        self.last = 0
        self.connections = 0
        self.line: ClientConnection | None = None

    async def run(self) -> None:
        """Stay until cancelled."""
        while True:
            try:
                async with connect(self.address, origin=self.origin, additional_headers={"Cookie": self.cookie}, open_timeout=5) as line:  # type: ignore[arg-type]
                    self.connections += 1
                    self.line = line
                    await self._talk(line)
            except (OSError, WebSocketException, TimeoutError):
                await asyncio.sleep(random.uniform(0.05, 0.3))  # noqa: S311  jitter

    async def _talk(self, line: ClientConnection) -> None:
        await line.send(json.dumps({"t": "watch", "ticket": self.ticket, "since": self.last}))
        for cid, body in self.flying.items():
            await self._say(line, cid, body)
        await self._fill(line)
        async for text in line:
            frame = json.loads(text)
            if frame["t"] == "entries":
                self.seen += [(entry["seq"], entry["cid"]) for entry in frame["entries"]]
                self.last = max(self.last, frame["last"])
            elif frame["t"] == "ack":
                self.acked[frame["cid"]] = frame["seq"]
                self.flying.pop(frame["cid"], None)
                await self._fill(line)
            elif frame["t"] == "error":
                await asyncio.sleep(0.1)
                for cid, body in self.flying.items():
                    await self._say(line, cid, body)

    async def fill(self) -> None:
        """Send what was queued meanwhile."""
        if self.line is not None:
            await self._fill(self.line)

    async def _fill(self, line: ClientConnection) -> None:
        while self.queue and len(self.flying) < WINDOW:
            cid, body = self.queue.pop(0)
            self.flying[cid] = body
            await self._say(line, cid, body)

    async def _say(self, line: ClientConnection, cid: str, body: str) -> None:
        await line.send(json.dumps({"t": "say", "ticket": self.ticket, "cid": cid, "body": body}))
