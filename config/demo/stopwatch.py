"""How long each step of the demonstration took."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager


def _now() -> tuple[float, float]:
    """Seconds that passed, and seconds of work: of this process, and of those that it started and that have ended."""
    return time.monotonic(), sum(os.times()[:4])


class Stopwatch:
    """Adds up the seconds of steps by their name, in the order in which they first came."""

    def __init__(self) -> None:
        self._began = _now()
        self._steps: dict[str, tuple[float, float]] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Count what happens meanwhile, whether it ends well or not."""
        passed, worked = _now()
        try:
            yield
        finally:
            before, now = self._steps.get(name, (0.0, 0.0)), _now()
            self._steps[name] = (before[0] + now[0] - passed, before[1] + now[1] - worked)

    def lines(self) -> list[str]:
        """Say it, one step a line and the whole at the end; what no step counted is in the whole only."""
        now = _now()
        rows = [*self._steps.items(), ("in all", (now[0] - self._began[0], now[1] - self._began[1]))]
        return [f"  {passed:6.1f} s, {worked:6.1f} s of work  {name}" for name, (passed, worked) in rows]
