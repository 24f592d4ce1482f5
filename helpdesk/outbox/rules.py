"""When a mail is tried again, and the closed list of reasons why it was not sent."""

from datetime import timedelta
from enum import StrEnum

BACK_OFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=6))
SILENT_AFTER = timedelta(seconds=30)
HEARTBEAT_SECONDS = 5.0


class ErrorCode(StrEnum):
    """Why a mail was not sent; never the words of the other server, which name people."""

    CONNECTION = "connection"
    TIMEOUT = "timeout"
    LOGIN = "login"
    DEFERRED = "deferred"
    REFUSED = "refused"
    RECIPIENT = "recipient"
    NO_ADDRESS = "no_address"
    TEMPLATE = "template"
    OTHER = "other"


def wait_after(attempts: int) -> timedelta | None:
    """Return how long to wait after that many failed attempts; None when the mail is given up."""
    return BACK_OFF[attempts - 1] if attempts <= len(BACK_OFF) else None
