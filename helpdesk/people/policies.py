"""One policy for pages, sockets and commands: which role may do what."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from helpdesk.base.errors import NotAllowed
from helpdesk.people.actors import Actor
from helpdesk.people.rules import Role

P = TypeVar("P", bound=StrEnum)
_grants: dict[str, frozenset[Role]] = {}


def grant(table: Mapping[P, Iterable[Role]]) -> None:
    """Register a room's permissions. The system may do everything."""
    for permission, roles in table.items():
        _grants[permission.value] = frozenset(roles) | {Role.SYSTEM}


def roles_for(permission: StrEnum) -> frozenset[Role]:
    """Return the roles that have a permission."""
    return _grants[permission.value]


def allowed(actor: Actor, permission: StrEnum, council_id: int) -> bool:
    """Say whether `actor` has `permission` in a council."""
    return bool(actor.roles_in(council_id) & roles_for(permission))


def require(actor: Actor, permission: StrEnum, council_id: int) -> None:
    """Raise NotAllowed unless `actor` has `permission` in a council."""
    if not allowed(actor, permission, council_id):
        raise NotAllowed


def councils_where(actor: Actor, permission: StrEnum) -> list[int]:
    """Return the ids of the councils in which a member of staff has `permission`."""
    return actor.councils_with(roles_for(permission))
