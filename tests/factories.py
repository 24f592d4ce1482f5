"""Real rows for tests: two councils with people of every role, a procedure, tickets."""

from datetime import time
from itertools import count
from typing import Any

from helpdesk.calendars.models import OpeningInterval
from helpdesk.catalogue.models import KnownProblem, ProblemText, Procedure, ProcedureText, Step
from helpdesk.people.actors import Actor, link_holder
from helpdesk.people.models import Council, CouncilHost, Membership, User
from helpdesk.people.rules import Role
from helpdesk.people.selectors import citizen_actor, staff_actor
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Channel, Motive
from helpdesk.tickets.services import NewTicket, open_ticket

PASSWORD = "correct horse battery staple"
_numbers = count(1)


def make_council(slug: str = "vallclara", *, host: str = "testserver", prefix: str = "VC", open_always: bool = True) -> Council:
    """A council reached at `http://<host>`, open all week unless said otherwise."""
    council = Council.objects.create(
        slug=slug,
        name=f"Ajuntament de {slug.title()}",
        service_name={"ca": "Ajuda amb els tràmits", "en": "Help with procedures"},
        reference_prefix=prefix,
        municipality_code="17999",
        mark=slug[0].upper(),
        phone="972 00 00 10",
        email=f"ajuda@{slug}.example",
        default_language="ca",
        language_order=["ca", "es", "eu", "gl", "en"],
    )
    CouncilHost.objects.create(council=council, host=host, base_url=f"http://{host}", is_primary=True)
    if open_always:
        for weekday in range(7):
            OpeningInterval.objects.create(council=council, weekday=weekday, opens=time(0, 0), closes=time(23, 59, 59))
    return council


def make_user(council: Council | None = None, *roles: Role, email: str = "", name: str = "Laia Ferrer") -> User:
    """A member of staff with roles in a council."""
    user = User.objects.create_user(
        email or f"person{next(_numbers)}@example.org", PASSWORD, full_name=name, public_name=name.split(maxsplit=1)[0], language="en"
    )
    for role in roles:
        assert council is not None
        Membership.objects.create(council=council, user=user, role=role)
    return user


def make_staff(council: Council, *roles: Role, **fields: Any) -> Actor:
    """The actor of a new member of staff."""
    return staff_actor(make_user(council, *(roles or (Role.AGENT,)), **fields))


def make_procedure(council: Council, slug: str = "residence-certificate", title: str = "Certificate of residence") -> Procedure:
    """A procedure with the step `sign`, one known problem there, in Catalan, Spanish and English."""
    procedure = Procedure.objects.create(council=council, slug=slug, administration="municipal", motive="procedure")
    for language in ("ca", "es", "en"):
        ProcedureText.objects.create(
            council=council,
            procedure=procedure,
            language=language,
            title=title,
            summary="Says where you live.",
            identification="idCAT",
            documents=["ID card"],
            keywords=["padró"],
            search_text=f"{title.lower()} padro",
        )
    step = Step.objects.create(
        council=council,
        procedure=procedure,
        slug="sign",
        position=1,
        texts={c: {"label": "I cannot sign", "hint": "AutoFirma"} for c in ("ca", "es", "en")},
    )
    problem, _created = KnownProblem.objects.get_or_create(
        council=council, slug="autofirma-does-not-open", defaults={"motive": "certificate"}
    )
    problem.steps.add(step)
    for language in ("ca", "es", "en"):
        ProblemText.objects.get_or_create(
            problem=problem,
            language=language,
            defaults={
                "council": council,
                "title": "AutoFirma does not open",
                "symptom": "Nothing happens.",
                "guidance": ["Install it again."],
                "search_text": "autofirma",
            },
        )
    return procedure


def citizen_of(council: Council) -> Actor:
    """A citizen on a council's pages without any link."""
    return citizen_actor(council, [])


def make_ticket(council: Council, *, channel: Channel = Channel.WEB, **fields: Any) -> Ticket:
    """A citizen's request."""
    defaults: dict[str, Any] = {
        "subject": "AutoFirma does not open",
        "body": "When I press Sign nothing happens.",
        "channel": channel,
        "motive": Motive.CERTIFICATE,
        "language": "ca",
        "name": "Rosa Mas",
        "email": "rosa@example.org",
        "phone": "+34600000000",
    }
    return open_ticket(council=council, new=NewTicket(**{**defaults, **fields}), by=citizen_of(council))


def citizen_with(ticket: Ticket) -> Actor:
    """The citizen who holds the follow-up link of a ticket."""
    return link_holder(ticket.council_id, ticket.pk)
