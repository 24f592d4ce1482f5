"""A broker in a thread with a loop of its own: inside `serve`, and in tests. A flood at its door holds up no page, and a slow page holds up no end of a session."""

import asyncio
import logging
import threading

from remote.broker.config import Config
from remote.broker.node import Broker

logger = logging.getLogger(__name__)
STARTS_WITHIN = 20.0


class BrokerThread:
    """`home` is the loop where the channel layer lives, when that is another one."""

    def __init__(self, config: Config, *, home: asyncio.AbstractEventLoop | None = None) -> None:
        self.config, self._home = config, home
        self.broker: Broker | None = None
        self.error = ""
        self.loop: asyncio.AbstractEventLoop | None = None
        self._ready = threading.Event()
        self._ending: asyncio.Event | None = None
        self._thread = threading.Thread(target=self._run, name="broker", daemon=True)

    def start(self, *, wait: bool = True) -> bool:
        """Start, and say whether it listens; False with `error` set when an address is taken."""
        self._thread.start()
        return not wait or (self._ready.wait(STARTS_WITHIN) and not self.error)

    def stop(self, timeout: float = 5.0) -> bool:
        """End; False when it took longer."""
        if self.loop is not None and self._ending is not None and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self._ending.set)
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            asyncio.run(self._main())
        except Exception as broken:  # noqa: BLE001  the boundary of a thread: everything else goes on
            self.error = type(broken).__name__
            reason = broken.strerror if isinstance(broken, OSError) else ""
            logger.error("broker_not_started error=%s reason=%s", self.error, reason)  # noqa: TRY400  one line says it
        finally:
            self._ready.set()

    async def _main(self) -> None:
        self.loop, self._ending = asyncio.get_running_loop(), asyncio.Event()
        broker = Broker(self.config, home=self._home)
        await broker.start()
        self.broker, self.config = broker, broker.config
        self._ready.set()
        await self._ending.wait()
        await broker.stop()
