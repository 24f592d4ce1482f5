"""The programs with which a session is held. They know HTTP and dataclasses, never tickets."""

from remote.providers.base import RemoteProvider
from remote.providers.registry import find_provider, get_provider, providers

__all__ = ["RemoteProvider", "find_provider", "get_provider", "providers"]
