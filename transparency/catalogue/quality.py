"""What people think of the service, and what it costs."""

from django.utils.translation import gettext_lazy as _

from transparency.catalogue.dimensions import CHANNEL, FEEDBACK, MEASURE, SCORE
from transparency.catalogue.shape import FIRST, THIRD, Indicator, Version
from transparency.catalogue.volume import ADDED
from transparency.catalogue.words import LEFT_OUT, NEW, NO_SOURCE, NOTHING

QUALITY: tuple[Indicator, ...] = (
    Indicator(
        id="sat.score",
        unit="points",
        decimals=1,
        polarity="up",
        rule="S4",
        dimensions=(MEASURE, SCORE, CHANNEL),
        target_unit="points",
        name=_("Satisfaction"),
        explanation=_("The average of what people who used the service answered, from 1 to 5."),
        definition=_(
            "Mean of the answers given in the month to the question of how the service was, from 1 to 5. People are invited when their chat ends or their request is resolved, but nobody twice in a month; the response rate compares the answers with the invitations of the same month. Answers given with the code of an office are not counted, as nobody is invited there. At least 10 answers are needed."
        ),
        formula=_("Sum of the points ÷ number of answers"),
        source=_("Ratings: the points of each answer. Comments are never read."),
        exclusions=_("Answers given with the code of an office. Tests, unwanted messages and duplicates."),
        history=(
            Version(
                number=2,
                valid_from=THIRD,
                changed=_("Nobody is invited twice in a month, and what is left out of the other indicators is left out here too."),
            ),
            Version(number=1, valid_from=FIRST, changed=NEW),
        ),
    ),
    Indicator(
        id="qual.complaints",
        unit="messages",
        decimals=0,
        polarity="neutral",
        rule="S1",
        dimensions=(FEEDBACK,),
        name=_("Complaints, suggestions and thanks"),
        explanation=_("How many times somebody told us what they think of the service itself."),
        definition=_(
            "Contacts of the month that the agent noted as a complaint, a suggestion or thanks about this service. Complaints about anything else of the council are not counted here."
        ),
        formula=_("Number of contacts of each kind"),
        source=_("Requests: whether they are about the service itself, as the agent notes it."),
        exclusions=LEFT_OUT,
        history=ADDED,
    ),
    Indicator(
        id="eco.cost",
        unit="euros",
        decimals=2,
        polarity="down",
        rule="S5",
        target_unit="euros",
        collected=False,
        name=_("Cost per contact"),
        explanation=_("What it costs to attend one contact."),
        definition=_(
            "Cost of the service in a year, divided by the contacts attended in it. Not collected yet: the budget is not part of this system. Only figures of a year, or of three months at least, would be published."
        ),
        formula=_("Yearly cost of the service ÷ contacts attended in the year"),
        source=NO_SOURCE,
        exclusions=NOTHING,
        history=ADDED,
    ),
)
