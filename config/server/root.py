"""The service stands at the root of its hosts, whatever a client says."""

from collections.abc import Awaitable, Callable
from typing import Any

Application = Callable[..., Awaitable[None]]


class AtRoot:
    """An application whose addresses begin where its host does: Daphne believes the header `Daphne-Root-Path` from anybody, and links would begin with it."""

    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:  # noqa: ANN401 - as ASGI has them
        """Pass on with an empty root path."""
        await self._application(scope | {"root_path": ""}, receive, send)
