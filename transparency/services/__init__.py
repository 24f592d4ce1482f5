"""Every write: a month is measured, commented, checked, signed and published; corrected by new revisions; withdrawn only for two reasons."""

from transparency.formats.made import MadeFile
from transparency.services.calendar import Policy, set_policy, set_release
from transparency.services.checks import check
from transparency.services.correcting import drop_correction, open_correction
from transparency.services.drafts import make_draft, write_commentary, write_notes
from transparency.services.opened import MAX_COMMENTARY, MAX_NOTE, MAX_REASON, NO_DRAFT, PUBLISHED
from transparency.services.publishing import publish
from transparency.services.signing import sign
from transparency.services.subscribers import confirm, leave, subscribe
from transparency.services.withdrawing import withdraw

__all__ = [
    "MAX_COMMENTARY",
    "MAX_NOTE",
    "MAX_REASON",
    "NO_DRAFT",
    "PUBLISHED",
    "MadeFile",
    "Policy",
    "check",
    "confirm",
    "drop_correction",
    "leave",
    "make_draft",
    "open_correction",
    "publish",
    "set_policy",
    "set_release",
    "sign",
    "subscribe",
    "withdraw",
    "write_commentary",
    "write_notes",
]
