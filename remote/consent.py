"""The words to which a citizen agrees: shown, stored and hashed from one place, so that they cannot differ."""

import hashlib
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from remote.models import RemoteSession
from remote.providers.base import Caps, HardEnd
from remote.rules import Scope, read_scope
from remote.selectors import caps_for

VERSION = "2026-2"


@dataclass(frozen=True, slots=True)
class Point:
    """One question of the citizen and its answer."""

    icon: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Consent:
    """What is agreed to. `control` is a decision of its own; empty when it was not asked for."""

    version: str
    language: str
    points: tuple[Point, ...]
    control: str

    @property
    def text(self) -> str:
        """All of it as plain text: what is stored and hashed."""
        lines = [f"{point.title}\n{point.text}" for point in self.points]
        return "\n\n".join([*lines, self.control] if self.control else lines)

    @property
    def sha256(self) -> str:
        """The fingerprint by which an answer names the words that it answers."""
        return hashlib.sha256(f"{self.version}\n{self.language}\n{self.text}".encode()).hexdigest()


def consent_for(session: RemoteSession, language: str) -> Consent:
    """Return the words of an offer in a language."""
    caps = caps_for(session)
    with translation.override(language):
        return Consent(version=VERSION, language=language, points=_points(session, caps), control=_control(session, caps))


def words_for_part(session: RemoteSession, part: Scope, language: str) -> Consent:
    """Return the words of a question for more than looking, asked while a session runs."""
    caps = caps_for(session)
    ours = caps is not None and caps.hard_end is HardEnd.SERVER
    with translation.override(language):
        return Consent(version=VERSION, language=language, points=_part_points(session, part, ours=ours), control="")


def _part_points(session: RemoteSession, part: Scope, *, ours: bool) -> tuple[Point, ...]:
    """Return the points of a question for more; what this service neither sees nor switches off it does not promise."""
    who = Point("user-check", _("Who asks"), _who(session))
    if part is Scope.CLIPBOARD:
        can = _("Copy text from your computer to theirs and back. Whatever you copy while it is on, passwords too, could reach them.")
    else:
        can = _(
            "Use your mouse and your keyboard, as if they sat in your place. You see everything, and you can move the mouse yourself at any moment."
        )
    if ours:
        ends = _(
            "Until you take it back, until nothing was touched for three minutes, or until the session ends. Taking it back is one press."
        )
        kept = _("That you allowed it and when, these words, and how often something was touched. Never what was typed.")
    else:
        ends = _(
            "Until you take it back or the session ends. You switch it on and off in the program itself: this page cannot do it there."
        )
        kept = _("That you allowed it and when, and these words. What is done in the program we do not see.")
    return (
        who,
        Point("clipboard" if part is Scope.CLIPBOARD else "mouse-pointer", _("What they could do"), can),
        Point("timer", _("For how long"), ends),
        Point("file-text", _("What we keep"), kept),
    )


def _who(session: RemoteSession) -> str:
    names = {"agent": session.agent_name, "badge": session.agent_badge, "council": session.council.name}
    if session.agent_badge:
        return _("%(agent)s, number %(badge)s, who helps you for %(council)s.") % names
    return _("%(agent)s, who helps you for %(council)s.") % names


def _asks_control(session: RemoteSession, caps: Caps | None) -> bool:
    return Scope.CONTROL in read_scope(session.scope_asked) and caps is not None and caps.control


def _seen(session: RemoteSession, caps: Caps | None) -> str:
    """Say what is seen and what cannot be touched, and claim nothing for a program that is not ours."""
    if _asks_control(session, caps):
        return _(
            "Whatever is on the screen that you share, as if they were sitting beside you. They may touch something only if you allow it below."
        )
    if caps is not None and caps.hard_end is HardEnd.REMOTE:
        return _(
            "Whatever is on the screen that you share, as if they were sitting beside you. They will only look: if the program asks to let them do more, refuse it."
        )
    if caps is not None and caps.control:
        return _(
            "Whatever is on the screen that you share, as if they were sitting beside you. They cannot touch anything, unless you allow it later, when they ask."
        )
    return _("Whatever is on the screen that you share, as if they were sitting beside you. They cannot touch anything.")


def _points(session: RemoteSession, caps: Caps | None) -> tuple[Point, ...]:
    minutes = ngettext(
        "At most %(minutes)d minute from when you agree. You can stop it at any moment, without saying why.",
        "At most %(minutes)d minutes from when you agree. You can stop it at any moment, without saying why.",
        session.minutes,
    ) % {"minutes": session.minutes}
    kept = _("That you agreed and when, these words, how long it lasted and how it ended. The screen is not recorded.")
    outside = caps is not None and caps.hard_end is HardEnd.REMOTE
    points = (
        Point("user-check", _("Who asks"), _who(session)),
        Point("message-square-text", _("What for"), session.reason),
        Point("eye", _("What they will see"), _seen(session, caps)),
        Point("timer", _("For how long"), minutes),
        Point("file-text", _("What we keep"), kept),
    )
    if outside:
        ours = _("A program outside of this page shows your screen. We cannot close it from here: at the end you close it yourself.")
        return (*points, Point("external-link", _("How it works"), ours))
    return points


def _control(session: RemoteSession, caps: Caps | None) -> str:
    if not _asks_control(session, caps):
        return ""
    return _("I also let them use my mouse and keyboard. I can take this back at any moment.")
