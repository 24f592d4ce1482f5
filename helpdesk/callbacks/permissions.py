"""What may be done with agreed calls."""

from enum import StrEnum

from helpdesk.people.policies import grant
from helpdesk.people.rules import Role


class Permission(StrEnum):
    """Permissions of the room. A citizen's reach is the tickets of their links."""

    BOOK = "callbacks.book"
    CALL = "callbacks.call"
    MEASURE = "callbacks.measure"


grant(
    {
        Permission.BOOK: {Role.CITIZEN, Role.AGENT, Role.SUPERVISOR},
        Permission.CALL: {Role.AGENT, Role.SUPERVISOR},
        Permission.MEASURE: {Role.OFFICER},
    }
)
