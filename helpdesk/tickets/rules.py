"""Statuses, transitions and the closed lists that indicators need: standard library only."""

from enum import StrEnum

MAX_ATTACHMENT_BYTES = 10 * 1024 * 1024
MAX_ATTACHMENTS_PER_MESSAGE = 5
MAX_BODY = 5000
CLOSE_AFTER_DAYS = 7
ALLOWED_TYPES: dict[str, str] = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "txt": "text/plain",
}


class Status(StrEnum):
    """Where an incident stands."""

    NEW = "new"
    OPEN = "open"
    WAITING_CITIZEN = "waiting_citizen"
    WAITING_THIRD_PARTY = "waiting_third_party"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Category(StrEnum):
    """Groups of statuses for lists."""

    ACTIVE = "active"
    WAITING = "waiting"
    DONE = "done"


CATEGORY: dict[Status, Category] = {
    Status.NEW: Category.ACTIVE,
    Status.OPEN: Category.ACTIVE,
    Status.WAITING_CITIZEN: Category.WAITING,
    Status.WAITING_THIRD_PARTY: Category.WAITING,
    Status.RESOLVED: Category.DONE,
    Status.CLOSED: Category.DONE,
}

_WORKABLE = frozenset({Status.OPEN, Status.WAITING_CITIZEN, Status.WAITING_THIRD_PARTY, Status.RESOLVED})
TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.NEW: _WORKABLE | {Status.CLOSED},
    Status.OPEN: frozenset({Status.WAITING_CITIZEN, Status.WAITING_THIRD_PARTY, Status.RESOLVED}),
    Status.WAITING_CITIZEN: frozenset({Status.OPEN, Status.WAITING_THIRD_PARTY, Status.RESOLVED}),
    Status.WAITING_THIRD_PARTY: frozenset({Status.OPEN, Status.WAITING_CITIZEN, Status.RESOLVED}),
    Status.RESOLVED: frozenset({Status.OPEN, Status.CLOSED}),
    Status.CLOSED: frozenset({Status.OPEN}),
}


def may_move(current: Status, to: Status) -> bool:
    """Say whether the transition table has `current` → `to`; staying is allowed."""
    return current == to or to in TRANSITIONS[current]


class Channel(StrEnum):
    """How the citizen reached the service."""

    WEB = "web"
    CHAT = "chat"
    PHONE = "phone"
    COUNTER = "counter"
    EMAIL = "email"
    CALLBACK = "callback"


class Motive(StrEnum):
    """Why people ask for help: the classes of the published indicator."""

    PROCEDURE = "procedure"
    APPOINTMENT = "appointment"
    FOLDER = "folder"
    CATALOGUE = "catalogue"
    CERTIFICATE = "certificate"
    FORM = "form"
    DOCUMENT = "document"
    PAYMENT = "payment"
    NOTIFICATION = "notification"
    OTHER = "other"


class Requester(StrEnum):
    """In whose name the procedure is done."""

    CITIZEN = "citizen"
    COMPANY = "company"
    BODY = "body"
    REPRESENTATIVE = "representative"


class Outcome(StrEnum):
    """How the help ended."""

    SOLVED = "solved"
    INFORMED = "informed"
    REFERRED = "referred"
    NOT_SOLVED = "not_solved"


class EntryKind(StrEnum):
    """Kinds of entries on a timeline."""

    MESSAGE = "message"
    NOTE = "note"
    EVENT = "event"


class Visibility(StrEnum):
    """Who may read an entry."""

    PUBLIC = "public"
    INTERNAL = "internal"


class Author(StrEnum):
    """Which side wrote an entry."""

    CITIZEN = "citizen"
    STAFF = "staff"
    SYSTEM = "system"


class Event(StrEnum):
    """What an entry of kind event tells; `data` has the details."""

    OPENED = "opened"
    CONTACT_LOGGED = "contact_logged"
    TAKEN = "taken"
    TRANSFERRED = "transferred"
    WAITING = "waiting"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    CLOSED = "closed"
    CHAT_STARTED = "chat_started"
    CHAT_ENDED = "chat_ended"
    CHAT_ABANDONED = "chat_abandoned"
    CHAT_CONVERTED = "chat_converted"
    RATED = "rated"


class UnservedReason(StrEnum):
    """Why somebody who sought help did not get it."""

    ABANDONED = "abandoned"
    OUTSIDE_HOURS = "outside_hours"
    REJECTED = "rejected"
