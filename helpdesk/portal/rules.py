"""The citizen's wizard: its steps, what each needs, its limits."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

DRAFT_DAYS = 7
DRAFT_COOKIE = "__Host-draft"
QUICKEST = timedelta(seconds=2)
SENDINGS_PER_HOUR = 10


class WizardStep(StrEnum):
    """The pages of the wizard, in order."""

    CHANNEL = "channel"
    PROBLEM = "problem"
    WHO = "who"
    CHECK = "check"


class Way(StrEnum):
    """How somebody wants to be helped."""

    CHAT = "chat"
    WRITE = "write"


def first_missing(answers: Mapping[str, object]) -> WizardStep | None:
    """Return the first step that still has to be answered before sending; None when all is there."""
    if not answers.get("body"):
        return WizardStep.PROBLEM
    if not answers.get("requester"):
        return WizardStep.WHO
    return None


def too_quick(started: datetime, now: datetime) -> bool:
    """Say whether no person can have read and written in this time."""
    return now - started < QUICKEST


def recent(sendings: Sequence[float], now: datetime) -> list[float]:
    """Return the moments of sending within the last hour."""
    since = (now - timedelta(hours=1)).timestamp()
    return [moment for moment in sendings if moment > since]


def subject_of(body: str, title: str) -> str:
    """Return the subject of a ticket: the procedure's title, or the beginning of what was written."""
    if title:
        return title
    first = next((line.strip() for line in body.splitlines() if line.strip()), "")
    return first if len(first) <= 90 else f"{first[:89].rsplit(' ', 1)[0]}…"
