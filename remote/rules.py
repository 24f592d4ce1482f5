"""The one state machine of remote sessions, scopes and limits: standard library only."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import chain, combinations

MINUTES = 30
MAX_MINUTES = 60
MIN_MINUTES = 5
OFFER_TTL = timedelta(minutes=15)
MAX_OFFERS = 3
OFFERS_WITHIN = timedelta(hours=1)
MAX_REASON = 300
PROVIDER_TIMEOUT_SECONDS = 5.0
PREPARE_AGAIN = timedelta(seconds=15)
MAX_END_ERRORS = 5
# A one-time code for a device: 10 characters of base32, 50 bits. Guessing at full speed for its ten minutes finds one in 10^8.
CODE_LENGTH = 10
CODE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE_TTL = timedelta(minutes=10)
MAX_CODES = 10
VIEWER_TICKET_TTL = timedelta(seconds=30)
# A request for more than looking waits so long for the citizen's answer, and comes up so often at most.
ASK_TTL = timedelta(minutes=2)
MAX_ASKS = 3
# Control goes back to looking when the agent has touched nothing for so long.
CONTROL_IDLE = timedelta(minutes=3)
# The citizen's page says every 10 seconds that it is still there; after this silence a session that depends on it is over.
HEARTBEAT_SECONDS = 10
HEARTBEAT_LOST = timedelta(seconds=35)
# Brokers write a row this often; one silent for longer is dead, and so are its tunnels.
BROKER_BEAT_SECONDS = 1.0
BROKER_DEAD = timedelta(seconds=4)
_FIRST_RETRY, _LAST_RETRY = timedelta(seconds=5), timedelta(minutes=5)


class State(StrEnum):
    """Where a session stands, the same for every provider."""

    REQUESTED = "requested"
    OFFERED = "offered"
    CONSENTED = "consented"
    AWAITING_DEVICE = "awaiting_device"
    READY = "ready"
    VIEWING = "viewing"
    CONTROLLING = "controlling"
    ENDING = "ending"
    ENDED = "ended"
    DECLINED = "declined"
    EXPIRED = "expired"
    REVOKED = "revoked"
    TERMINATED = "terminated"
    TIMED_OUT = "timed_out"
    FAILED = "failed"


OPEN_OFFER = frozenset({State.REQUESTED, State.OFFERED})
CONNECTED = frozenset({State.VIEWING, State.CONTROLLING})
RUNNING = frozenset({State.CONSENTED, State.AWAITING_DEVICE, State.READY}) | CONNECTED
FINAL = frozenset({State.ENDED, State.DECLINED, State.EXPIRED, State.REVOKED, State.TERMINATED, State.TIMED_OUT, State.FAILED})
LIVE = frozenset(State) - FINAL
# How a session that somebody agreed to may end; until the provider confirms, it is `ending` and this is its outcome.
OUTCOMES = frozenset({State.ENDED, State.REVOKED, State.TERMINATED, State.TIMED_OUT, State.FAILED})
CONSENT_GIVEN = RUNNING | {State.ENDING, State.REVOKED, State.TIMED_OUT}

_AFTER_CONSENT = frozenset({State.ENDING})
TRANSITIONS: dict[State, frozenset[State]] = {
    State.REQUESTED: frozenset({State.OFFERED, State.ENDED, State.TERMINATED, State.EXPIRED, State.FAILED}),
    State.OFFERED: frozenset({State.CONSENTED, State.DECLINED, State.EXPIRED, State.ENDED, State.TERMINATED, State.FAILED}),
    State.CONSENTED: _AFTER_CONSENT | {State.AWAITING_DEVICE, State.READY},
    State.AWAITING_DEVICE: _AFTER_CONSENT | {State.READY},
    State.READY: _AFTER_CONSENT | {State.AWAITING_DEVICE, State.VIEWING},
    State.VIEWING: _AFTER_CONSENT | {State.AWAITING_DEVICE, State.READY, State.CONTROLLING},
    State.CONTROLLING: _AFTER_CONSENT | {State.AWAITING_DEVICE, State.READY, State.VIEWING},
    State.ENDING: OUTCOMES,
    **dict.fromkeys(FINAL, frozenset[State]()),
}


def may_move(current: State, to: State) -> bool:
    """Say whether the transition table has `current` → `to`. Staying is not a move."""
    return to in TRANSITIONS[current]


class EventName(StrEnum):
    """What the journal of a session tells. Input is never recorded."""

    REQUESTED = "requested"
    OFFERED = "offered"
    CONSENT_SHOWN = "consent_shown"
    CONSENTED = "consented"
    DECLINED = "declined"
    EXPIRED = "expired"
    PREPARED = "prepared"
    CODE_ISSUED = "code_issued"
    CODE_REFUSED = "code_refused"
    DEVICE_CONNECTED = "device_connected"
    DEVICE_LOST = "device_lost"
    VIEWER_OPENED = "viewer_opened"
    VIEWER_CLOSED = "viewer_closed"
    CONTROL_REQUESTED = "control_requested"
    CONTROL_REFUSED = "control_refused"
    CONTROL_GRANTED = "control_granted"
    CONTROL_REVOKED = "control_revoked"
    CLIPBOARD_REQUESTED = "clipboard_requested"
    CLIPBOARD_REFUSED = "clipboard_refused"
    CLIPBOARD_GRANTED = "clipboard_granted"
    CLIPBOARD_REVOKED = "clipboard_revoked"
    HEARTBEAT_MISSED = "heartbeat_missed"
    ENDING = "ending"
    END_UNCONFIRMED = "end_unconfirmed"
    CLOSED_ATTESTED = "closed_attested"
    ENDED = "ended"
    PROVIDER_ERROR = "provider_error"


class EndReason(StrEnum):
    """Why a session ended, beyond its outcome."""

    AGENT = "agent"
    WITHDRAWN = "withdrawn"
    CITIZEN = "citizen"
    SUPERVISOR = "supervisor"
    TIME = "time"
    TICKET = "ticket"
    PROVIDER = "provider"
    BROKER_LOST = "broker_lost"
    PAGE_LOST = "page_lost"
    DEVICE = "device"


class Answer(StrEnum):
    """What became of a request for more than looking."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Attested(StrEnum):
    """Who said that the program of the session is closed."""

    CITIZEN = "citizen"
    STAFF = "staff"


