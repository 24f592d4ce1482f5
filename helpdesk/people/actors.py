"""Who asks: a member of staff, a citizen by secret link, or the system."""

from dataclasses import dataclass, field

from helpdesk.people.rules import Role


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who asks for something. `roles` maps council ids to roles; `ticket_ids` are those opened by secret links."""

    user_id: int | None = None
    name: str = ""
    roles: dict[int, frozenset[Role]] = field(default_factory=dict, hash=False)
    ticket_ids: frozenset[int] = frozenset()
    rating_ticket_ids: frozenset[int] = frozenset()
    citizen_council_id: int | None = None
    is_system: bool = False

    @property
    def is_staff(self) -> bool:
        """Whether this is a member of staff with at least one role."""
        return self.user_id is not None and bool(self.roles)

    def roles_in(self, council_id: int) -> frozenset[Role]:
        """Return the roles in a council."""
        if self.is_system:
            return frozenset({Role.SYSTEM})
        if self.user_id is not None:
            return self.roles.get(council_id, frozenset())
        if self.citizen_council_id == council_id:
            return frozenset({Role.CITIZEN})
        return frozenset()

    def councils_with(self, allowed: frozenset[Role]) -> list[int]:
        """Return the ids of councils in which one of `allowed` is held by this member of staff."""
        return [council_id for council_id, roles in self.roles.items() if roles & allowed]


def link_holder(council_id: int, ticket_id: int) -> Actor:
    """Return the citizen who holds the follow-up link of one ticket."""
    return Actor(citizen_council_id=council_id, ticket_ids=frozenset({ticket_id}), rating_ticket_ids=frozenset({ticket_id}))


SYSTEM = Actor(is_system=True, name="")
