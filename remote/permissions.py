"""What may be done with remote sessions, and by whom."""

from enum import StrEnum

from helpdesk.people.policies import grant
from helpdesk.people.rules import Role


class Permission(StrEnum):
    """Permissions of the room."""

    REQUEST = "remote.request"
    ANSWER = "remote.answer"
    TERMINATE = "remote.terminate"
    CONFIGURE = "remote.configure"
    MEASURE = "remote.measure"


grant(
    {
        Permission.REQUEST: {Role.AGENT, Role.SUPERVISOR},
        Permission.ANSWER: {Role.CITIZEN},
        Permission.TERMINATE: {Role.SUPERVISOR},
        Permission.CONFIGURE: {Role.SUPERVISOR, Role.ADMINISTRATOR},
        Permission.MEASURE: {Role.OFFICER},
    }
)
