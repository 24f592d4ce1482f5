"""What may be done with the indicators, and by whom. The public needs no permission: it reads what is published.

An officer prepares, publishes, corrects and withdraws. The second person who signs is another officer or a supervisor: the one who knows
whether a figure of the service can be true. That an officer may sign alone is for a supervisor or an administrator to allow, never for
herself.
"""

from enum import StrEnum

from helpdesk.people.policies import grant
from helpdesk.people.rules import Role


class Permission(StrEnum):
    """Permissions of the room."""

    LOOK = "transparency.look"
    PREPARE = "transparency.prepare"
    SIGN = "transparency.sign"
    PUBLISH = "transparency.publish"
    SETTLE = "transparency.settle"
    ALLOW_ALONE = "transparency.allow_alone"


grant(
    {
        Permission.LOOK: {Role.OFFICER, Role.SUPERVISOR},
        Permission.PREPARE: {Role.OFFICER},
        Permission.SIGN: {Role.OFFICER, Role.SUPERVISOR},
        Permission.PUBLISH: {Role.OFFICER},
        Permission.SETTLE: {Role.OFFICER, Role.SUPERVISOR, Role.ADMINISTRATOR},
        Permission.ALLOW_ALONE: {Role.SUPERVISOR, Role.ADMINISTRATOR},
    }
)
