"""How long people waited."""

from django.utils.translation import gettext_lazy as _

from helpdesk.tickets.rules import Channel
from transparency.catalogue.dimensions import CHANNEL
from transparency.catalogue.shape import FIRST, SECOND, Indicator, Version
from transparency.catalogue.volume import ADDED, LATER
from transparency.catalogue.words import NEW

WAITS = _("Requests: the moments of arrival and of the first answer from a person. The council’s calendar of service hours.")
NO_WAIT = _(
    "Tests, unwanted messages and duplicates. Contacts attended on the spot, and those that asked for a call. The queues of the telephone exchange and at the counter are not collected yet."
)

# Seconds of service hours within which an answer is promised, where the council's own charter says nothing: five minutes in the chat, and what the desk works by.
# A council's own stand among the targets of its policy, as `wait.in_target.chat` and the like.
PROMISES: dict[str, int] = {channel.value: 8 * 3600 for channel in Channel} | {Channel.CHAT.value: 300}

WAITING: tuple[Indicator, ...] = (
    Indicator(
        id="wait.first_p50_sh",
        unit="seconds",
        decimals=0,
        polarity="down",
        rule="S3",
        dimensions=(CHANNEL,),
        target_unit="seconds",
        name=_("Median wait"),
        explanation=_("Half of those who waited had an answer from a person within this time."),
        definition=_(
            "Time from the arrival of a contact to the first answer from a person, counting service hours only; the median by nearest rank. Contacts attended on the spot, at the counter or by telephone, are left out: nobody waited, and they would hide those who did. So are those that asked for a call, which have a time of their own. At least 10 waits are needed; the result is rounded to 10 seconds, or to a minute from one hour on."
        ),
        formula=_("Median, by nearest rank, of the waits in seconds of service hours"),
        source=WAITS,
        exclusions=NO_WAIT,
        history=(
            Version(number=2, valid_from=SECOND, changed=_("Those who asked for a call are left out: they have a time of their own.")),
            Version(number=1, valid_from=FIRST, changed=NEW),
        ),
    ),
    Indicator(
        id="wait.first_p90_sh",
        unit="seconds",
        decimals=0,
        polarity="down",
        rule="S3",
        dimensions=(CHANNEL,),
        target_unit="seconds",
        name=_("Longest usual wait"),
        explanation=_("Nine of every ten who waited had an answer from a person within this time."),
        definition=_(
            "The same waits as in the median wait; the 90th percentile by nearest rank. At least 30 waits are needed; the result is rounded to 10 seconds, or to a minute from one hour on."
        ),
        formula=_("90th percentile, by nearest rank, of the waits in seconds of service hours"),
        source=WAITS,
        exclusions=NO_WAIT,
        history=ADDED,
    ),
    Indicator(
        id="wait.in_target",
        unit="percent",
        decimals=0,
        polarity="up",
        rule="S2",
        dimensions=(CHANNEL,),
        target_unit="percent",
        name=_("Answered within the time promised"),
        explanation=_("Of every hundred who waited, how many had an answer within the time of the service charter."),
        definition=_(
            "Share of the waits that were not longer than the time that the council has promised for the channel. Where it has promised none: 5 minutes in the chat, and 8 service hours for what is written. The same waits as in the median wait."
        ),
        formula=_("100 × waits within the time of their channel ÷ waits"),
        source=WAITS,
        exclusions=NO_WAIT,
        history=ADDED,
    ),
    Indicator(
        id="wait.calls_on_time",
        unit="percent",
        decimals=0,
        polarity="up",
        rule="S2",
        target_unit="percent",
        name=_("Calls made on time"),
        explanation=_("How many of the agreed calls we tried to make by the time we had promised."),
        definition=_(
            "Of the calls agreed for the month, the share whose first attempt was made by the end of the time agreed with the person, whether or not somebody answered. Calls that the person cancelled are left out. At least 30 calls are needed; the result is a whole percentage."
        ),
        formula=_("100 × calls first tried on time ÷ calls agreed"),
        source=_("Calls: the time agreed and the first attempt."),
        exclusions=_("Calls cancelled before they were due. Tests, unwanted messages and duplicates."),
        history=LATER,
    ),
)
