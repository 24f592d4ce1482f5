"""Programs: which of them a council uses, and what they can do as it has set them."""

from dataclasses import dataclass

from helpdesk.base.errors import NotAllowed
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.policies import councils_where
from helpdesk.people.selectors import councils
from remote.models import ProviderConfig, RemotePolicy, RemoteSession
from remote.permissions import Permission
from remote.providers import RemoteProvider, find_provider, providers
from remote.providers.base import Caps, HardEnd
from remote.providers.registry import caps_of


@dataclass(frozen=True, slots=True)
class Offerable:
    """A provider that a council uses."""

    provider: RemoteProvider
    config: ProviderConfig

    @property
    def caps(self) -> Caps:
        """What it can do as this council has set it: a link to Jitsi cannot give mouse and keyboard, one to RustDesk can."""
        return caps_of(self.provider, self.config.settings)


def enabled_providers(council_id: int) -> list[Offerable]:
    """Return the providers that a council has switched on and this installation has."""
    rows = ProviderConfig.objects.filter(council_id=council_id, is_enabled=True, provider__in=list(providers()))
    found = [Offerable(provider, row) for row in rows if (provider := find_provider(row.provider)) is not None]
    if RemotePolicy.objects.filter(council_id=council_id, needs_server_end=True).exists():
        return [one for one in found if one.caps.hard_end is HardEnd.SERVER]
    return found


def caps_for(session: RemoteSession) -> Caps | None:
    """Return what the provider of a session can do as its council has set it; None when this installation has it no longer."""
    provider = find_provider(session.provider)
    if provider is None:
        return None
    config = ProviderConfig.objects.filter(council_id=session.council_id, provider=session.provider).first()
    return caps_of(provider, config.settings if config else {})


@dataclass(frozen=True, slots=True)
class ProviderRow:
    """A provider on the page of settings, and how this council has set it, if it has."""

    council: Council
    provider: RemoteProvider
    config: ProviderConfig | None


def configurable(actor: Actor) -> list[ProviderRow]:
    """Return every provider of this installation for every council that the actor may configure."""
    ids = councils_where(actor, Permission.CONFIGURE)
    if not ids:
        raise NotAllowed
    known = {(row.council_id, row.provider): row for row in ProviderConfig.objects.filter(council_id__in=ids)}
    return [
        ProviderRow(council, provider, known.get((council.pk, key)))
        for council in councils(ids).order_by("name")
        for key, provider in providers().items()
    ]
