"""When the room of a call by video is open, and how long one talks: standard library only."""

from datetime import datetime, timedelta
from enum import StrEnum

from helpdesk.callbacks.rules import CallMode, CallState

OPENS_BEFORE = timedelta(minutes=10)
CLOSES_AFTER = timedelta(minutes=30)
LONGEST = timedelta(minutes=60)
# A page says every ten seconds that it is there; after this silence its side is taken to have gone.
BEAT_SECONDS = 10
SILENT = timedelta(seconds=30)
# A conversation from which both have gone is over, at the time at which the last of them was heard of.
FORSAKEN = timedelta(minutes=2)
# For how long the servers between two browsers take the credentials of a test.
TEST_TTL = timedelta(minutes=30)


class Door(StrEnum):
    """Whether one can enter now."""

    EARLY = "early"
    OPEN = "open"
    LATE = "late"
    CLOSED = "closed"


class Ending(StrEnum):
    """Why somebody is in the room no longer."""

    CITIZEN = "citizen"
    AGENT = "agent"
    TIME = "time"
    LEFT = "left"
    PHONE = "phone"
    CALL = "call"


class Found(StrEnum):
    """What the citizen's own test of a part found."""

    OK = "ok"
    REFUSED = "refused"
    MISSING = "missing"
    BUSY = "busy"
    FAILED = "failed"
    SILENT = "silent"


class Part(StrEnum):
    """What is tested."""

    CAMERA = "camera"
    MICROPHONE = "microphone"
    LOUDSPEAKER = "loudspeaker"
    CONNECTION = "connection"


def opens_at(starts_at: datetime) -> datetime:
    """Return from when one can enter."""
    return starts_at - OPENS_BEFORE


def closes_at(starts_at: datetime) -> datetime:
    """Return until when one can enter."""
    return starts_at + CLOSES_AFTER


def door_of(*, mode: str, state: str, starts_at: datetime, now: datetime, hard_end_at: datetime | None = None) -> Door:
    """Say whether the room of a call is open. Once both have talked it stays open, for whoever was cut off, until the hard end; that of a call which is settled, or is made by telephone, is closed."""
    if mode != CallMode.VIDEO or state != CallState.BOOKED:
        return Door.CLOSED
    if hard_end_at is not None:
        return Door.OPEN if now < hard_end_at else Door.LATE
    if now < opens_at(starts_at):
        return Door.EARLY
    return Door.OPEN if now < closes_at(starts_at) else Door.LATE


def is_there(seen_at: datetime | None, now: datetime) -> bool:
    """Say whether a page was heard of a moment ago."""
    return seen_at is not None and now - seen_at < SILENT


def minutes_of(started_at: datetime, ended_at: datetime) -> int:
    """Return how many whole minutes a conversation lasted."""
    return max(0, int((ended_at - started_at).total_seconds()) // 60)


def read_result(value: object) -> dict[str, str]:
    """Return the result of a test as it is kept: known parts with known findings; raises ValueError for anything else."""
    if not isinstance(value, dict) or not value:
        message = "no result"
        raise ValueError(message)
    return {Part(str(part)).value: Found(str(found)).value for part, found in value.items()}
