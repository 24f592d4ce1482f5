"""The life of a chat, its limits and the closed list of error codes of the socket."""

from collections import deque
from enum import StrEnum

PRESENCE_SECONDS = 60
ABANDON_SECONDS = 60
NOBODY_SECONDS = 600
IDLE_SECONDS = 1800
TICK_SECONDS = 20.0
MAX_FRAME_BYTES = 65536
MAX_FRAME_DEPTH = 8
MAX_WATCHES = 10
SAYS_PER_MINUTE = 100
FRAMES_PER_MINUTE = 300


class ChatState(StrEnum):
    """Where a chat stands."""

    WAITING = "waiting"
    ACTIVE = "active"
    ENDED = "ended"
    ABANDONED = "abandoned"
    CONVERTED = "converted"


LIVE = frozenset({ChatState.WAITING, ChatState.ACTIVE})


class OfferReason(StrEnum):
    """Why the chat can or cannot be entered now."""

    OPEN = "open"
    CLOSED = "closed"
    NOBODY = "nobody"


class SocketError(StrEnum):
    """Everything that a socket may answer when it refuses a frame."""

    BAD_FRAME = "bad_frame"
    NOT_FOUND = "not_found"
    NOT_ALLOWED = "not_allowed"
    INVALID = "invalid"
    TOO_MANY = "too_many"
    CONFLICT = "conflict"
    TRY_AGAIN = "try_again"


class CloseCode:
    """Codes with which the server closes a socket: RFC 6455 section 7.4.1, and 4403 for rights that ended."""

    UNSUPPORTED = 1003
    POLICY = 1008
    TOO_BIG = 1009
    REVOKED = 4403


class Window:
    """At most `limit` events in any `seconds`."""

    def __init__(self, limit: int, seconds: float = 60.0) -> None:
        self.limit = limit
        self.seconds = seconds
        self._times: deque[float] = deque()

    def allows(self, now: float) -> bool:
        """Count an event at `now` (monotonic seconds) and say whether it is within the limit; refused ones are not counted."""
        while self._times and self._times[0] <= now - self.seconds:
            self._times.popleft()
        if len(self._times) >= self.limit:
            return False
        self._times.append(now)
        return True
