"""Statuses, transitions and the closed lists that indicators need: standard library only."""

from enum import StrEnum

MAX_ATTACHMENT_BYTES = 10 * 1024 * 1024
MAX_ATTACHMENTS_PER_MESSAGE = 5
MAX_BODY = 5000
CLOSE_AFTER_DAYS = 7
# Opened again within these days, a contact was not solved the first time.
AGAIN_WITHIN_DAYS = 7
ALLOWED_TYPES: dict[str, str] = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "txt": "text/plain",
}
PICTURE_TYPES = frozenset({"image/jpeg", "image/png"})


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


class ProcedureResult(StrEnum):
    """How the procedure itself ended; nothing noted is not known, and counts in no share."""

    ONLINE = "online"
    OTHER_CHANNEL = "other_channel"
    NOT_FINISHED = "not_finished"


class FailureCause(StrEnum):
    """What kept somebody from doing the procedure alone."""

    TECHNICAL = "technical"
    IDENTIFICATION = "identification"
    DOCUMENT = "document"
    DOUBT = "doubt"
    OTHER = "other"


class Referral(StrEnum):
    """Where somebody was referred to."""

    DEPARTMENT = "department"
    ADMINISTRATION = "administration"


class Feedback(StrEnum):
    """What a contact says of the service itself."""

    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"
    THANKS = "thanks"


class CallbackOrigin(StrEnum):
    """Where somebody asked to be called: counted apart from the channel."""

    VOICE = "voice"
    WEB = "web"
    CHAT = "chat"


class Preference(StrEnum):
    """How somebody prefers to communicate (EN 301 549, 12.2)."""

    PHONE = "phone"
    SLOWLY = "slowly"
    WRITTEN = "written"
    SIGN = "sign"
    IN_PERSON = "in_person"


class WaitingParty(StrEnum):
    """For whom, other than the citizen, a ticket waits."""

    TECHNICIANS = "technicians"
    DEPARTMENT = "department"
    ADMINISTRATION = "administration"
    SUPPLIER = "supplier"
    OTHER = "other"


class Exclusion(StrEnum):
    """Why a ticket does not count in the indicators."""

    TEST = "test"
    DUPLICATE = "duplicate"
    UNWANTED = "unwanted"


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
    RESUMED = "resumed"
    CLOSED = "closed"
    CHAT_STARTED = "chat_started"
    CHAT_ENDED = "chat_ended"
    CHAT_ABANDONED = "chat_abandoned"
    CHAT_CONVERTED = "chat_converted"
    RATED = "rated"
    THIRD_PARTY_DUE = "third_party_due"
    NEEDS_CHANGED = "needs_changed"
    EXCLUDED = "excluded"
    INCLUDED = "included"
    FEEDBACK_NOTED = "feedback_noted"
    CALL_BOOKED = "call_booked"
    CALL_MOVED = "call_moved"
    CALL_CANCELLED = "call_cancelled"
    CALL_ATTEMPTED = "call_attempted"
    CALL_DONE = "call_done"
    CALL_UNANSWERED = "call_unanswered"
    VIDEO_ENTERED = "video_entered"
    VIDEO_STARTED = "video_started"
    VIDEO_ENDED = "video_ended"
    VIDEO_TO_PHONE = "video_to_phone"
    REMOTE_REQUESTED = "remote_requested"
    REMOTE_OFFERED = "remote_offered"
    REMOTE_CONSENTED = "remote_consented"
    REMOTE_STARTED = "remote_started"
    REMOTE_ENDED = "remote_ended"
    REMOTE_DECLINED = "remote_declined"
    REMOTE_EXPIRED = "remote_expired"
    REMOTE_REVOKED = "remote_revoked"
    REMOTE_TERMINATED = "remote_terminated"
    REMOTE_TIMED_OUT = "remote_timed_out"
    REMOTE_FAILED = "remote_failed"
    REMOTE_ASKED = "remote_asked"
    REMOTE_GRANTED = "remote_granted"
    REMOTE_REFUSED = "remote_refused"
    REMOTE_WITHDRAWN = "remote_withdrawn"
    MARKED = "marked"


# They change nothing for somebody who is writing: an answer needs not be read again because of them.
QUIET_EVENTS = frozenset({Event.RATED, Event.EXCLUDED, Event.INCLUDED, Event.FEEDBACK_NOTED, Event.THIRD_PARTY_DUE})


class UnservedReason(StrEnum):
    """Why somebody who sought help did not get it."""

    ABANDONED = "abandoned"
    OUTSIDE_HOURS = "outside_hours"
    REJECTED = "rejected"
