"""The bell of a room: tells its sockets, after the commit, that something has changed."""

from datetime import datetime
from functools import partial

from django.db import transaction

from helpdesk.tickets.bell import send
from remote.models import VideoCall


def room_group(call_id: int, starts_at: datetime) -> str:
    """Return the channel group of a room: messages of type `remote.bell`, after which one looks."""
    return f"remote.v.{call_id}.{int(starts_at.timestamp())}"


def ring(room: VideoCall) -> None:
    """Ring after the commit."""
    transaction.on_commit(partial(send, room_group(room.call_id, room.starts_at), {"type": "remote.bell"}))
