"""Roles, purposes of secret links and languages: plain values."""

from enum import StrEnum

LANGUAGES: dict[str, str] = {"ca": "Català", "es": "Castellano", "eu": "Euskara", "gl": "Galego", "en": "English"}
LINK_DAYS_AFTER_CLOSING = 90


class Role(StrEnum):
    """Roles per council, and the two actors who are no staff."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    OFFICER = "officer"
    ADMINISTRATOR = "administrator"
    CITIZEN = "citizen"
    SYSTEM = "system"


STAFF_ROLES = (Role.AGENT, Role.SUPERVISOR, Role.OFFICER, Role.ADMINISTRATOR)


class Purpose(StrEnum):
    """What a secret link opens."""

    FOLLOW_UP = "follow_up"
    RATING = "rating"
