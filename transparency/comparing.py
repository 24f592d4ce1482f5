"""A figure against that of the month before, in words of the active language."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from transparency.report import IndicatorData
from transparency.wording import duration_words, number_words


@dataclass(frozen=True, slots=True)
class Change:
    """Against the month before, in words. `icon` points up, down or nowhere."""

    words: str
    icon: str


def _of_counts(now: float, before: float) -> str:
    if not before:
        return ""
    percent = round(abs(now - before) * 100 / before)
    if not percent:
        return _("Almost the same as the month before")
    words = _("%(number)s %% more than the month before") if now > before else _("%(number)s %% less than the month before")
    return words % {"number": number_words(percent)}


def _of_shares(now: float, before: float) -> str:
    points = int(abs(now - before))
    words = (
        ngettext(
            "%(number)s percentage point more than the month before", "%(number)s percentage points more than the month before", points
        )
        if now > before
        else ngettext(
            "%(number)s percentage point less than the month before", "%(number)s percentage points less than the month before", points
        )
    )
    return words % {"number": number_words(points)}


def _of_durations(now: float, before: float) -> str:
    words = _("%(duration)s more than the month before") if now > before else _("%(duration)s less than the month before")
    return words % {"duration": duration_words(int(abs(now - before)))}


def _of_scores(now: float, before: float) -> str:
    words = _("%(number)s points more than the month before") if now > before else _("%(number)s points less than the month before")
    return words % {"number": number_words(abs(now - before), 1)}


COMPARED = {"percent": _of_shares, "seconds": _of_durations, "points": _of_scores}


def change(now: IndicatorData, before: IndicatorData | None) -> Change | None:
    """Compare two published figures of the same definition; None when one of them is protected or was defined otherwise."""
    if before is None or now["value"] is None or before["value"] is None or now["version"] != before["version"]:
        return None
    new, old = now["value"], before["value"]
    if new == old:
        return Change(_("The same as the month before"), "minus")
    words = COMPARED.get(now["unit"], _of_counts)(new, old)
    return Change(words, "arrow-up" if new > old else "arrow-down") if words else None
