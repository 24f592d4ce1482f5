"""The only clock of the house: tests and the demo may move it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

_frozen: ContextVar[datetime | None] = ContextVar("frozen_clock", default=None)


def _offset() -> timedelta:
    """Seconds by which a test moved the clock of a running server, read from `CLOCK_OFFSET_FILE`."""
    name: str = settings.CLOCK_OFFSET_FILE
    if not name:
        return timedelta()
    try:
        return timedelta(seconds=float(Path(name).read_text()))
    except (FileNotFoundError, ValueError):
        return timedelta()


def now() -> datetime:
    """Return the aware UTC time that the service believes in."""
    frozen = _frozen.get()
    return frozen if frozen is not None else datetime.now(UTC) + _offset()


def of_the_machine() -> datetime:
    """Return the machine's own UTC time, which nobody moves: for heartbeats, and for the task queue, whose library believes in nothing else."""
    return datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Freeze the clock at an aware `moment` in the current context."""
    token = _frozen.set(moment)
    try:
        yield
    finally:
        _frozen.reset(token)
