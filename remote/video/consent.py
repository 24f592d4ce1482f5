"""The words to which a citizen agrees by entering the room of a call by video: shown, stored and hashed from one place."""

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from helpdesk.people.models import Council
from remote.consent import Consent, Point
from remote.video.rules import LONGEST

VERSION = "2026-v1"


def consent_for_video(council: Council, language: str) -> Consent:
    """Return the words in a language."""
    with translation.override(language):
        return Consent(version=VERSION, language=language, points=_points(council), control="")


def _points(council: Council) -> tuple[Point, ...]:
    minutes = int(LONGEST.total_seconds() // 60)
    return (
        Point(
            "user-check",
            _("Who sees and hears you"),
            _("The person of %(council)s who attends you, and nobody else. You read their name when they come in.")
            % {"council": council.name},
        ),
        Point(
            "video-off",
            _("Camera and microphone"),
            _("Both are off until you press. You can switch each of them off again at any moment, and talk without showing yourself."),
        ),
        Point(
            "eye-off",
            _("Recording"),
            _("Nothing is recorded: neither picture nor sound. We keep that you entered, when, these words, and for how long we talked."),
        ),
        Point(
            "accessibility",
            _("If you hear badly, or cannot speak"),
            _("There are no captions yet. You can write in the messages of your request all the while, and the person reads it."),
        ),
        Point(
            "timer",
            _("How long"),
            ngettext(
                "%(n)d minute at most. You can leave when you want, and ask for a telephone call instead.",
                "%(n)d minutes at most. You can leave when you want, and ask for a telephone call instead.",
                minutes,
            )
            % {"n": minutes},
        ),
    )
