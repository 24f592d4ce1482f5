"""How contacts ended, and what is still open."""

from django.utils.translation import gettext_lazy as _

from transparency.catalogue.dimensions import AGE, CHANNEL, DESTINATION, MOTIVE
from transparency.catalogue.shape import Indicator
from transparency.catalogue.volume import ADDED
from transparency.catalogue.words import LEFT_OUT

RESOLVED = _("Requests: when each was resolved for the first time and how, and when it was first opened again.")
AT_ONCE = _("Tests, unwanted messages and duplicates. Contacts resolved on the spot, in the same conversation.")

RESOLUTION: tuple[Indicator, ...] = (
    Indicator(
        id="res.first_contact",
        unit="percent",
        decimals=0,
        polarity="up",
        rule="S2",
        dimensions=(CHANNEL, MOTIVE),
        target_unit="percent",
        name=_("Solved the first time"),
        explanation=_(
            "Of every hundred contacts, how many were solved without sending the person elsewhere and without opening them again."
        ),
        definition=_(
            "Of the contacts resolved for the first time in the month, the share that ended as solved, not as informed, referred or not solved, and that was not opened again within seven days. For contacts of the last days of the month, those seven days may not be over when the figures are measured."
        ),
        formula=_("100 × contacts solved and not opened again within 7 days ÷ contacts resolved"),
        source=RESOLVED,
        exclusions=LEFT_OUT,
        history=ADDED,
    ),
    Indicator(
        id="res.time_p50",
        unit="seconds",
        decimals=0,
        polarity="down",
        rule="S3",
        dimensions=(CHANNEL,),
        target_unit="seconds",
        name=_("Median time to resolve"),
        explanation=_("Half of the contacts that took more than one conversation were resolved within this time."),
        definition=_(
            "Time from the arrival of a contact until it was resolved for the first time, nights and holidays included; the median by nearest rank, for contacts resolved in the month. Contacts resolved on the spot are left out, as they would hide the others. The automatic closing a week later does not count. At least 10 are needed."
        ),
        formula=_("Median, by nearest rank, of the time from arrival to resolution"),
        source=RESOLVED,
        exclusions=AT_ONCE,
        history=ADDED,
    ),
    Indicator(
        id="res.time_p90",
        unit="seconds",
        decimals=0,
        polarity="down",
        rule="S3",
        dimensions=(CHANNEL,),
        target_unit="seconds",
        name=_("Longest usual time to resolve"),
        explanation=_("Nine of every ten contacts that took more than one conversation were resolved within this time."),
        definition=_("The same times as in the median time to resolve; the 90th percentile by nearest rank. At least 30 are needed."),
        formula=_("90th percentile, by nearest rank, of the time from arrival to resolution"),
        source=RESOLVED,
        exclusions=AT_ONCE,
        history=ADDED,
    ),
    Indicator(
        id="res.referred",
        unit="percent",
        decimals=0,
        polarity="neutral",
        rule="S2",
        dimensions=(DESTINATION,),
        target_unit="percent",
        name=_("Referred elsewhere"),
        explanation=_("Of every hundred contacts, how many we had to send to another department or administration."),
        definition=_(
            "Of the contacts resolved for the first time in the month, the share that ended by referring the person to another department of the council or to another administration."
        ),
        formula=_("100 × contacts referred ÷ contacts resolved"),
        source=_("Requests: how each ended, and where the person was referred to."),
        exclusions=LEFT_OUT,
        history=ADDED,
    ),
    Indicator(
        id="res.reopened",
        unit="percent",
        decimals=0,
        polarity="down",
        rule="S2",
        dimensions=(CHANNEL,),
        target_unit="percent",
        name=_("Opened again"),
        explanation=_("Of every hundred contacts that we took for resolved, how many were not."),
        definition=_(
            "Of the contacts resolved for the first time in the month, the share that was opened again within seven days. For contacts of the last days of the month, those seven days may not be over when the figures are measured."
        ),
        formula=_("100 × contacts opened again within 7 days ÷ contacts resolved"),
        source=RESOLVED,
        exclusions=LEFT_OUT,
        history=ADDED,
    ),
    Indicator(
        id="res.backlog",
        unit="contacts",
        decimals=0,
        polarity="down",
        rule="S1",
        dimensions=(AGE,),
        target_unit="contacts",
        name=_("Open at the end of the month"),
        explanation=_("How many contacts were waiting to be resolved when the month ended."),
        definition=_(
            "Contacts that had arrived by the last moment of the month and were not resolved at that moment, in whichever month they arrived: new ones, those in progress, those that waited for somebody, and those opened again. By how many days before they had arrived."
        ),
        formula=_("Number of contacts open at 24:00 of the last day"),
        source=_("Requests: the moments of arrival, of resolution and of opening again."),
        exclusions=LEFT_OUT,
        history=ADDED,
    ),
)
