"""The ways in which indicators are broken down."""

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from helpdesk.people.rules import LANGUAGES
from helpdesk.tickets import labels
from transparency.catalogue.shape import Dimension, Words
from transparency.catalogue.words import GROUPED_LABEL, MEASURES, POINTS
from transparency.rules import GROUPED

OTHER, NONE = "other", "none"
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

BANDS: dict[str, Words] = {
    "morning": _("Morning, until 14:00"),
    "afternoon": _("Afternoon, from 14:00"),
    "outside": _("Outside service hours"),
}
SESSIONS: dict[str, Words] = {"remote": _("Remote assistance"), "video": _("Video call")}
AGES: dict[str, Words] = {
    "0-2": _("Up to 2 days"),
    "3-7": _("3 to 7 days"),
    "8-30": _("8 to 30 days"),
    "31": _("More than 30 days"),
}

CHANNEL = Dimension(id="channel", label=_("Channel"), members=dict(labels.CHANNEL), chart=True)
WEEKDAY = Dimension(id="weekday", label=_("Day of the week"), members={name: WEEKDAYS[number] for number, name in enumerate(WEEK)})
REASON = Dimension(id="reason", label=_("Reason"), members=dict(labels.UNSERVED))
MOTIVE = Dimension(id="motive", label=_("Reason for contact"), members=dict(labels.MOTIVE), chart=True)
REQUESTER = Dimension(id="requester", label=_("Who asked"), members=dict(labels.REQUESTER))
LANGUAGE = Dimension(id="language", label=_("Language"), members=dict(LANGUAGES), threshold=10)
BAND = Dimension(id="band", label=_("Time of day"), members=BANDS)
ORIGIN = Dimension(id="origin", label=_("How it was asked for"), members=dict(labels.CALLBACK_ORIGIN))
SESSION = Dimension(id="session", label=_("Kind of session"), members=SESSIONS)
PROCEDURE = Dimension(
    id="procedure",
    label=_("Procedure"),
    members={OTHER: _("Other procedures"), NONE: _("No procedure in particular")},
    is_open=True,
    chart=True,
)
# Of an indicator that is about procedures only.
ABOUT = Dimension(id="procedure", label=_("Procedure"), members={OTHER: _("Other procedures")}, is_open=True)
DESTINATION = Dimension(
    id="destination",
    label=_("Referred to"),
    members={**labels.REFERRAL, NONE: pgettext_lazy("where somebody was referred to", "Not noted")},
)
AGE = Dimension(id="age", label=_("Open for"), members=AGES)
CAUSE = Dimension(id="cause", label=_("What stood in the way"), members=dict(labels.FAILURE_CAUSE), chart=True)
FEEDBACK = Dimension(id="feedback", label=_("What it was"), members=dict(labels.FEEDBACK))
MEASURE = Dimension(id="measure", label=_("Answers"), members=MEASURES)
SCORE = Dimension(id="score", label=_("Points"), members=POINTS)


def member_label(dimension: Dimension, member: str) -> Words:
    """Return the words for a member, or for the row in which several are grouped; a procedure's own words are `measuring.procedures.titles_of`."""
    return GROUPED_LABEL if member == GROUPED else dimension.members.get(member, member)
