"""Reads of councils, staff and links."""

import re
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import QuerySet

from helpdesk.base import clock
from helpdesk.base.errors import NotFound
from helpdesk.base.tokens import hash_token
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, CouncilHost, CouncilText, Membership, SecretLink, Team, User
from helpdesk.people.policies import councils_where
from helpdesk.people.rules import Purpose, Role, TextKey


@dataclass(frozen=True, slots=True)
class TextInWords:
    """A council's own text as its reader gets it, and the language that it really is in."""

    paragraphs: tuple[str, ...]
    language: str


def council_for_host(host: str) -> Council | None:
    """Return the council of a host name (port ignored); with a single council and no host rows, that one."""
    name = host.rsplit(":", 1)[0].lower() if ":" in host and not host.endswith("]") else host.lower()
    row = CouncilHost.objects.select_related("council").filter(host=name).first()
    if row is not None:
        return row.council
    if CouncilHost.objects.exists():
        return None
    councils = list(Council.objects.all()[:2])
    return councils[0] if len(councils) == 1 else None


def councils_by_host() -> dict[str, Council]:
    """Return every host name, without its port, with the council that is reached there."""
    rows = CouncilHost.objects.select_related("council").order_by("host")
    return {row.host.split(":", 1)[0]: row.council for row in rows}


def origins_of(council_id: int) -> set[str]:
    """Return the exact origins from which a council's sockets may be opened."""
    return {base_url.rstrip("/") for base_url in CouncilHost.objects.filter(council_id=council_id).values_list("base_url", flat=True)}


def base_url(council_id: int) -> str:
    """Return the origin used in mails, without a trailing slash; empty if the council has no host."""
    row = CouncilHost.objects.filter(council_id=council_id).order_by("-is_primary", "pk").first()
    return row.base_url.rstrip("/") if row else ""


def staff_actor(user: User) -> Actor:
    """Return the actor for a member of staff, with the roles held now."""
    roles: dict[int, set[Role]] = defaultdict(set)
    if user.is_active:
        for council_id, role in Membership.objects.filter(user=user).values_list("council_id", "role"):
            roles[council_id].add(Role(role))
    return Actor(user_id=user.pk, name=user.public_name or user.full_name, roles={k: frozenset(v) for k, v in roles.items()})


def actor_by_email(email: str) -> Actor | None:
    """Return the actor for `--as EMAIL` of a command."""
    user = User.objects.filter(email=email.lower(), is_active=True).first()
    return staff_actor(user) if user else None


def citizen_actor(council: Council, link_ids: list[int]) -> Actor:
    """Return the actor for a browser that has exchanged these secret links on a council's host; dead links open nothing."""
    links = live_links().filter(council=council, pk__in=link_ids).values_list("purpose", "subject_id")
    return Actor(
        citizen_council_id=council.pk,
        ticket_ids=frozenset(s for p, s in links if p == Purpose.FOLLOW_UP),
        rating_ticket_ids=frozenset(s for p, s in links),
    )


def live_links() -> QuerySet[SecretLink]:
    """Return links that are neither revoked nor expired."""
    now = clock.now()
    return SecretLink.objects.filter(revoked_at=None).exclude(expires_at__lte=now)


def link_for_token(token: str, council: Council) -> SecretLink | None:
    """Return the live link of a token on its own council's host."""
    return live_links().filter(token_hash=hash_token(token), council=council).first()


def colleagues(council_id: int) -> QuerySet[User]:
    """Return the active people of a council who answer tickets."""
    return colleagues_in([council_id])


def colleagues_in(council_ids: list[int]) -> QuerySet[User]:
    """Return the active people who answer tickets in one of these councils."""
    return User.objects.filter(
        is_active=True, memberships__council_id__in=council_ids, memberships__role__in=[Role.AGENT, Role.SUPERVISOR]
    ).distinct()


def councils(ids: list[int]) -> QuerySet[Council]:
    """Return councils by id."""
    return Council.objects.filter(pk__in=ids)


def council_by_slug(slug: str) -> Council | None:
    """Return a council by its slug, for commands."""
    return Council.objects.filter(slug=slug).first()


def paragraphs_of(body: str) -> tuple[str, ...]:
    """Split plain text at its empty lines; line breaks inside a paragraph stay."""
    return tuple(part.strip() for part in re.split(r"\n[ \t]*\n", body.replace("\r\n", "\n")) if part.strip())


def council_text(council: Council, key: TextKey, language: str) -> TextInWords | None:
    """Return the council's own text in this language or in the first of its languages that has one; None: the page says its own words."""
    bodies = dict(CouncilText.objects.filter(council=council, key=key).values_list("language", "body"))
    for code in dict.fromkeys((language, *council.languages)):
        if paragraphs := paragraphs_of(bodies.get(code, "")):
            return TextInWords(paragraphs, code)
    return None


def texts_of(council: Council) -> dict[TextKey, dict[str, str]]:
    """Return every text of its own that a council has, by key and language."""
    found: dict[TextKey, dict[str, str]] = {key: {} for key in TextKey}
    for key, language, body in CouncilText.objects.filter(council=council).values_list("key", "language", "body"):
        found[TextKey(key)][language] = body
    return found


def teams_of(council_ids: list[int]) -> QuerySet[Team]:
    """Return the teams of councils with their members."""
    return Team.objects.filter(council_id__in=council_ids).select_related("council").prefetch_related("members")


def council_for(slug: str, actor: Actor, permission: StrEnum) -> Council:
    """Return a council in which an actor has a permission; any other does not exist for them: NotFound."""
    council = Council.objects.filter(slug=slug, pk__in=councils_where(actor, permission)).first()
    if council is None:
        raise NotFound
    return council
