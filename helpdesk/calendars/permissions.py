"""What may be done with calendars."""

from enum import StrEnum

from helpdesk.people.policies import grant
from helpdesk.people.rules import Role


class Permission(StrEnum):
    """Permissions of the room. Hours are changed with `people.configure`."""

    BOOK = "calendars.book"


grant({Permission.BOOK: {Role.CITIZEN, Role.AGENT, Role.SUPERVISOR}})
