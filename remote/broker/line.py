"""A channel to the screen server on a citizen's computer, with the brakes of both directions."""

import asyncio
from collections.abc import Callable

import asyncssh


class DeviceLine(asyncssh.SSHTCPSession[bytes]):
    """Hands on what arrives, at once, and says when it is over."""

    def __init__(self, on_data: Callable[[bytes], None], on_end: Callable[[], None]) -> None:
        self._on_data, self._on_end = on_data, on_end
        self._channel: asyncssh.SSHTCPChannel[bytes] | None = None
        self._may_write = asyncio.Event()
        self._may_write.set()
        self._is_paused = False
        self.is_closed = False

    def connection_made(self, chan: "asyncssh.SSHTCPChannel[bytes]") -> None:
        """Keep the channel."""
        self._channel = chan

    def data_received(self, data: bytes, datatype: asyncssh.DataType) -> None:
        """Hand on."""
        self._on_data(data)

    def eof_received(self) -> bool:
        """Close when the other side has finished: nothing goes in one direction alone."""
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """Say that it is over."""
        self.is_closed = True
        self._may_write.set()
        self._on_end()

    def pause_writing(self) -> None:
        """Too much is on its way to the computer."""
        self._may_write.clear()

    def resume_writing(self) -> None:
        """It caught up."""
        self._may_write.set()

    async def writable(self) -> None:
        """Wait until the computer takes more."""
        await self._may_write.wait()

    def write(self, data: bytes) -> None:
        """Send; nothing when it is over."""
        if self._channel is not None and not self.is_closed and not self._channel.is_closing():
            self._channel.write(data)

    def pause(self) -> None:
        """Take no more for now: the window of the channel runs out, and the computer stops sending."""
        if self._channel is not None and not self._is_paused:
            self._is_paused = True
            self._channel.pause_reading()

    def resume(self) -> None:
        """Take more."""
        if self._channel is not None and self._is_paused:
            self._is_paused = False
            self._channel.resume_reading()

    def close(self) -> None:
        """Close."""
        if self._channel is not None:
            self._channel.close()
