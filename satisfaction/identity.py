"""Who somebody is, for the rules of inviting: an e-mail address or a telephone number within a council."""

import hmac

from django.conf import settings

from helpdesk.base.phones import international
from helpdesk.base.secrets import derive
from helpdesk.people.models import Citizen


def addresses_of(citizen: Citizen) -> tuple[str, ...]:
    """Return what somebody is known by, in one form each; nothing for somebody who gave no address and no number."""
    found = (citizen.email.strip().lower(), international(citizen.phone) or citizen.phone.strip())
    return tuple(one for one in found if one)


def _digest(address: str, key: str) -> str:
    return hmac.digest(derive("satisfaction.opt-out", key), address.encode(), "sha256").hex()


def digests_of(citizen: Citizen) -> list[str]:
    """Return the keyed digests to be written: without the installation's key nobody can tell whose they are."""
    return [_digest(address, settings.SECRET_KEY) for address in addresses_of(citizen)]


def possible_digests(citizen: Citizen) -> list[str]:
    """Return every digest under which somebody may have been written, also with keys that are no longer used."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [_digest(address, key) for address in addresses_of(citizen) for key in keys]
