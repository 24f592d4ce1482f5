"""What may be done with the indicators, and by whom. The public needs no permission: it reads what is published."""

from enum import StrEnum

from helpdesk.people.policies import grant
from helpdesk.people.rules import Role


class Permission(StrEnum):
    """Permissions of the room."""

    PREPARE = "transparency.prepare"
    PUBLISH = "transparency.publish"


grant({Permission.PREPARE: {Role.OFFICER}, Permission.PUBLISH: {Role.OFFICER}})
