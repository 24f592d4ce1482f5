"""Writes of people: councils, staff, citizens and secret links."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from helpdesk.base import clock
from helpdesk.base.contrast import canonical, is_usable, nearest_usable
from helpdesk.base.errors import InvalidInput, NotAllowed, NotFound
from helpdesk.base.text import clean_text
from helpdesk.base.theme import build_theme
from helpdesk.base.tokens import hash_token, new_token
from helpdesk.people.actors import Actor
from helpdesk.people.models import Citizen, Council, CouncilHost, CouncilText, Membership, SecretLink, Team, User
from helpdesk.people.permissions import Permission
from helpdesk.people.policies import require
from helpdesk.people.rules import LANGUAGES, STAFF_ROLES, TEXT_LIMITS, Purpose, Role, TextKey
from helpdesk.people.selectors import colleagues

NOT_A_COLOUR = _("This is not a colour. Write it with six hexadecimal digits, such as #0b5d66.")
TOO_PALE = _(
    "This colour is too pale: buttons and marked choices could not be told from the page. The nearest one that can be used is %(colour)s."
)
NO_MARK = _("The mark is one or two letters or digits.")
NO_LANGUAGE = _("Choose the council's own language, and every language once.")
NO_TEAM_NAME = _("Give the team a name of 60 characters at most.")
TEAM_NAME_TAKEN = _("There is already a team with this name.")
NOT_A_MEMBER = _("Only people who answer requests of this council can be in a team.")
TEXT_TOO_LONG = _("This text is too long: %(limit)s characters at most.")


@dataclass(frozen=True, slots=True)
class Look:
    """How a council shows itself; `languages` are those enabled, its own first, in the order in which content falls back."""

    brand_color: str
    mark: str
    service_name: Mapping[str, str]
    languages: tuple[str, ...]
    phone: str = ""
    email: str = ""
    address: str = ""
    website: str = ""
    e_office_url: str = ""


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


def usable_colour(colour: str) -> str:
    """Return a colour as `#rrggbb`; raises InvalidInput in words when it is none, or is too pale to be told from a page."""
    try:
        plain = canonical(colour.strip())
    except ValueError as error:
        raise InvalidInput(NOT_A_COLOUR) from error
    if not is_usable(plain):
        raise InvalidInput(TOO_PALE % {"colour": nearest_usable(plain)})
    return plain


@transaction.atomic
def save_look(*, council_id: int, look: Look, by: Actor) -> Council:
    """Change colour, mark, names, languages and contact details of a council; they show at once."""
    require(by, Permission.CONFIGURE, council_id)
    mark = clean_text(look.mark)
    if not 1 <= len(mark) <= 2 or not mark.isalnum():
        raise InvalidInput(NO_MARK)
    if not look.languages or not set(look.languages) <= set(LANGUAGES) or len(set(look.languages)) != len(look.languages):
        raise InvalidInput(NO_LANGUAGE)
    council = Council.objects.select_for_update().get(pk=council_id)
    council.brand_color, council.mark = usable_colour(look.brand_color), mark
    council.service_name = {code: name for code in LANGUAGES if (name := clean_text(look.service_name.get(code, "")))}
    council.default_language, council.language_order = look.languages[0], list(look.languages)
    council.phone, council.email, council.address = clean_text(look.phone), look.email.strip(), clean_text(look.address)
    council.website, council.e_office_url = look.website.strip(), look.e_office_url.strip()
    council.save()
    return council


@transaction.atomic
def save_team(*, council_id: int, team_id: int | None, name: str, member_ids: Iterable[int], by: Actor) -> Team:
    """Create a team, or change the name and the members of one."""
    require(by, Permission.CONFIGURE, council_id)
    name, wanted = clean_text(name), set(member_ids)
    if not name or len(name) > 60:
        raise InvalidInput(NO_TEAM_NAME)
    members = list(colleagues(council_id).filter(pk__in=wanted))
    if len(members) != len(wanted):
        raise InvalidInput(NOT_A_MEMBER)
    Council.objects.select_for_update().get(pk=council_id)
    if Team.objects.filter(council_id=council_id, name__iexact=name).exclude(pk=team_id or 0).exists():
        raise InvalidInput(TEAM_NAME_TAKEN)
    team = Team(council_id=council_id) if team_id is None else _team(council_id, team_id)
    team.name = name
    team.save()
    team.members.set(members)
    return team


def _team(council_id: int, team_id: int) -> Team:
    team = Team.objects.select_for_update().filter(pk=team_id, council_id=council_id).first()
    if team is None:
        raise NotFound
    return team


@transaction.atomic
def delete_team(*, council_id: int, team_id: int, by: Actor) -> None:
    """Delete a team; its tickets go on without one."""
    require(by, Permission.CONFIGURE, council_id)
    _team(council_id, team_id).delete()


@transaction.atomic
def save_text(*, council_id: int, key: TextKey, language: str, body: str, by: Actor) -> CouncilText | None:
    """Write a council's own text in one language; an empty one is taken away, and the page says again what it says otherwise."""
    require(by, Permission.CONFIGURE, council_id)
    if language not in LANGUAGES:
        raise InvalidInput
    body = clean_text(body)
    if len(body) > TEXT_LIMITS[key]:
        raise InvalidInput(TEXT_TOO_LONG % {"limit": TEXT_LIMITS[key]})
    Council.objects.select_for_update().get(pk=council_id)
    row = CouncilText.objects.filter(council_id=council_id, key=key, language=language).first()
    if not body:
        if row is not None:
            row.delete()
        return None
    row = row or CouncilText(council_id=council_id, key=key, language=language)
    row.body, row.updated_at = body, clock.now()
    row.save()
    return row


@transaction.atomic
def set_preferences(*, user_id: int, shortcuts: bool, by: Actor) -> User:
    """Set how the desk behaves for somebody: everybody sets their own only."""
    if by.user_id is None or by.user_id != user_id:
        raise NotAllowed
    user = User.objects.select_for_update().filter(pk=user_id, is_active=True).first()
    if user is None:
        raise NotFound
    user.shortcuts = shortcuts
    user.save()
    return user
