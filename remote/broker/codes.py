"""With which code a viewer's socket is closed: a closed list, so that the page can say in its own words what happened."""

from enum import IntEnum


class Close(IntEnum):
    """From 4000 on, codes are the application's own (RFC 6455, 7.4.2)."""

    GOING_AWAY = 1001
    # The gate did not let something pass; the session is over.
    CUT = 4400
    # The ticket is wrong, used or too old, or it came from a foreign page.
    TICKET = 4401
    # No computer is connected to this broker for this session.
    NO_DEVICE = 4404
    # The computer went away while it was looked at; it may come back with a new code.
    DEVICE_LOST = 4408
    # Another window looks already.
    BUSY = 4409
    # The session ended.
    ENDED = 4410
    # The computer is connected, but its screen server does not answer.
    UNREACHABLE = 4424
