"""What may be done with councils and people."""

from enum import StrEnum

from helpdesk.people.policies import grant
from helpdesk.people.rules import Role


class Permission(StrEnum):
    """Permissions of the room."""

    ADD_COUNCIL = "people.add_council"
    MANAGE = "people.manage"
    CONFIGURE = "people.configure"


grant(
    {
        Permission.ADD_COUNCIL: set[Role](),
        Permission.MANAGE: {Role.ADMINISTRATOR},
        Permission.CONFIGURE: {Role.SUPERVISOR, Role.ADMINISTRATOR},
    }
)
