"""For whoever watches the service: alive, and ready. They name parts, never people, addresses or errors."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable

from channels.db import database_sync_to_async
from channels.layers import get_channel_layer
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from helpdesk.outbox.selectors import living_workers

logger = logging.getLogger(__name__)
SECONDS_PER_PART = 2.0


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process answers; touches nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")


def _one_row() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


async def _database() -> bool:
    return await database_sync_to_async(_one_row)()


async def _bell() -> bool:
    """Send ourselves a message; the second, cancelled receive is how the layers forget a channel."""
    layer = get_channel_layer()
    if layer is None:
        return False
    channel = await layer.new_channel()
    await layer.send(channel, {"type": "ready"})
    heard = await layer.receive(channel)
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(layer.receive(channel), 0.01)
    return bool(heard["type"] == "ready")


async def _worker() -> bool:
    return await database_sync_to_async(living_workers().exists)()


PARTS: dict[str, Callable[[], Awaitable[bool]]] = {"database": _database, "bell": _bell, "worker": _worker}


async def _works(name: str) -> bool:
    try:
        return await asyncio.wait_for(PARTS[name](), SECONDS_PER_PART)
    except Exception as error:  # noqa: BLE001  whatever fails is "not ready"
        logger.warning("not_ready part=%s error=%s", name, type(error).__name__)
        return False


async def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether the database answers, the bell rings and a worker was heard of in the last 30 s: 200, or 503 with what does not."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    parts = {name: "ok" if await _works(name) else "fails" for name in PARTS}
    ready = all(state == "ok" for state in parts.values())
    return JsonResponse({"ready": ready, **parts}, status=200 if ready else 503)
