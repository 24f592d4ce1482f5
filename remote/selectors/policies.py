"""What councils demand of their programs, and which secrets are kept of these. Never the secrets themselves."""

from helpdesk.base.secrets import unseal
from helpdesk.people.actors import Actor
from helpdesk.people.policies import councils_where
from remote.models import ProviderConfig, RemotePolicy
from remote.permissions import Permission


def demanding(actor: Actor) -> frozenset[int]:
    """Return the councils, of those that the actor may configure, which demand an end by this service."""
    rows = RemotePolicy.objects.filter(council_id__in=councils_where(actor, Permission.CONFIGURE), needs_server_end=True)
    return frozenset(rows.values_list("council_id", flat=True))


def kept_secrets(config: ProviderConfig | None) -> frozenset[str]:
    """Return the names of the secrets that are kept of a program."""
    return frozenset(name for name, value in unseal(config.secrets if config else "").items() if value)
