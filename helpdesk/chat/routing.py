"""The one address of sockets."""

from typing import TYPE_CHECKING, cast

from channels.routing import URLRouter
from django.urls import path

from helpdesk.chat.consumers import TimelineConsumer

if TYPE_CHECKING:
    from channels.routing import _ExtendedURLPattern

websocket_urlpatterns = cast(
    "list[_ExtendedURLPattern | URLRouter]",
    [path("ws/timeline/", TimelineConsumer.as_asgi())],  # type: ignore[arg-type]  # Django's stubs know views only
)
