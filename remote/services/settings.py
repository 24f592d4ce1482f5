"""Which programs a council uses, and how; what it demands of all of them; the secrets that they need."""

from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from helpdesk.base import clock
from helpdesk.base.errors import InvalidInput, NotFound
from helpdesk.base.secrets import seal, unseal
from helpdesk.people.actors import SYSTEM, Actor
from helpdesk.people.policies import require
from remote.models import ProviderConfig, RemotePolicy, RemoteSession
from remote.permissions import Permission
from remote.providers import RemoteProvider, find_provider
from remote.providers.base import Config, Health, ProviderError
from remote.providers.calling import call
from remote.providers.registry import secret_names
from remote.rules import MAX_MINUTES, MIN_MINUTES, OPEN_OFFER, EndReason, State
from remote.selectors import enabled_providers
from remote.services.ending import settle
from remote.services.journal import locked_session

NO_ANSWER = _("The program did not answer in time.")
NEEDS_ITS_SECRET = _("It does not work without its secret. Write one, or switch it off first.")


def _provider(key: str) -> RemoteProvider:
    provider = find_provider(key)
    if provider is None:
        raise NotFound
    return provider


@transaction.atomic
def save_provider(
    *,
    council_id: int,
    provider: str,
    is_enabled: bool,
    max_minutes: int,
    settings: Mapping[str, object],
    by: Actor,
    forget: Collection[str] = (),
) -> ProviderConfig:
    """Keep how a council uses a program; the settings have to satisfy the provider's own form. A secret that is empty stays as it is, one in `forget` is removed: only what is switched off can do without. Proposals that are no longer possible are withdrawn."""
    require(by, Permission.CONFIGURE, council_id)
    program, before = _provider(provider), _possible(council_id)
    names = secret_names(program)
    row = ProviderConfig.objects.select_for_update().filter(council_id=council_id, provider=provider).first()
    secrets = {name: value for name, value in unseal(row.secrets if row else "").items() if name in names and name not in forget}
    secrets |= {name: str(settings[name]) for name in names if settings.get(name)}
    form = program.config({**settings, **{name: secrets.get(name, "") for name in names}})
    for name in names if not is_enabled else ():
        form.fields[name].required = False
    if not form.is_valid() or not MIN_MINUTES <= max_minutes <= MAX_MINUTES:
        raise InvalidInput(NEEDS_ITS_SECRET if set(form.errors) & set(names) and not set(form.errors) - set(names) else None)
    found = {name: value for name, value in form.cleaned_data.items() if name not in names}
    row, _created = ProviderConfig.objects.update_or_create(
        council_id=council_id,
        provider=provider,
        defaults={
            "is_enabled": is_enabled,
            "max_minutes": max_minutes,
            "settings": {name: "" if value is None else str(value) for name, value in found.items()},
            "secrets": seal(secrets),
            "updated_at": clock.now(),
        },
    )
    _withdraw(council_id, before - _possible(council_id))
    return row


@transaction.atomic
def save_policy(*, council_id: int, needs_server_end: bool, by: Actor) -> RemotePolicy:
    """Keep what a council demands of every session. Proposals that do not meet it are withdrawn; what the citizen has agreed to goes on to its end."""
    require(by, Permission.CONFIGURE, council_id)
    before = _possible(council_id)
    row, _created = RemotePolicy.objects.update_or_create(
        council_id=council_id, defaults={"needs_server_end": needs_server_end, "updated_at": clock.now()}
    )
    _withdraw(council_id, before - _possible(council_id))
    return row


def _possible(council_id: int) -> frozenset[str]:
    return frozenset(one.provider.key for one in enabled_providers(council_id))


def _withdraw(council_id: int, gone: frozenset[str]) -> None:
    """Withdraw proposals whose program has just been forbidden: a yes to them would begin it all the same."""
    rows = RemoteSession.objects.filter(council_id=council_id, provider__in=gone, state__in=OPEN_OFFER)
    for session_id in rows.values_list("pk", flat=True):
        ticket, session = locked_session(session_id, SYSTEM)
        if session.state in OPEN_OFFER:
            settle(ticket, session, State.ENDED, EndReason.WITHDRAWN, by=SYSTEM)


def config_and_secrets(row: ProviderConfig | None) -> Config:
    """Return what a provider's `check` gets: settings and secrets together."""
    return {**row.settings, **unseal(row.secrets)} if row else {}


def try_provider(*, council_id: int, provider: str, by: Actor) -> Health:
    """Test the settings that are kept, for real; with no transaction open."""
    require(by, Permission.CONFIGURE, council_id)
    row = ProviderConfig.objects.filter(council_id=council_id, provider=provider).first()
    try:
        return call(_provider(provider).check(config_and_secrets(row)))
    except ProviderError:
        return Health(ok=False, words=NO_ANSWER)
