"""The addresses of sockets of remote sessions."""

from typing import TYPE_CHECKING, cast

from channels.routing import URLRouter
from django.urls import path

from remote.consumers import AgentConsumer, AgentRoom, CitizenConsumer, CitizenRoom

if TYPE_CHECKING:
    from channels.routing import _ExtendedURLPattern

websocket_urlpatterns = cast(
    "list[_ExtendedURLPattern | URLRouter]",
    [
        path("ws/remote/<uuid:session>/citizen/", CitizenConsumer.as_asgi()),  # type: ignore[arg-type]  # Django's stubs know views only
        path("ws/remote/<uuid:session>/agent/", AgentConsumer.as_asgi()),  # type: ignore[arg-type]
        path("ws/remote/video/<slug:reference>/citizen/", CitizenRoom.as_asgi()),  # type: ignore[arg-type]
        path("ws/remote/video/<slug:reference>/agent/", AgentRoom.as_asgi()),  # type: ignore[arg-type]
    ],
)
