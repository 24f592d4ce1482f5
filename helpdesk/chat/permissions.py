"""What may be done with chats, and by whom."""

from enum import StrEnum

from helpdesk.people.policies import grant
from helpdesk.people.rules import Role


class Permission(StrEnum):
    """Permissions of the room."""

    START = "chat.start"
    LEAVE = "chat.leave"
    ANSWER = "chat.answer"
    END = "chat.end"
    CONVERT = "chat.convert"


grant(
    {
        Permission.START: {Role.CITIZEN},
        Permission.LEAVE: {Role.CITIZEN},
        Permission.ANSWER: {Role.AGENT, Role.SUPERVISOR},
        Permission.END: {Role.AGENT, Role.SUPERVISOR, Role.CITIZEN},
        Permission.CONVERT: {Role.AGENT, Role.SUPERVISOR, Role.CITIZEN},
    }
)
