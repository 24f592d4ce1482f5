"""Reads of councils, staff and links."""

from collections import defaultdict

from django.db.models import QuerySet

from helpdesk.base import clock
from helpdesk.base.tokens import hash_token
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, CouncilHost, Membership, SecretLink, User
from helpdesk.people.rules import Purpose, Role


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
    return User.objects.filter(
        is_active=True, memberships__council_id=council_id, memberships__role__in=[Role.AGENT, Role.SUPERVISOR]
    ).distinct()


def councils(ids: list[int]) -> QuerySet[Council]:
    """Return councils by id."""
    return Council.objects.filter(pk__in=ids)


def council_by_slug(slug: str) -> Council | None:
    """Return a council by its slug, for commands."""
    return Council.objects.filter(slug=slug).first()
