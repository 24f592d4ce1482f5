"""Writes of people: councils, staff, citizens and secret links."""

from datetime import datetime

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction

from helpdesk.base.errors import InvalidInput
from helpdesk.base.text import clean_text
from helpdesk.base.theme import build_theme
from helpdesk.base.tokens import hash_token, new_token
from helpdesk.people.actors import Actor
from helpdesk.people.models import Citizen, Council, CouncilHost, Membership, SecretLink, User
from helpdesk.people.permissions import Permission
from helpdesk.people.policies import require
from helpdesk.people.rules import LANGUAGES, STAFF_ROLES, Purpose, Role


@transaction.atomic
def add_council(*, slug: str, name: str, prefix: str, language: str, brand_color: str, host: str, origin: str, by: Actor) -> Council:
    """Create a council reached at a host, or change the one with this slug. The first host is used in mails; without an origin it is the host by https."""
    require(by, Permission.ADD_COUNCIL, 0)
    if language not in LANGUAGES:
        raise InvalidInput
    try:
        build_theme(brand_color)
    except ValueError as error:
        raise InvalidInput from error
    council, _created = Council.objects.update_or_create(
        slug=slug,
        defaults={
            "name": clean_text(name),
            "reference_prefix": prefix.upper(),
            "mark": prefix[:1].upper(),
            "brand_color": brand_color,
            "default_language": language,
            "language_order": [language, *(code for code in LANGUAGES if code != language)],
        },
    )
    if host:
        host = host.lower()
        is_primary = not council.hosts.exclude(host=host).filter(is_primary=True).exists()
        base_url = origin.rstrip("/") or f"https://{host}"
        CouncilHost.objects.update_or_create(host=host, defaults={"council": council, "base_url": base_url, "is_primary": is_primary})
    return council


@transaction.atomic
def add_person(*, council: Council, email: str, name: str, role: Role, by: Actor) -> tuple[User, str]:
    """Give somebody a role, creating the account if there is none; returns the key with which a password is chosen."""
    require(by, Permission.MANAGE, council.pk)
    if role not in STAFF_ROLES:
        raise InvalidInput
    user = User.objects.filter(email=email.lower()).first()
    if user is None:
        user = User.objects.create_user(email, None, full_name=clean_text(name), public_name=clean_text(name).split(" ")[0])
    Membership.objects.get_or_create(council=council, user=user, role=role)
    return user, default_token_generator.make_token(user)


def issue_link(*, council_id: int, purpose: Purpose, subject_id: int, language: str) -> tuple[SecretLink, str]:
    """Create a secret link and return it with its token, which cannot be read again afterwards."""
    token = new_token()
    link = SecretLink.objects.create(
        council_id=council_id, purpose=purpose, subject_id=subject_id, language=language, token_hash=hash_token(token)
    )
    return link, token


def expire_links(*, council_id: int, subject_id: int, at: datetime | None) -> int:
    """Set when the links of a subject end; None makes them last until it is closed."""
    return SecretLink.objects.filter(council_id=council_id, subject_id=subject_id).update(expires_at=at)


def create_citizen(*, council_id: int, name: str, email: str, phone: str, language: str) -> Citizen:
    """Create the person behind a ticket; every field may be empty."""
    return Citizen.objects.create(
        council_id=council_id, name=clean_text(name), email=email.strip().lower(), phone=phone.strip(), language=language
    )
