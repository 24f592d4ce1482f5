"""Real rows for tests: two councils with people of every role, a procedure, tickets."""

from datetime import time
from io import BytesIO
from itertools import count
from typing import Any

from PIL import Image

from helpdesk.base import clock
from helpdesk.calendars.models import OpeningInterval
from helpdesk.calendars.selectors import free_days
from helpdesk.callbacks.models import Call
from helpdesk.callbacks.services import book_call
from helpdesk.catalogue.models import KnownProblem, ProblemText, Procedure, ProcedureText, Step
from helpdesk.people.actors import Actor, link_holder
from helpdesk.people.models import Council, CouncilHost, Membership, User
from helpdesk.people.rules import Role
from helpdesk.people.selectors import citizen_actor, staff_actor
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import CallbackOrigin, Channel, Motive, Outcome
from helpdesk.tickets.services import NewTicket, open_ticket, resolve_ticket
from remote.models import ProviderConfig, RemoteSession
from remote.rules import OFFER_TTL, State
from satisfaction.models import OfficeCode, Review
from satisfaction.services import add_office, rate

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


def make_png(width: int = 400, height: int = 300, colour: str = "white") -> bytes:
    """A real picture of one colour."""
    written = BytesIO()
    Image.new("RGB", (width, height), colour).save(written, "PNG")
    return written.getvalue()


def citizen_with(ticket: Ticket) -> Actor:
    """The citizen who holds the follow-up link of a ticket."""
    return link_holder(ticket.council_id, ticket.pk)


def enable_remote(council: Council, provider: str = "fake", **settings: str) -> ProviderConfig:
    """A program for remote sessions that the council's agents may propose."""
    return ProviderConfig.objects.update_or_create(
        council=council, provider=provider, defaults={"is_enabled": True, "settings": settings or {"behaviour": "well"}}
    )[0]


def make_remote_session(ticket: Ticket, agent: User, **fields: Any) -> RemoteSession:
    """An offer of a remote session, as if `agent` had just made it."""
    now = clock.now()
    defaults: dict[str, Any] = {
        "provider": "fake",
        "state": State.OFFERED,
        "reason": "Looking at the signature together",
        "scope_asked": "view",
        "scope": "view",
        "minutes": 30,
        "agent_name": agent.public_name,
        "agent_badge": agent.badge,
        "requested_at": now,
        "offered_at": now,
        "offer_expires_at": now + OFFER_TTL,
    }
    return RemoteSession.objects.create(council_id=ticket.council_id, ticket=ticket, agent=agent, **{**defaults, **fields})


def agree_call(ticket: Ticket, *, key: str = "", phone: str = "+34972000012", origin: CallbackOrigin = CallbackOrigin.WEB) -> Call:
    """A call agreed by the citizen, at the slot of `key` or at tomorrow's first exact time."""
    key = key or free_days(ticket.council)[1].exact[0].key
    return book_call(ticket_id=ticket.pk, key=key, phone=phone, origin=origin, by=citizen_with(ticket))


def make_ratings(council: Council, **fields: Any) -> tuple[Ticket, Review, OfficeCode]:
    """A resolved call that nobody has rated, the review of a low score, and the code of an office."""
    supervisor = make_staff(council, Role.SUPERVISOR)
    called = make_ticket(council, channel=Channel.PHONE, email="", phone="+34972000021", **fields)
    rated = make_ticket(council, email="", phone="+34972000022", **fields)
    for ticket in (called, rated):
        resolve_ticket(ticket_id=ticket.pk, outcome=Outcome.SOLVED, by=supervisor)
    rating = rate(ticket_id=rated.pk, score=1, comment="It took too long", by=citizen_with(rated))
    return called, Review.objects.get(rating=rating), add_office(council_id=council.pk, name="Ground floor", team_id=None, by=supervisor)
