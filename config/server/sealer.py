"""The sealer of the embedded size: a child process of `serve` with a seal of its own making, unless the administrator has given it another."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from django.conf import settings

from transparency.sealing import is_configured
from transparency.sealing.child import ENDS_WITHIN, SealerChild, has_keys, make_keys

log = structlog.get_logger()
DAYS = 3 * 365
LOOKS_EVERY = 0.5
# Seconds before another one is started: twice as many each time, until one has lasted.
SHORTEST_PAUSE, LONGEST_PAUSE, HAS_LASTED = 1.0, 60.0, 60.0


@contextmanager
def sealer(*, organisation: str = "Acompanya", back: int = 0) -> Iterator[None]:
    """Keep a sealer running meanwhile; when none can run, say so in the log and go on: only publishing needs it. `back`: days before now from which a seal that is made now holds."""
    keeper = SealerKeeper(organisation, back) if settings.SEAL_EMBEDDED else None
    if keeper:
        keeper.start()
    try:
        yield
    finally:
        if keeper:
            keeper.stop()


class SealerKeeper:
    """Has one sealer running: whenever it ends, or cannot start, another is started after a pause that grows."""

    def __init__(self, organisation: str, back: int) -> None:
        self._organisation, self._back = organisation, back
        self._child: SealerChild | None = None
        self._began = 0.0
        self._over = threading.Event()
        self._starting = threading.Lock()
        self._thread = threading.Thread(target=self._keep, name="sealer", daemon=True)

    def start(self) -> None:
        """Start the first one and return when it answers, or could not be started."""
        self._start_one()
        self._thread.start()

    def stop(self) -> None:
        """End it, and start none any more."""
        with self._starting:
            self._over.set()
            child = self._child
        if child:
            child.end()
        self._thread.join(ENDS_WITHIN)
        if child:
            child.stop()

    def _keep(self) -> None:
        pause = SHORTEST_PAUSE
        while not self._over.wait(LOOKS_EVERY):
            if self._child:
                code = self._child.exit_code()
                if code is None:
                    continue
                if time.monotonic() - self._began >= HAS_LASTED:
                    pause = SHORTEST_PAUSE
                log.error("sealer_ended", code=code, seconds_to_next=pause)
                self._forget()
            if self._over.wait(pause):
                return
            pause = min(pause * 2, LONGEST_PAUSE)
            if self._start_one():
                log.info("sealer_runs_again")

    def _start_one(self) -> bool:
        """Start one and wait until it answers; False when it does not."""
        if not _have_keys(self._organisation, self._back):
            return False
        with self._starting:
            if self._over.is_set():
                return False
            try:
                self._child = child = SealerChild()
            except OSError as error:
                log.warning("sealer_did_not_start", why=type(error).__name__)
                return False
        self._began = time.monotonic()
        if child.is_ready():
            return True
        self._forget()
        if not self._over.is_set():
            log.warning("sealer_did_not_start", code=child.exit_code())
        return False

    def _forget(self) -> None:
        if self._child:
            self._child.stop()
        self._child = None


def _have_keys(organisation: str, back: int) -> bool:
    """Say whether there is a seal, after making one where there has never been any."""
    if has_keys():
        return True
    if is_configured():
        # There was a seal once: another one in its place would be a lie.
        log.error("seal_keys_are_missing")
        return False
    try:
        make_keys(organisation=organisation, days=DAYS, back=back)
    except OSError as error:
        log.warning("seal_cannot_be_made", why=type(error).__name__)
        return False
    return True
