"""HTTP to Django, WebSocket to the timeline consumer behind the exact-origin check."""

import os

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.sessions import SessionMiddlewareStack
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django_application = get_asgi_application()

from helpdesk.chat.origins import ExactOrigin  # noqa: E402
from helpdesk.chat.routing import websocket_urlpatterns  # noqa: E402

application = ProtocolTypeRouter(
    {"http": django_application, "websocket": ExactOrigin(SessionMiddlewareStack(URLRouter(websocket_urlpatterns)))}
)
