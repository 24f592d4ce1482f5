"""The indicators as data: what is counted, how it is defined, which rule protects it. An id is never used again for something else."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from helpdesk.tickets import labels
from transparency.rules import GROUPED

Words = str | Promise

# Raised with any change of what is counted or protected: drafts measured under another edition are not published.
EDITION = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """A way of breaking an indicator down; members keep the order of `members`."""

    id: str
    label: Words
    members: dict[str, Words]
    chart: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One published indicator. `polarity` says whether more is better (up), worse (down) or neither."""

    id: str
    version: int
    unit: str
    decimals: int
    polarity: str
    rule: str
    name: Words
    explanation: Words
    definition: Words
    dimensions: tuple[Dimension, ...] = ()


UNITS: dict[str, Words] = {
    "contacts": _("contacts"),
    "attempts": _("attempts"),
    "seconds": _("seconds of service hours"),
    "points": _("points out of 5"),
    "answers": _("answers"),
    "percent": "%",
}
BANDS: dict[str, Words] = {
    "morning": _("Morning, until 14:00"),
    "afternoon": _("Afternoon, from 14:00"),
    "outside": _("Outside service hours"),
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

CHANNEL = Dimension(id="channel", label=_("Channel"), members=dict(labels.CHANNEL), chart=True)
REASON = Dimension(id="reason", label=_("Reason"), members=dict(labels.UNSERVED))
MOTIVE = Dimension(id="motive", label=_("Reason for contact"), members=dict(labels.MOTIVE), chart=True)
REQUESTER = Dimension(id="requester", label=_("Who asked"), members=dict(labels.REQUESTER))
BAND = Dimension(id="band", label=_("Time of day"), members=BANDS)
MEASURE = Dimension(id="measure", label=_("Answers"), members=MEASURES)
SCORE = Dimension(id="score", label=_("Points"), members=POINTS)

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        id="vol.contacts",
        version=1,
        unit="contacts",
        decimals=0,
        polarity="neutral",
        rule="S1",
        dimensions=(CHANNEL,),
        name=_("Contacts received"),
        explanation=_("How many times somebody asked the service for help."),
        definition=_(
            "Requests that reached the service by any channel from the first to the last moment of the month, in the council’s own time. Tests, unwanted messages and duplicates are left out."
        ),
    ),
    Indicator(
        id="vol.attended",
        version=1,
        unit="contacts",
        decimals=0,
        polarity="up",
        rule="S1",
        name=_("Contacts attended"),
        explanation=_("How many of them were answered by a person."),
        definition=_(
            "Contacts of the month that had received an answer from a person when the figures were measured. Automatic messages and internal notes do not count as an answer."
        ),
    ),
    Indicator(
        id="vol.unattended",
        version=1,
        unit="attempts",
        decimals=0,
        polarity="down",
        rule="S1",
        dimensions=(REASON, CHANNEL),
        name=_("Unserved demand"),
        explanation=_("How many times somebody tried to reach us and could not."),
        definition=_(
            "People who left the waiting room before being answered, who tried outside service hours, or whom we could not answer. Somebody who then leaves a written request is also counted as a contact."
        ),
    ),
    Indicator(
        id="vol.motives",
        version=1,
        unit="contacts",
        decimals=0,
        polarity="neutral",
        rule="S1",
        dimensions=(MOTIVE,),
        name=_("Reasons for contact"),
        explanation=_("What people needed help with."),
        definition=_("Contacts of the month by the reason that the person chose or that the agent corrected."),
    ),
    Indicator(
        id="vol.requester",
        version=1,
        unit="contacts",
        decimals=0,
        polarity="neutral",
        rule="S1",
        dimensions=(REQUESTER,),
        name=_("Who asked for help"),
        explanation=_("In whose name the procedure was done."),
        definition=_("Contacts of the month by the kind of person or body in whose name the procedure was done."),
    ),
    Indicator(
        id="vol.band",
        version=1,
        unit="contacts",
        decimals=0,
        polarity="neutral",
        rule="S1",
        dimensions=(BAND,),
        name=_("Time of contact"),
        explanation=_("When people asked for help."),
        definition=_(
            "Contacts of the month by the moment at which they arrived: in the morning or in the afternoon of the service hours of that day, or outside them."
        ),
    ),
    Indicator(
        id="wait.first_p50_sh",
        version=1,
        unit="seconds",
        decimals=0,
        polarity="down",
        rule="S3",
        name=_("Median wait"),
        explanation=_("Half of those who waited had an answer from a person within this time."),
        definition=_(
            "Time from the arrival of a contact to the first answer from a person, counting service hours only; the median by nearest rank. Contacts attended on the spot, at the counter or by telephone, are left out: nobody waited, and they would hide those who did. At least 10 waits are needed; the result is rounded to 10 seconds, or to a minute from one hour on."
        ),
    ),
    Indicator(
        id="sat.score",
        version=1,
        unit="points",
        decimals=1,
        polarity="up",
        rule="S4",
        dimensions=(MEASURE, SCORE),
        name=_("Satisfaction"),
        explanation=_("The average of what people who used the service answered, from 1 to 5."),
        definition=_(
            "Mean of the answers given in the month to the question of how the service was, from 1 to 5. Everybody whose request is resolved is invited once; the response rate compares the answers with the invitations of the same month. At least 10 answers are needed."
        ),
    ),
)
BY_ID: dict[str, Indicator] = {indicator.id: indicator for indicator in INDICATORS}

PRIVACY: tuple[Words, ...] = (
    _("In a small town, a small number can point at a person. That is why no figure from 1 to 4 is published; a zero is."),
    _("Rows with fewer than 5 cases are added up, together with the next smallest if need be, in one row called “Grouped”."),
    _("A figure is also protected when a subtraction of two published figures would give a number from 1 to 4."),
    _("Waiting times and satisfaction need at least 10 cases. Percentages are whole numbers."),
)
PROTECTED: Words = _("Protected")
TOO_FEW: Words = _("Too few cases")


def member_label(dimension: Dimension, member: str) -> Words:
    """Return the words for a member, or for the row in which several are grouped."""
    return GROUPED_LABEL if member == GROUPED else dimension.members.get(member, member)
