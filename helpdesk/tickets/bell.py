"""The bell: tells open sockets that a ticket has something new. Nothing is lost when it does not ring."""

import asyncio
import logging
import threading
from functools import partial

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

logger = logging.getLogger(__name__)
_loops: list[asyncio.AbstractEventLoop] = []


def use_loop(loop: asyncio.AbstractEventLoop) -> None:
    """Name the server's own event loop; threads of the process then ring on it at once."""
    _loops[:] = [loop]


def ticket_group(ticket_id: int) -> str:
    """Return the channel group of a ticket."""
    return f"ticket.{ticket_id}"


def council_group(council_id: int) -> str:
    """Return the channel group of a council's desk."""
    return f"desk.{council_id}"


def send(group: str, message: dict[str, str | int]) -> None:
    """Ring once, now; a broken bell is logged and forgotten, since readers ask by themselves too."""
    layer = get_channel_layer()
    if layer is None:
        return
    try:
        if _loops and _loops[0].is_running() and threading.current_thread() is not threading.main_thread():
            asyncio.run_coroutine_threadsafe(layer.group_send(group, message), _loops[0])
        else:
            async_to_sync(layer.group_send)(group, message)
    except Exception:  # noqa: BLE001 the bell may never break a write that is already committed
        logger.warning("bell_failed")


def ring_readers(*, ticket_id: int) -> None:
    """Ring, after the commit, only for those who have a ticket open: who looks at it has changed, its timeline has not."""
    message: dict[str, str | int] = {"type": "bell", "ticket_id": ticket_id, "seq": 0}
    transaction.on_commit(partial(send, ticket_group(ticket_id), message))


def ring(*, ticket_id: int, council_id: int, seq: int) -> None:
    """Ring for a ticket and for its council's desk after the commit."""
    message: dict[str, str | int] = {"type": "bell", "ticket_id": ticket_id, "seq": seq}
    transaction.on_commit(partial(send, ticket_group(ticket_id), message))
    transaction.on_commit(partial(send, council_group(council_id), {"type": "desk.bell", "ticket_id": ticket_id, "seq": seq}))
