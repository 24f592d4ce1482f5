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
    WHEN = "when"
    WHO = "who"
    CHECK = "check"


class Way(StrEnum):
    """How somebody wants to be helped."""

    CHAT = "chat"
    CALL = "call"
    WRITE = "write"


def steps_of(way: str, *, with_channel: bool) -> list[WizardStep]:
    """Return the pages that somebody goes through who wants to be helped in this way."""
    left_out = {WizardStep.WHEN} if way != Way.CALL else set()
    if not with_channel:
        left_out.add(WizardStep.CHANNEL)
    return [step for step in WizardStep if step not in left_out]


def first_missing(answers: Mapping[str, object]) -> WizardStep | None:
    """Return the first step that still has to be answered before sending; None when all is there."""
    is_call = answers.get("channel") == Way.CALL
    if not answers.get("body"):
        return WizardStep.PROBLEM
    if is_call and not answers.get("slot"):
        return WizardStep.WHEN
    if not answers.get("requester") or (is_call and not answers.get("phone")):
        return WizardStep.WHO
    return None


def step_after(step: WizardStep, answers: Mapping[str, object]) -> WizardStep:
    """Return the page after `step`: the next one, or what is still missing once somebody has been on all of them."""
    if answers.get("body") and answers.get("requester"):
        return first_missing(answers) or WizardStep.CHECK
    steps = steps_of(str(answers.get("channel", "")), with_channel=True)
    return steps[steps.index(step) + 1]


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
