"""Requests of invented people."""

import random

from config.demo.cases import Case
from config.demo.texts import FIRST_NAMES, LAST_NAMES
from helpdesk.catalogue.models import Procedure
from helpdesk.people.models import Council
from helpdesk.tickets.rules import CallbackOrigin, Channel, Motive
from helpdesk.tickets.services import NewTicket


def new_request(rng: random.Random, council: Council, case: Case, channel: Channel, *, email: str = "") -> NewTicket:
    """Return the request of somebody who is stuck as the case says."""
    procedure = Procedure.objects.filter(council=council, slug=case.procedure).first() if case.procedure else None
    return NewTicket(
        subject=case.subject,
        body=case.body,
        channel=channel,
        motive=Motive(case.motive),
        language=case.language,
        name=f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}",
        email=email,
        phone=f"+34972 00 {rng.randrange(10, 100)} {rng.randrange(10, 100)}",
        procedure=procedure,
        step=procedure.steps.filter(slug=case.step).first() if procedure else None,
        callback_origin=CallbackOrigin.WEB if channel is Channel.CALLBACK else None,
    )
