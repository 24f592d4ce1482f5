"""When a citizen is told by mail that there is an answer: standard library only."""

from collections.abc import Sequence
from datetime import datetime, timedelta

QUIET_AFTER_NOTICE = timedelta(minutes=5)
NOW = timedelta()
CHAT_BEGINS = "chat_started"
CHAT_EVENTS = frozenset({CHAT_BEGINS, "chat_ended", "chat_abandoned", "chat_converted"})


def is_live(events: Sequence[str]) -> bool:
    """Say whether a timeline's events, oldest first, leave a chat open: then the citizen is reading, and needs no mail."""
    last = next((event for event in reversed(events) if event in CHAT_EVENTS), "")
    return last == CHAT_BEGINS


def wait_before_notice(last_notice_at: datetime | None, now: datetime) -> timedelta:
    """Return how long a notice waits: the first goes at once, those of the next five minutes become one."""
    if last_notice_at is None:
        return NOW
    return max(NOW, last_notice_at + QUIET_AFTER_NOTICE - now)
