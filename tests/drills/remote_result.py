"""How a drill is played and told: scene by scene, each in its time, and what went wrong in words."""

import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.drills.remote_patience import TooLong, where, within

# The longest scene sits through two minutes, or guesses for one; each of the others takes a quarter of this.
SCENE_SECONDS = 180.0
START_SECONDS = 300.0
CLOSE_SECONDS = 90.0


@dataclass
class Result:
    """What happened; `failures` says in words what went wrong."""

    drill: str
    hard_end_ms: float = 0.0
    refusals_tested: int = 0
    refusals_held: int = 0
    failures: list[str] = field(default_factory=list)


def say(words: str) -> None:
    """Tell how it goes on, at once."""
    sys.stdout.write(f"{time.strftime('%H:%M:%S')} {words}\n")
    sys.stdout.flush()


def scene(result: Result, name: str, play: Callable[[], list[str]]) -> None:
    """Play a scene; one that breaks or hangs is a failure, and the others go on."""
    started = time.monotonic()
    say(f"{name} …")
    try:
        with within(SCENE_SECONDS, name):
            wrong = play()
    except TooLong as late:
        wrong = [f"{late} ({where(late)})"]
    except Exception as broken:  # noqa: BLE001  the boundary of a scene
        traceback.print_exc()
        wrong = [f"{name}: {type(broken).__name__}: {str(broken)[:200]} ({where(broken)})"]
    result.failures += wrong
    say(f"{name}: {'; '.join(wrong) or 'good'} ({time.monotonic() - started:.1f} s)")


def refusal(result: Result, name: str, tried: Callable[[], bool]) -> None:
    """Try what must be refused."""

    def play() -> list[str]:
        held = tried()
        result.refusals_held += held
        return [] if held else [f"not refused: {name}"]

    result.refusals_tested += 1
    scene(result, f"refused: {name}", play)


def conclude(result: Result, faults: list[str], folder: Path) -> None:
    """Count what the pages complained about as failures, and show what the logs have beyond the ordinary when there are any. Sockets that are cut and tickets that come too early are part of a drill."""
    result.failures += [
        f"the page complains: {fault[:200]}" for fault in faults if "WebSocket connection to" not in fault and "409" not in fault
    ]
    if result.failures:
        for path in sorted(folder.glob("*.log")):
            lines = [line for line in path.read_text(errors="replace").splitlines() if '"level": "info"' not in line]
            sys.stderr.write("\n".join([f"---- {path.name}", *lines[-40:], ""]))


@contextmanager
def closing_in_time() -> Iterator[ExitStack]:
    """Give a stack whose closing is bounded too."""
    stack = ExitStack()
    try:
        yield stack
    finally:
        with within(CLOSE_SECONDS, "closing the browser and ending what was started"):
            stack.close()
