"""What may be done with tickets, and by whom."""

from enum import StrEnum

from helpdesk.people.policies import grant
from helpdesk.people.rules import Role


class Permission(StrEnum):
    """Permissions of the room."""

    SEE = "tickets.see"
    WORK = "tickets.work"
    WRITE = "tickets.write"
    OPEN = "tickets.open"
    LOG = "tickets.log"
    REOPEN = "tickets.reopen"
    MEASURE = "tickets.measure"


grant(
    {
        Permission.SEE: {Role.AGENT, Role.SUPERVISOR},
        Permission.WORK: {Role.AGENT, Role.SUPERVISOR},
        Permission.WRITE: {Role.AGENT, Role.SUPERVISOR, Role.CITIZEN},
        Permission.OPEN: {Role.CITIZEN},
        Permission.LOG: {Role.AGENT, Role.SUPERVISOR},
        Permission.REOPEN: {Role.AGENT, Role.SUPERVISOR},
        Permission.MEASURE: {Role.OFFICER},
    }
)
