"""Scores, who is asked and when, and what opens a review: standard library only."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

SCORES = (1, 2, 3, 4, 5)
GOOD = (4, 5)
MAX_COMMENT = 1000
MAX_NOTE = 1000
MAX_QUESTIONS = 3
MAX_QUESTION_TEXT = 140
MAX_CHOICE_TEXT = 60
CHOICES = (2, 5)
CHANGEABLE_FOR = timedelta(hours=24)
ASKED_AGAIN_AFTER = timedelta(days=30)
REMINDED_AFTER = timedelta(days=3)
MAILED_AFTER_A_CALL = timedelta(hours=1)
MOST_MAILS = 2
CODE_LENGTH = 6
OFFICE_ANSWERS_AN_HOUR = 120


class Ask(StrEnum):
    """Whether somebody is really asked about a ticket. Whoever is not may answer on the page of the request all the same."""

    ASKED = "asked"
    RECENT = "recent"
    OPTED_OUT = "opted_out"


class Via(StrEnum):
    """How an answer was given."""

    PAGE = "page"
    MAIL = "mail"
    CHAT = "chat"
    PHONE = "phone"
    OFFICE = "office"


class Solved(StrEnum):
    """Answers to "Was it solved?"."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Kind(StrEnum):
    """How a council's own question is answered. A yes is 1, a no is 0; a choice is its place, from 1."""

    SCALE = "scale"
    YES_NO = "yes_no"
    CHOICE = "choice"


class ReviewOutcome(StrEnum):
    """What was done about a low score."""

    CALLED_BACK = "called_back"
    REOPENED = "reopened"
    EXPLAINED = "explained"
    NOTHING = "nothing"
    CHANGED = "changed"


# What a person may choose; that the citizen changed the answer, only the system knows.
CLOSING = (ReviewOutcome.CALLED_BACK, ReviewOutcome.REOPENED, ReviewOutcome.EXPLAINED, ReviewOutcome.NOTHING)


def changeable(answered_at: datetime, now: datetime) -> bool:
    """Say whether an answer may still be changed."""
    return now < answered_at + CHANGEABLE_FOR


def needs_review(*, score: int, solved: str, review_up_to: int, review_not_solved: bool) -> bool:
    """Say whether a supervisor has to look at an answer, as the council has set it. A limit of 0 asks for none by score."""
    return score <= review_up_to or (review_not_solved and solved == Solved.NO)


def values_of(kind: Kind, choices: int) -> tuple[int, ...]:
    """Return the values that answer a question."""
    if kind is Kind.SCALE:
        return SCORES
    return (1, 0) if kind is Kind.YES_NO else tuple(range(1, choices + 1))


def mean(distribution: Iterable[int]) -> float | None:
    """Return the mean of scores counted from 1 on; None without answers."""
    counts = list(distribution)
    total = sum(counts)
    return sum(score * count for score, count in enumerate(counts, 1)) / total if total else None


def share(part: int, whole: int) -> float | None:
    """Return a percentage; None of nothing."""
    return 100 * part / whole if whole else None
