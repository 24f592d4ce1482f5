"""Decisions about more than looking, in words: what was asked, what became of it, and when."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from helpdesk.tickets.labels import Label
from remote.labels import ALLOWED
from remote.models import RemoteConsent
from remote.rules import ASK_TTL, Answer

ANSWER: dict[str, Label] = {
    Answer.ASKED: _("Not answered"),
    Answer.GRANTED: _("Allowed"),
    Answer.REFUSED: _("Refused"),
    Answer.WITHDRAWN: _("Allowed, and taken back"),
}
TONE: dict[str, str] = {Answer.GRANTED: "ok", Answer.REFUSED: "late", Answer.WITHDRAWN: "acc"}
WAITING = _("Waiting for the citizen’s answer")


@dataclass(frozen=True, slots=True)
class Decision:
    """One question and its answer. `is_open` while the citizen can still answer."""

    row: RemoteConsent
    is_open: bool

    @property
    def subject(self) -> Label:
        """What it is about."""
        return ALLOWED.get(self.row.part, self.row.part)

    @property
    def words(self) -> Label:
        """What became of it."""
        return WAITING if self.is_open else ANSWER[self.row.answer]

    @property
    def tone(self) -> str:
        """How it looks at the desk."""
        return "soon" if self.is_open else TONE.get(self.row.answer, "")

    @property
    def until(self) -> datetime:
        """Until when it can be answered."""
        return self.row.asked_at + ASK_TTL

    def seconds_left(self, now: datetime) -> int:
        """How long it can still be answered."""
        return max(0, int((self.until - now).total_seconds()))


def is_asked(row: RemoteConsent, now: datetime) -> bool:
    """Say whether a question still waits for its answer."""
    return row.answer == Answer.ASKED and row.asked_at > now - ASK_TTL


def decision_of(row: RemoteConsent, now: datetime) -> Decision:
    """Return a decision as of now."""
    return Decision(row, is_asked(row, now))
