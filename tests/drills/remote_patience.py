"""Nothing waits for ever: whatever a scene hangs in, the browser, the database or a pipe, it ends in words that say where."""

import signal
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

HERE = Path(__file__).resolve().parent
# Where something swallows the first word, it is said again.
AGAIN_SECONDS = 5.0


class TooLong(Exception):
    """Something took longer than it may. No TimeoutError, so that nobody who waits for less takes it for their own."""


@contextmanager
def within(seconds: float, what: str) -> Iterator[None]:
    """End what is inside after so long; raises TooLong. Only on the main thread; one may be inside another, whose time goes on meanwhile.

    A signal does what timeouts of Playwright cannot: evaluate, close, the mouse and the keyboard have none."""

    def late(_number: int, _frame: FrameType | None) -> None:
        message = f"{what}: not done after {seconds:g} s"
        raise TooLong(message)

    before, started = signal.signal(signal.SIGALRM, late), time.monotonic()
    left, _again = signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if left:
            signal.setitimer(signal.ITIMER_REAL, max(left - (time.monotonic() - started), 0.001), AGAIN_SECONDS)


def where(broken: BaseException) -> str:
    """Return which line of the drills an error came out of, the innermost one."""
    lines = [line for line in traceback.extract_tb(broken.__traceback__) if HERE in Path(line.filename).parents]
    lines = [line for line in lines if line.filename != __file__]
    return f"{Path(lines[-1].filename).name}:{lines[-1].lineno} in {lines[-1].name}" if lines else "outside of the drills"
