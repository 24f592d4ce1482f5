"""The bells of the sessions that a broker holds. The channel layer may live on another loop than the broker: inside `serve`, on that of the pages."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from channels.layers import get_channel_layer

logger = logging.getLogger(__name__)
T = TypeVar("T")
DEAF_SECONDS = 1.0
ANSWERS_WITHIN = 2.0
Ring = Callable[[dict[str, Any]], None]


class Bells:
    """One channel, member of one group for each session. A bell may be lost: whoever listens reads the database too."""

    def __init__(self, on_ring: Ring, home: asyncio.AbstractEventLoop | None = None) -> None:
        self._on_ring, self._home = on_ring, home
        self._layer = get_channel_layer()
        self._channel = ""
        self._listening: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to listen; without a layer there is nothing to hear."""
        self._here = asyncio.get_running_loop()
        if self._layer is not None:
            self._channel = await self._at_home(self._layer.new_channel())
            self._listening = await self._at_home(self._begin())

    async def join(self, group: str) -> None:
        """Hear a group."""
        if self._layer is not None:
            await self._at_home(self._layer.group_add(group, self._channel))

    async def leave(self, group: str) -> None:
        """Hear it no longer."""
        if self._layer is not None:
            await self._at_home(self._layer.group_discard(group, self._channel))

    async def stop(self) -> None:
        """Stop listening; the other loop may be gone already."""
        if self._listening is not None:
            self._listening.get_loop().call_soon_threadsafe(self._listening.cancel)

    async def _begin(self) -> asyncio.Task[None]:
        return asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        assert self._layer is not None  # noqa: S101  started only with a layer
        while True:
            try:
                message = await self._layer.receive(self._channel)
            except Exception as broken:  # noqa: BLE001  a layer that fails is asked again
                logger.warning("broker_deaf error=%s", type(broken).__name__)
                await asyncio.sleep(DEAF_SECONDS)
            else:
                self._here.call_soon_threadsafe(self._on_ring, message)

    async def _at_home(self, work: Coroutine[Any, Any, T]) -> T:
        """Await something on the loop where the layer lives."""
        if self._home is None or self._home is self._here:
            return await work
        return await asyncio.wait_for(asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._home)), ANSWERS_WITHIN)
