"""Who may open a socket: pages of the council of the Host, by exact origin."""

from collections.abc import Iterable
from typing import cast

from asgiref.typing import ASGI3Application, ASGIReceiveCallable, ASGISendCallable, Scope
from django.conf import settings
from django.db import Error

from helpdesk.chat.threads import for_reading
from helpdesk.people.models import Council
from helpdesk.people.selectors import council_for_host, origins_of


def one_header(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> str:
    """Return a header that must be there exactly once, or nothing."""
    values = [value for key, value in headers if key.lower() == name]
    return values[0].decode("latin-1") if len(values) == 1 else ""


def council_of(host: str, origin: str) -> Council | None:
    """Return the council of a host if the page's origin is exactly one of its own."""
    council = council_for_host(host) if host and origin else None
    if council is None:
        return None
    allowed = origins_of(council.pk) or {f"{'https' if settings.HTTPS else 'http'}://{host}"}
    return council if origin in allowed else None


class ExactOrigin:
    """ASGI wrapper that refuses with 403 before the socket opens, and else sets `scope["council"]`."""

    def __init__(self, inner: object) -> None:
        self.inner = cast("ASGI3Application", inner)

    async def __call__(self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        headers = scope["headers"] if scope["type"] == "websocket" else []
        try:
            council = await for_reading(council_of)(one_header(headers, b"host"), one_header(headers, b"origin"))
        except Error:
            council = None
        if council is None:
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": ""})
            return
        await self.inner({**scope, "council": council}, receive, send)  # type: ignore[arg-type]
