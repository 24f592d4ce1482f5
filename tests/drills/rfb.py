"""A small VNC viewer and a small screen server, raw encoding only: enough to measure a tunnel, and to misbehave in it."""

import asyncio
import ssl
import struct
from typing import Any, Protocol

from websockets.asyncio.client import ClientConnection, connect

FRAME = 65_536
VERSION = b"RFB 003.008\n"
FORMAT = struct.pack(">BBBBHHHBBBxxx", 32, 24, 0, 1, 255, 255, 255, 16, 8, 0)


class Line(Protocol):
    """Bytes both ways."""

    async def read(self, size: int) -> bytes:
        """Return exactly so many; raises EOFError."""
        ...

    async def skip(self, size: int) -> None:
        """Take so many and throw them away."""
        ...

    async def write(self, data: bytes) -> None:
        """Send."""
        ...

    async def close(self) -> None:
        """End."""
        ...


class Straight:
    """Straight over TCP."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def read(self, size: int) -> bytes:
        """Return exactly so many."""
        return await self._reader.readexactly(size)

    async def skip(self, size: int) -> None:
        """Take so many and throw them away."""
        while size:
            data = await self._reader.read(min(size, FRAME * 4))
            if not data:
                raise EOFError
            size -= len(data)

    async def write(self, data: bytes) -> None:
        """Send."""
        self._writer.write(data)
        await self._writer.drain()

    async def close(self) -> None:
        """End."""
        self._writer.close()


class Through:
    """Through a broker's WebSocket, of which only the first frame is text."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self._kept = b""

    async def read(self, size: int) -> bytes:
        """Return exactly so many."""
        parts, have = [self._kept], len(self._kept)
        while have < size:
            data = await self.socket.recv()
            assert isinstance(data, bytes)
            parts.append(data)
            have += len(data)
        whole = b"".join(parts)
        self._kept = whole[size:]
        return whole[:size]

    async def skip(self, size: int) -> None:
        """Take so many and throw them away."""
        size -= len(self._kept)
        self._kept = b""
        while size > 0:
            size -= len(last := await self.socket.recv())
        if size < 0:
            assert isinstance(last, bytes)
            self._kept = last[size:]

    async def write(self, data: bytes) -> None:
        """Send."""
        await self.socket.send(data)

    async def close(self) -> None:
        """End."""
        await self.socket.close()


async def straight(port: int) -> Straight:
    """Connect to a screen server on this machine."""
    return Straight(*await asyncio.open_connection("127.0.0.1", port))


async def through(address: str, origin: str, ticket: str, tls: ssl.SSLContext | None = None, **more: Any) -> Through:
    """Connect to a broker and show it a ticket. Where it will be refused, it is closed at the first reading."""
    socket = await connect(address, origin=origin, max_size=None, ping_interval=None, compression=None, proxy=None, ssl=tls, **more)  # type: ignore[arg-type]
    await socket.send(ticket)
    return Through(socket)


async def begin(line: Line) -> tuple[int, int]:
    """Shake hands as a viewer that needs no password, ask for raw pictures; return the size of the screen."""
    await line.read(12)
    await line.write(VERSION)
    kinds = await line.read((await line.read(1))[0])
    assert 1 in kinds, f"no security without a password: {kinds!r}"
    await line.write(b"\x01")
    assert await line.read(4) == b"\0\0\0\0"
    await line.write(b"\x01")
    start = await line.read(24)
    width, height, name = struct.unpack(">HH16xI", start)
    await line.read(name)
    await line.write(struct.pack(">BxH", 2, 1) + struct.pack(">i", 0))
    return width, height


def ask(width: int, height: int) -> bytes:
    """FramebufferUpdateRequest of the whole screen."""
    return struct.pack(">BBHHHH", 3, 0, 0, 0, width, height)


async def take(line: Line) -> int:
    """Take one framebuffer update and throw its pictures away; return its bytes."""
    kind, count = struct.unpack(">BxH", await line.read(4))
    assert kind == 0, f"message {kind}"
    size = 4
    for _rectangle in range(count):
        _x, _y, width, height, encoding = struct.unpack(">HHHHi", await line.read(12))
        assert encoding == 0, f"encoding {encoding}"
        await line.skip(width * height * 4)
        size += 12 + width * height * 4
    return size


def picture(width: int, height: int) -> bytes:
    """One framebuffer update with one raw rectangle."""
    return struct.pack(">BxHHHHHi", 0, 1, 0, 0, width, height, 0) + bytes(width * height * 4)


class Screen:
    """A screen server without a screen: every request is answered with one picture. With `flood` it sends pictures unasked for ever."""

    def __init__(self, width: int, height: int, *, flood: bool = False) -> None:
        self.width, self.height, self.flood = width, height, flood

    async def serve(self, port: int = 0) -> asyncio.Server:
        """Listen on this machine."""
        return await asyncio.start_server(self._talk, "127.0.0.1", port, limit=FRAME * 16)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            writer.write(VERSION)
            await reader.readexactly(12)
            writer.write(b"\x01\x01")
            await reader.readexactly(1)
            writer.write(b"\0\0\0\0")
            await reader.readexactly(1)
            writer.write(struct.pack(">HH", self.width, self.height) + FORMAT + struct.pack(">I", 4) + b"test")
            whole = picture(self.width, self.height)
            while True:
                kind = (await reader.readexactly(1))[0]
                if kind == 0:
                    await reader.readexactly(19)
                elif kind == 2:
                    (count,) = struct.unpack(">xH", await reader.readexactly(3))
                    await reader.readexactly(4 * count)
                elif kind == 3:
                    await reader.readexactly(9)
                    writer.write(whole)
                    await writer.drain()
                    while self.flood:
                        writer.write(whole)
                        await writer.drain()
                else:
                    return
        except (EOFError, ConnectionError):
            return
        finally:
            writer.close()
