"""What may be done with drafts of the wizard."""

from enum import StrEnum

from helpdesk.people.policies import grant
from helpdesk.people.rules import Role


class Permission(StrEnum):
    """Permissions of the room."""

    DRAFT = "portal.draft"


grant({Permission.DRAFT: {Role.CITIZEN}})
