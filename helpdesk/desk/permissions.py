"""What may be done with the desk's own rows. Shared answers need `people.Permission.CONFIGURE` as well."""

from enum import StrEnum

from helpdesk.people.policies import grant
from helpdesk.people.rules import Role


class Permission(StrEnum):
    """Permissions of the room."""

    DRAFT = "desk.draft"
    LOOK = "desk.look"
    ANSWERS = "desk.answers"
    SUPERVISE = "desk.supervise"
    VIEWS = "desk.views"
    ANALYSE = "desk.analyse"


grant(
    {
        Permission.DRAFT: {Role.AGENT, Role.SUPERVISOR},
        Permission.LOOK: {Role.AGENT, Role.SUPERVISOR},
        Permission.ANSWERS: {Role.AGENT, Role.SUPERVISOR},
        Permission.SUPERVISE: {Role.SUPERVISOR},
        Permission.VIEWS: {Role.AGENT, Role.SUPERVISOR},
        Permission.ANALYSE: {Role.SUPERVISOR, Role.OFFICER},
    }
)
