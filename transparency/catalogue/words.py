"""Words that several indicators share: units, members, what is said of protection."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from transparency.catalogue.shape import Words

UNITS: dict[str, Words] = {
    "contacts": _("contacts"),
    "attempts": _("attempts"),
    "requests": _("requests"),
    "sessions": _("sessions"),
    "messages": _("messages"),
    "hours": _("hours"),
    "seconds": _("seconds"),
    "points": _("points out of 5"),
    "answers": _("answers"),
    "percent": "%",
    "euros": _("euros"),
}
MEASURES: dict[str, Words] = {
    "answers": _("Answers received"),
    "share_4_5": _("Answers of 4 or 5 points"),
    "response_rate": _("Invited people who answered"),
}
MEASURE_UNITS: dict[str, str] = {"answers": "answers", "share_4_5": "percent", "response_rate": "percent"}
POINTS: dict[str, Words] = {
    "5": _("5 points"),
    "4": _("4 points"),
    "3": _("3 points"),
    "2": _("2 points"),
    "1": _("1 point"),
    "4-5": _("4 or 5 points"),
    "1-2": _("1 or 2 points"),
}
GROUPED_LABEL: Words = pgettext_lazy("several rows of a table", "Grouped")

PRIVACY: tuple[Words, ...] = (
    _("In a small town, a small number can point at a person. That is why no figure from 1 to %(most)d is published; a zero is."),
    _("Rows with fewer than %(threshold)d cases are added up, together with the next smallest if need be, in one row called “Grouped”."),
    _("A figure is also protected when a subtraction of two published figures would give a number from 1 to %(most)d."),
    _("Waiting times and satisfaction need at least 10 cases, and the calls made on time at least 30. Percentages are whole numbers."),
)


def privacy_lines(threshold: int) -> list[str]:
    """Return how small numbers are protected, a sentence each, in the active language."""
    return [str(words) % {"threshold": threshold, "most": threshold - 1} for words in PRIVACY]


PROTECTED: Words = _("Protected")
TOO_FEW: Words = _("Too few cases")
NOT_AVAILABLE: Words = _("Not available")
OTHERWISE: Words = _("Counted in another way")

NEW: Words = _("First version.")
LEFT_OUT: Words = _("Tests, unwanted messages and duplicates.")
NOTHING: Words = _("Nothing.")
NO_SOURCE: Words = _("None yet.")
