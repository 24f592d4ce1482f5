"""HTTP to Django, WebSocket to timelines and remote sessions behind the exact-origin check."""

import os

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.sessions import SessionMiddlewareStack
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django_application = get_asgi_application()

from config.server.root import AtRoot  # noqa: E402
from config.server.turns import Turns  # noqa: E402
from helpdesk.chat.origins import ExactOrigin  # noqa: E402
from helpdesk.chat.routing import websocket_urlpatterns as timelines  # noqa: E402
from remote.routing import websocket_urlpatterns as screens  # noqa: E402

by_protocol = ProtocolTypeRouter(
    {"http": Turns(django_application), "websocket": ExactOrigin(SessionMiddlewareStack(URLRouter([*timelines, *screens])))}
)
application = AtRoot(by_protocol)
