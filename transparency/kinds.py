"""Closed lists of the workflow: standard library only."""

from enum import StrEnum


class Kind(StrEnum):
    """Why a revision exists."""

    RELEASE = "release"
    SCHEDULED_REVISION = "scheduled_revision"
    CORRECTION = "correction"
    METHOD_CHANGE = "method_change"


class Severity(StrEnum):
    """How much a correction matters: wording only, a dated note, or a warning on every page that shows the month."""

    TINY = "tiny"
    MINOR = "minor"
    SERIOUS = "serious"


class Withdrawal(StrEnum):
    """The only two reasons for which a revision is taken away."""

    DISCLOSURE = "disclosure"
    LEGAL = "legal"
