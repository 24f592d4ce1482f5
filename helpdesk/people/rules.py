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


class TextKey(StrEnum):
    """Texts of its own that a council may give its pages; without one, the page says what the house says."""

    WELCOME = "welcome"
    CLOSED = "closed"
    PRIVACY = "privacy"
    LEGAL_NOTICE = "legal_notice"
    ACCESSIBILITY = "accessibility"


TEXT_LIMITS: dict[TextKey, int] = {
    TextKey.WELCOME: 600,
    TextKey.CLOSED: 600,
    TextKey.PRIVACY: 20_000,
    TextKey.LEGAL_NOTICE: 20_000,
    TextKey.ACCESSIBILITY: 20_000,
}


class Purpose(StrEnum):
    """What a secret link opens."""

    FOLLOW_UP = "follow_up"
    RATING = "rating"
