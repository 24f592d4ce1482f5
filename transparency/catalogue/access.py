"""Whether the service could be reached."""

from django.utils.translation import gettext_lazy as _

from transparency.catalogue.dimensions import CHANNEL
from transparency.catalogue.shape import Indicator
from transparency.catalogue.volume import ADDED
from transparency.catalogue.words import LEFT_OUT, NO_SOURCE, NOTHING

ACCESS: tuple[Indicator, ...] = (
    Indicator(
        id="acc.service_hours",
        unit="hours",
        decimals=1,
        polarity="up",
        rule="S0",
        target_unit="hours",
        name=_("Service hours offered"),
        explanation=_("For how many hours the service was open."),
        definition=_(
            "Sum of the hours in which the service was open in the month, as its calendar says when the figures are measured: the week’s hours, with holidays and other days that differ."
        ),
        formula=_("Sum of the hours between opening and closing"),
        source=_("The council’s calendar of service hours."),
        exclusions=NOTHING,
        history=ADDED,
    ),
    Indicator(
        id="acc.availability",
        unit="percent",
        decimals=1,
        polarity="up",
        rule="S0",
        target_unit="percent",
        collected=False,
        name=_("Availability of the platform"),
        explanation=_("For how much of the time the pages of the service worked."),
        definition=_(
            "Minutes in which the service could be used, of all minutes of the month. Not collected yet: it has to be watched from outside, and a service that is down cannot note that it is."
        ),
        formula=_("100 × minutes in which it worked ÷ minutes of the month"),
        source=NO_SOURCE,
        exclusions=NOTHING,
        history=ADDED,
    ),
    Indicator(
        id="acc.answer_rate",
        unit="percent",
        decimals=0,
        polarity="up",
        rule="S2",
        dimensions=(CHANNEL,),
        target_unit="percent",
        name=_("Contacts attended, as a share"),
        explanation=_("Of every hundred contacts, how many were answered by a person."),
        definition=_("Share of the contacts received in the month that had an answer from a person when the figures were measured."),
        formula=_("100 × contacts attended ÷ contacts received"),
        source=_("The indicators of contacts received and contacts attended."),
        exclusions=LEFT_OUT,
        history=ADDED,
    ),
    Indicator(
        id="acc.abandon_rate",
        unit="percent",
        decimals=0,
        polarity="down",
        rule="S2",
        dimensions=(CHANNEL,),
        target_unit="percent",
        name=_("Waits given up"),
        explanation=_("Of every hundred people whom we attended or who left before that, how many left."),
        definition=_(
            "People who left the waiting room before being answered, as a share of them and of the contacts attended in the month. Whoever hangs up in the queue of the telephone exchange is not collected yet."
        ),
        formula=_("100 × waits given up ÷ (contacts attended + waits given up)"),
        source=_("The waiting room, and the indicator of contacts attended."),
        exclusions=LEFT_OUT,
        history=ADDED,
    ),
)
