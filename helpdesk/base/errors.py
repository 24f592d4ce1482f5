"""Errors of the domain, as a tree. Doors turn them into a message, a status or a code; never into exception text.

DomainError
├── NotAllowed              the actor may not do this            403
├── NotFound                nothing that this actor may see      404
├── ForbiddenTransition     the state does not allow it          409
├── Conflict                somebody was faster                  409
│   ├── Outdated            others wrote since it was read         409
│   └── SlotTaken           the time is not free any more        409
├── Expired                 a link or a code is over             410
├── InvalidInput            the data cannot be accepted          422
│   └── RefusedFile         the file cannot be accepted          422
└── TooMany                 a limit was reached                  429
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """Base of all errors that a person may be told about; `code` is from a closed list, `message` is for people."""

    code: str = "error"
    status: int = 400
    message: str | Promise = _("Something went wrong.")

    def __init__(self, message: str | Promise | None = None) -> None:
        super().__init__(self.code)
        if message is not None:
            self.message = message


class NotAllowed(DomainError):
    code, status, message = "not_allowed", 403, _("You do not have permission to do this.")


class NotFound(DomainError):
    code, status, message = "not_found", 404, _("We cannot find what you are looking for.")


class ForbiddenTransition(DomainError):
    code, status, message = "forbidden_transition", 409, _("This is not possible in the current status.")


class Conflict(DomainError):
    code, status, message = "conflict", 409, _("Somebody changed this in the meantime.")


class Outdated(Conflict):
    code, message = "outdated", _("Something has changed since you opened this page.")


class SlotTaken(Conflict):
    code, message = "slot_taken", _("This time is not free any more. Please choose another one.")


class Expired(DomainError):
    code, status, message = "expired", 410, _("This link has expired.")


class InvalidInput(DomainError):
    code, status, message = "invalid", 422, _("Please check what you have entered.")


class RefusedFile(InvalidInput):
    code, message = "refused_file", _("This file cannot be accepted.")


class TooMany(DomainError):
    code, status, message = "too_many", 429, _("Too many requests. Please wait a moment.")
