"""Scores and the time in which an answer may be changed: standard library only."""

from datetime import datetime, timedelta

SCORES = (1, 2, 3, 4, 5)
MAX_COMMENT = 1000
CHANGEABLE_FOR = timedelta(hours=24)


def changeable(answered_at: datetime, now: datetime) -> bool:
    """Say whether an answer may still be changed."""
    return now < answered_at + CHANGEABLE_FOR
