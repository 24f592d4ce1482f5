"""The life of an agreed call: standard library only."""

from datetime import datetime, timedelta
from enum import StrEnum

ATTEMPTS = 3
GRACE = timedelta(minutes=10)
BAND_LAST_HOUR = timedelta(hours=1)
TRY_AGAIN_AFTER = timedelta(minutes=20)
DAY_BEFORE = timedelta(days=1)
LATE_REMINDER = timedelta(hours=2)
TOO_SOON_TO_REMIND = timedelta(hours=4)
SOON = timedelta(minutes=5)


class CallWhen(StrEnum):
    """What was agreed: an exact time, or a part of the day."""

    EXACT = "exact"
    MORNING = "morning"
    AFTERNOON = "afternoon"


class CallMode(StrEnum):
    """How we talk: by telephone, or by video in the browser with the telephone as the way out."""

    PHONE = "phone"
    VIDEO = "video"


class CallState(StrEnum):
    """Where an agreed call stands."""

    BOOKED = "booked"
    DONE = "done"
    UNANSWERED = "unanswered"
    CANCELLED = "cancelled"


class AttemptOutcome(StrEnum):
    """What happened when the agent called."""

    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    VOICEMAIL = "voicemail"
    WRONG_NUMBER = "wrong_number"


class Urgency(StrEnum):
    """How near the turn of a call is."""

    CALM = "calm"
    SOON = "soon"
    LATE = "late"


def due_at(when: CallWhen, starts_at: datetime, ends_at: datetime) -> datetime:
    """Return until when the first attempt is on time: ten minutes after an exact time, the end of a part of the day."""
    return starts_at + GRACE if when is CallWhen.EXACT else ends_at


def fits_mode(mode: CallMode, when: CallWhen) -> bool:
    """Say whether a call can be held like this: two people meet by video at an exact time only."""
    return mode is CallMode.PHONE or when is CallWhen.EXACT


def has_begun(when: CallWhen, starts_at: datetime, ends_at: datetime, now: datetime) -> bool:
    """Say whether it is too late for the citizen to change a call: its time has come, or its part of the day is over."""
    return now >= (starts_at if when is CallWhen.EXACT else ends_at)


def state_after(outcome: AttemptOutcome, number: int) -> CallState:
    """Return where a call stands after an attempt: the third without an answer ends it, a wrong number at once."""
    if outcome is AttemptOutcome.ANSWERED:
        return CallState.DONE
    return CallState.UNANSWERED if outcome is AttemptOutcome.WRONG_NUMBER or number >= ATTEMPTS else CallState.BOOKED


def remind_at(agreed_at: datetime, starts_at: datetime) -> datetime | None:
    """Return when to remind: a day before if it was agreed earlier than that, else two hours before if it was agreed more than four ahead, else never."""
    ahead = starts_at - agreed_at
    if ahead > DAY_BEFORE:
        return starts_at - DAY_BEFORE
    return starts_at - LATE_REMINDER if ahead > TOO_SOON_TO_REMIND else None


def turn_of(when: CallWhen, starts_at: datetime, ends_at: datetime, try_after: datetime | None) -> datetime:
    """Return when it is the turn of a call: its time, or when to try again; one for a part of the day has its turn in the last hour at the latest."""
    if try_after is not None:
        return try_after
    return starts_at if when is CallWhen.EXACT else ends_at - BAND_LAST_HOUR


def urgency(*, turn: datetime, due: datetime, try_after: datetime | None, now: datetime) -> Urgency:
    """Say whether a call is late (past its deadline, and not waiting to be tried again), soon (five minutes before its turn), or neither."""
    if due < now and (try_after is None or try_after + GRACE < now):
        return Urgency.LATE
    return Urgency.SOON if turn - SOON <= now else Urgency.CALM
