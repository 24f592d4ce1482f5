"""Calling a provider from our synchronous side: with a timeout, and every error as a ProviderError."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, TypeVar

from asgiref.sync import async_to_sync

from remote.providers.base import ProviderError
from remote.rules import PROVIDER_TIMEOUT_SECONDS

logger = logging.getLogger(__name__)
T = TypeVar("T")


def call(doing: Coroutine[Any, Any, T]) -> T:
    """Run a provider's coroutine to its end. Never call it with a transaction open: services do so after the commit."""

    async def bounded() -> T:
        return await asyncio.wait_for(doing, PROVIDER_TIMEOUT_SECONDS)

    try:
        return async_to_sync(bounded)()
    except ProviderError as error:
        logger.warning("remote_provider_failed code=%s permanent=%s", error.code, error.permanent)
        raise
    except TimeoutError as error:
        logger.warning("remote_provider_failed code=timeout")
        raise ProviderError("timeout") from error
    except Exception as error:
        # The boundary to other people's code: its text is never kept.
        logger.warning("remote_provider_failed code=broken error=%s", type(error).__name__)
        raise ProviderError("broken") from error
