"""Which providers this installation has: `settings.REMOTE_PROVIDERS`."""

from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from remote.providers.base import Caps, Config, Configured, ProviderError, RemoteProvider


@lru_cache
def _load(paths: tuple[str, ...]) -> dict[str, RemoteProvider]:
    found: dict[str, RemoteProvider] = {}
    for path in paths:
        provider = import_string(path)()
        if not isinstance(provider, RemoteProvider) or provider.key in found:
            message = f"REMOTE_PROVIDERS: {path} is no provider, or its key is taken"
            raise ImproperlyConfigured(message)
        found[provider.key] = provider
    return found


def providers() -> dict[str, RemoteProvider]:
    """Return the providers of this installation by key, in the order of the settings."""
    return _load(tuple(settings.REMOTE_PROVIDERS))


def need_page() -> list[str]:
    """Return the keys of the providers whose sessions are over when the citizen's page is gone."""
    return [key for key, provider in providers().items() if provider.caps.needs_page]


def caps_of(provider: RemoteProvider, cfg: Config) -> Caps:
    """Return what a provider can do with the settings of a council."""
    return provider.caps_for(cfg) if isinstance(provider, Configured) else provider.caps


def secret_names(provider: RemoteProvider) -> tuple[str, ...]:
    """Return the fields of a provider's form that are secrets: kept encrypted, never shown again."""
    names: tuple[str, ...] = getattr(provider.config, "secrets", ())
    return names


def calls_back(provider: RemoteProvider) -> bool:
    """Say whether a provider's program tells us things by itself: `calls_back = True` in its class."""
    return bool(getattr(provider, "calls_back", False))


def find_provider(key: str) -> RemoteProvider | None:
    """Return a provider, or None when this installation has it no longer."""
    return providers().get(key)


def get_provider(key: str) -> RemoteProvider:
    """Return a provider; raises ProviderError when this installation has it no longer."""
    provider = find_provider(key)
    if provider is None:
        raise ProviderError("missing", permanent=True)
    return provider
