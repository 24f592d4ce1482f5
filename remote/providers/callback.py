"""What a provider is given of a request that its program or its partner makes by itself."""

from uuid import UUID

from django.http import HttpRequest

from remote.providers.base import Config, ProviderError

MAX_BYTES = 64 * 1024


class CallbackRequest(HttpRequest):
    """A request to `/remote/callbacks/<council>/<provider>/`, with how that council uses the provider. Nothing of it is checked yet."""

    remote_config: Config
    remote_secrets: Config


def secrets_of(request: HttpRequest) -> Config:
    """Return the secrets of the council at whose address a request arrived; none when it arrived anywhere else."""
    found: Config = getattr(request, "remote_secrets", {})
    return found


def read_uuid(value: object) -> str:
    """Return a UUID in its usual form; raises ProviderError for what is none."""
    try:
        return str(UUID(str(value)))
    except ValueError as error:
        raise ProviderError("body", permanent=True) from error
