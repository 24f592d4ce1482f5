"""By which servers two browsers find each other: those that the council has set for `browser_direct`, with credentials for one room."""

from collections.abc import Mapping
from datetime import datetime

from helpdesk.base.secrets import unseal
from helpdesk.people.models import Council
from remote.models import ProviderConfig
from remote.providers.base import Session
from remote.providers.browser_direct import YES, DirectProvider
from remote.providers.browser_ice import ice_servers


def terms_for(council: Council, name: str, until: datetime) -> Mapping[str, object]:
    """Return what a page connects with; the credentials are those of `name`, and end at `until`. What was agreed is held even if nothing new is offered."""
    row = ProviderConfig.objects.filter(council=council, provider=DirectProvider.key).first()
    config = row.settings if row else {}
    session = Session(
        id=name,
        scope=frozenset(),
        language=council.default_language,
        agent_name="",
        hard_end_at=until,
        config=config,
        secrets=unseal(row.secrets) if row else {},
        council=council.pk,
    )
    return {"ice": ice_servers(session), "relay_only": config.get("relay_only", YES) == YES}