class Scope(StrEnum):
    """What a session may do; each is a consent of its own. Without `view` there is nothing."""

    VIEW = "view"
    CONTROL = "control"
    CLIPBOARD = "clipboard"
    RECORD = "record"


_ORDER = tuple(Scope)
# What can be asked for while a session runs, each with words of its own.
WIDENING = frozenset({Scope.CONTROL, Scope.CLIPBOARD})
# What can be asked for today: the others wait for providers that enforce them.
ASKABLE = frozenset({Scope.VIEW, Scope.CONTROL})


def is_scope(parts: Iterable[Scope]) -> bool:
    """Say whether this is a scope: it views, and a clipboard needs control."""
    found = frozenset(parts)
    return Scope.VIEW in found and (Scope.CLIPBOARD not in found or Scope.CONTROL in found)


def write_scope(parts: Iterable[Scope]) -> str:
    """Return how a scope is stored, such as `view+control`; raises ValueError for what is none."""
    found = frozenset(parts)
    if not is_scope(found):
        message = "not a scope"
        raise ValueError(message)
    return "+".join(part for part in _ORDER if part in found)


def read_scope(stored: str) -> frozenset[Scope]:
    """Return the parts of a stored scope; raises ValueError for what is none."""
    found = frozenset(Scope(part) for part in stored.split("+"))
    if write_scope(found) != stored:
        message = "not a scope"
        raise ValueError(message)
    return found


SCOPES = tuple(
    write_scope(parts) for parts in chain.from_iterable(combinations(_ORDER, size) for size in range(1, len(_ORDER) + 1)) if is_scope(parts)
)


def may_become(scope: str, to: str) -> bool:
    """Say whether a scope may become another: it shrinks or stays, and never grows."""
    return read_scope(to) <= read_scope(scope)


def fits_minutes(minutes: int, cap: int) -> bool:
    """Say whether a session may last so long in a council whose cap is `cap`."""
    return MIN_MINUTES <= minutes <= min(cap, MAX_MINUTES)


def is_over(state: State, *, offer_expires_at: datetime | None, hard_end_at: datetime | None, now: datetime) -> bool:
    """Say whether time has passed over a session, even if the sweep has not seen it yet."""
    if state in OPEN_OFFER:
        return offer_expires_at is not None and offer_expires_at <= now
    return state in RUNNING and hard_end_at is not None and hard_end_at <= now


def wait_before_retry(attempts: int) -> timedelta:
    """Return how long to wait before the provider is asked again to end: 5 s, doubling up to 5 minutes."""
    doublings: int = 1 << min(max(attempts - 1, 0), 10)
    return min(_FIRST_RETRY * doublings, _LAST_RETRY)


def link_hash(prev_hash: str, fields: Mapping[str, str | int | None]) -> str:
    """Return the hash of a journal entry: SHA-256 of the one before and of its own fields in canonical JSON."""
    text = json.dumps(dict(fields), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{prev_hash}\n{text}".encode()).hexdigest()


def first_hash(session: str) -> str:
    """Return what the first entry of a session's journal points at."""
    return hashlib.sha256(f"remote:{session}".encode()).hexdigest()
