"""Who may change the catalogue."""

from enum import StrEnum

from helpdesk.people.policies import grant
from helpdesk.people.rules import Role


class Permission(StrEnum):
    """Permissions of the room."""

    EDIT = "catalogue.edit"


grant({Permission.EDIT: {Role.ADMINISTRATOR}})
