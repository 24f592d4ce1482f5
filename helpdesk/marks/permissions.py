"""What may be done with marks, and by whom."""

from enum import StrEnum

from helpdesk.people.policies import grant
from helpdesk.people.rules import Role


class Permission(StrEnum):
    """Permissions of the room."""

    DRAW = "marks.draw"


grant({Permission.DRAW: {Role.AGENT, Role.SUPERVISOR}})
