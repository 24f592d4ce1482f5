"""The bell of a remote session: tells its pages, its sockets and its broker, after the commit, where it stands now."""

from functools import partial
from uuid import UUID

from django.db import transaction

from helpdesk.tickets.bell import send
from remote.models import RemoteSession


def session_group(public_id: UUID) -> str:
    """Return the channel group of a session: messages of type `remote.bell` with `session`, `state`, `scope` and `event`."""
    return f"remote.s.{public_id.hex}"


def ring(session: RemoteSession, event: str) -> None:
    """Ring after the commit. What the message says is read from the session then: a later move in the same transaction is not lost."""
    transaction.on_commit(partial(_send, session, event))


def _send(session: RemoteSession, event: str) -> None:
    message: dict[str, str | int] = {
        "type": "remote.bell",
        "session": session.public_id.hex,
        "state": session.state,
        "scope": session.scope,
        "event": event,
    }
    send(session_group(session.public_id), message)
