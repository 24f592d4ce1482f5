"""Whether people could finish their procedure online with help, and why not."""

from django.utils.translation import gettext_lazy as _

from transparency.catalogue.dimensions import ABOUT, CAUSE
from transparency.catalogue.shape import Indicator
from transparency.catalogue.volume import ADDED

NOTED = _("Requests: how the procedure ended, as the agent notes it when resolving.")
UNKNOWN = _(
    "Contacts about no procedure, and those of which nobody knows how the procedure ended. Tests, unwanted messages and duplicates."
)

DIGITAL: tuple[Indicator, ...] = (
    Indicator(
        id="dig.completed",
        unit="percent",
        decimals=0,
        polarity="up",
        rule="S2",
        dimensions=(ABOUT,),
        target_unit="percent",
        name=_("Procedures finished online with help"),
        explanation=_("Of every hundred people helped with a procedure, how many finished it online."),
        definition=_(
            "Of the contacts about a procedure that were resolved for the first time in the month, and of which it is known how the procedure ended, the share in which the person finished it online."
        ),
        formula=_("100 × finished online ÷ (finished online + finished in another way + not finished)"),
        source=NOTED,
        exclusions=UNKNOWN,
        history=ADDED,
    ),
    Indicator(
        id="dig.takeup",
        unit="percent",
        decimals=0,
        polarity="up",
        rule="S2",
        dimensions=(ABOUT,),
        target_unit="percent",
        name=_("Finished procedures that were online"),
        explanation=_("Of every hundred procedures that were finished with our help, how many were finished online."),
        definition=_(
            "Of the contacts about a procedure that were resolved for the first time in the month and in which the procedure was finished, online or in another way, the share in which it was online."
        ),
        formula=_("100 × finished online ÷ (finished online + finished in another way)"),
        source=NOTED,
        exclusions=UNKNOWN,
        history=ADDED,
    ),
    Indicator(
        id="dig.failures",
        unit="contacts",
        decimals=0,
        polarity="down",
        rule="S1",
        dimensions=(CAUSE,),
        name=_("What stood in the way"),
        explanation=_("Why people could not do the procedure on their own."),
        definition=_(
            "Contacts resolved for the first time in the month in which the agent noted what kept the person from going on alone. Where nothing was noted, nothing is counted."
        ),
        formula=_("Number of contacts with each cause"),
        source=_("Requests: what stood in the way, as the agent notes it when resolving."),
        exclusions=_("Contacts without a cause. Tests, unwanted messages and duplicates."),
        history=ADDED,
    ),
)
