"""How much was asked of the service, by whom, about what, and what it could not attend."""

from django.utils.translation import gettext_lazy as _

from transparency.catalogue.dimensions import BAND, CHANNEL, LANGUAGE, MOTIVE, ORIGIN, PROCEDURE, REASON, REQUESTER, SESSION, WEEKDAY
from transparency.catalogue.shape import FIRST, SECOND, THIRD, Indicator, Version
from transparency.catalogue.words import LEFT_OUT, NEW

OLD = (Version(number=1, valid_from=FIRST, changed=NEW),)
LATER = (Version(number=1, valid_from=SECOND, changed=NEW),)
ADDED = (Version(number=1, valid_from=THIRD, changed=NEW),)
ARRIVAL = _("Requests: the moment at which each arrived.")

VOLUME: tuple[Indicator, ...] = (
    Indicator(
        id="vol.contacts",
        unit="contacts",
        decimals=0,
        polarity="neutral",
        rule="S1",
        dimensions=(CHANNEL, WEEKDAY),
        name=_("Contacts received"),
        explanation=_("How many times somebody asked the service for help."),
        definition=_(
            "Requests that reached the service by any channel from the first to the last moment of the month, in the council’s own time. Tests, unwanted messages and duplicates are left out."
        ),
        formula=_("Number of requests that arrived in the month"),
        source=ARRIVAL,
        exclusions=LEFT_OUT,
        history=OLD,
    ),
    Indicator(
        id="vol.attended",
        unit="contacts",
        decimals=0,
        polarity="up",
        rule="S1",
        dimensions=(CHANNEL,),
        name=_("Contacts attended"),
        explanation=_("How many of them were answered by a person."),
        definition=_(
            "Contacts of the month that had received an answer from a person when the figures were measured. Automatic messages and internal notes do not count as an answer."
        ),
        formula=_("Number of contacts of the month with a first answer from a person"),
        source=_("Requests: the moment of the first answer from a person."),
        exclusions=LEFT_OUT,
        history=OLD,
    ),
    Indicator(
        id="vol.unattended",
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
        formula=_("Waits given up + attempts outside service hours + attempts that could not be answered"),
        source=_(
            "The waiting room and the pages, which note each attempt. The telephone exchange and the queue at the counter are not collected yet."
        ),
        exclusions=LEFT_OUT,
        history=OLD,
    ),
    Indicator(
        id="vol.motives",
        unit="contacts",
        decimals=0,
        polarity="neutral",
        rule="S1",
        dimensions=(MOTIVE,),
        name=_("Reasons for contact"),
        explanation=_("What people needed help with."),
        definition=_("Contacts of the month by the reason that the person chose or that the agent corrected."),
        formula=_("Number of contacts with each reason"),
        source=_("Requests: the reason for contact."),
        exclusions=LEFT_OUT,
        history=OLD,
    ),
    Indicator(
        id="vol.procedures",
        unit="contacts",
        decimals=0,
        polarity="neutral",
        rule="S1",
        dimensions=(PROCEDURE,),
        name=_("Contacts by procedure"),
        explanation=_("With which procedures people needed help."),
        definition=_(
            "Contacts of the month by the procedure that they were about. The ten procedures with most contacts are shown by name, the rest together; so are contacts that were about no procedure in particular."
        ),
        formula=_("Number of contacts about each procedure"),
        source=_("Requests: the procedure."),
        exclusions=LEFT_OUT,
        history=ADDED,
    ),
    Indicator(
        id="vol.requester",
        unit="contacts",
        decimals=0,
        polarity="neutral",
        rule="S1",
        dimensions=(REQUESTER,),
        name=_("Who asked for help"),
        explanation=_("In whose name the procedure was done."),
        definition=_("Contacts of the month by the kind of person or body in whose name the procedure was done."),
        formula=_("Number of contacts in the name of each kind"),
        source=_("Requests: who asks."),
        exclusions=LEFT_OUT,
        history=OLD,
    ),
    Indicator(
        id="vol.language",
        unit="contacts",
        decimals=0,
        polarity="neutral",
        rule="S1",
        dimensions=(LANGUAGE,),
        name=_("Languages of attention"),
        explanation=_("In which languages people were helped."),
        definition=_(
            "Contacts of the month by the language in which the person was attended. A language with fewer than 10 contacts is not shown on its own."
        ),
        formula=_("Number of contacts in each language"),
        source=_("Requests: the language."),
        exclusions=LEFT_OUT,
        history=ADDED,
    ),
    Indicator(
        id="vol.band",
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
        formula=_("Number of contacts in each part of the day"),
        source=_("Requests: the moment at which each arrived. The council’s calendar of service hours."),
        exclusions=LEFT_OUT,
        history=OLD,
    ),
    Indicator(
        id="vol.callbacks",
        unit="requests",
        decimals=0,
        polarity="neutral",
        rule="S1",
        dimensions=(ORIGIN,),
        name=_("Calls asked for"),
        explanation=_("How many people asked us to call them."),
        definition=_(
            "Contacts of the month in which somebody asked to be called: by telephone instead of waiting on the line, with the form on the web, or from the waiting room of the chat. Each contact counts once, however many calls were agreed in it."
        ),
        formula=_("Number of contacts in which a call was asked for"),
        source=_("Requests: where a call was asked for. By telephone, the agent notes it; the voice menu is not collected yet."),
        exclusions=LEFT_OUT,
        history=LATER,
    ),
    Indicator(
        id="vol.sessions",
        unit="sessions",
        decimals=0,
        polarity="neutral",
        rule="S1",
        dimensions=(SESSION,),
        name=_("Guided sessions"),
        explanation=_("How many times an agent helped while looking at the person’s screen, or face to face by video."),
        definition=_(
            "Sessions of remote assistance or video that began in the month. One that was offered and not accepted, or that never began, does not count."
        ),
        formula=_("Number of sessions that began in the month"),
        source=_("Sessions: the moment at which each began."),
        exclusions=LEFT_OUT,
        history=ADDED,
    ),
)
