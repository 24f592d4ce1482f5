"""A believable past month: a few hundred contacts by rule from a seed, each through the services that pages use."""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from config.demo.texts import ANSWERS, CASES, COMMENTS, FIRST_NAMES, LAST_NAMES
from helpdesk.base import clock
from helpdesk.catalogue.models import Procedure
from helpdesk.people.actors import Actor, link_holder
from helpdesk.people.models import Council, User
from helpdesk.people.selectors import citizen_actor, colleagues, staff_actor
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Channel, Motive, Outcome, Requester, UnservedReason
from helpdesk.tickets.services import NewTicket, log_contact, open_ticket, post_message, record_unserved, resolve_ticket
from satisfaction.services import rate

CHANNELS = ((Channel.PHONE, 85), (Channel.CHAT, 6), (Channel.WEB, 5), (Channel.COUNTER, 2), (Channel.EMAIL, 2))
REQUESTERS = ((Requester.CITIZEN, 83), (Requester.COMPANY, 8), (Requester.BODY, 4), (Requester.REPRESENTATIVE, 5))
OUTCOMES = ((Outcome.SOLVED, 72), (Outcome.INFORMED, 20), (Outcome.REFERRED, 6), (Outcome.NOT_SOLVED, 2))
SCORES = ((5, 76), (4, 19), (3, 3), (2, 1), (1, 1))
MOTIVES = (
    (Motive.PROCEDURE, 27),
    (Motive.APPOINTMENT, 22),
    (Motive.FOLDER, 14),
    (Motive.CATALOGUE, 11),
    (Motive.CERTIFICATE, 12),
    (Motive.FORM, 5),
    (Motive.DOCUMENT, 4),
    (Motive.NOTIFICATION, 3),
    (Motive.PAYMENT, 2),
)
LANGUAGES = (("ca", 78), ("es", 20), ("en", 2))


def pick(rng: random.Random, weighted: tuple[tuple[object, int], ...]) -> object:
    """Return one of the weighted values."""
    return rng.choices([value for value, _ in weighted], [weight for _, weight in weighted])[0]


def moments(rng: random.Random, first: date, days: int, total: int, zone: ZoneInfo) -> list[datetime]:
    """Return `total` moments in order, on weekdays from 8 to 20, four in five before 14:00."""
    weekdays = [first + timedelta(days=n) for n in range(days) if (first + timedelta(days=n)).weekday() < 5]
    found = []
    for _number in range(total):
        morning = rng.random() < 0.8
        hour = rng.choice((8, 9, 9, 10, 10, 10, 11, 11, 12, 12, 13)) if morning else rng.choice((14, 15, 16, 16, 17, 17, 18, 19))
        found.append(datetime.combine(rng.choice(weekdays), time(hour, rng.randrange(60), rng.randrange(60)), zone))
    return sorted(found)


def new_ticket(rng: random.Random, council: Council, channel: Channel) -> NewTicket:
    """Return the request of an invented person."""
    motive = pick(rng, MOTIVES)
    fitting = [case for case in CASES if case[2] == motive] or [CASES[0]]
    slug, step_slug, _motive, subject, body = rng.choice(fitting)
    procedure = Procedure.objects.filter(council=council, slug=slug).first() if slug else None
    step = procedure.steps.filter(slug=step_slug).first() if procedure else None
    return NewTicket(
        subject=subject,
        body=body,
        channel=channel,
        motive=Motive(str(motive)),
        language=str(pick(rng, LANGUAGES)),
        requester=Requester(str(pick(rng, REQUESTERS))),
        name=f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}",
        phone=f"+34972 00 {rng.randrange(10, 100)} {rng.randrange(10, 100)}",
        procedure=procedure,
        step=step,
        client_id=UUID(int=rng.getrandbits(128), version=4),
    )


def citizen_of(ticket: Ticket) -> Actor:
    """Return the citizen who holds the link of a ticket."""
    return link_holder(ticket.council_id, ticket.pk)


def _contact(rng: random.Random, council: Council, agent: User, moment: datetime) -> Ticket:
    by = staff_actor(agent)
    channel = Channel(str(pick(rng, CHANNELS)))
    outcome = Outcome(str(pick(rng, OUTCOMES)))
    new = new_ticket(rng, council, channel)
    if channel in {Channel.PHONE, Channel.COUNTER, Channel.EMAIL}:
        with clock.at(moment):
            return log_contact(council=council, new=new, outcome=outcome, by=by)
    with clock.at(moment):
        ticket = open_ticket(council=council, new=new, by=citizen_actor(council, []))
    wait = timedelta(seconds=rng.randrange(20, 240)) if channel is Channel.CHAT else timedelta(minutes=rng.randrange(10, 300))
    with clock.at(moment + wait):
        post_message(ticket_id=ticket.pk, body=rng.choice(ANSWERS), client_id=UUID(int=rng.getrandbits(128), version=4), by=by)
    with clock.at(moment + wait + timedelta(minutes=rng.randrange(5, 40))):
        resolve_ticket(ticket_id=ticket.pk, outcome=outcome, by=by)
    return ticket


def seed_month(council: Council, first: date, days: int, total: int, seed: int) -> Iterator[int]:
    """Write the month's contacts, ratings and unserved demand; yields after each contact how many are done."""
    rng = random.Random(seed)  # noqa: S311 the demonstration wants the same month at every start
    zone = ZoneInfo(council.time_zone)
    agents = list(colleagues(council.pk).order_by("email"))
    for done, moment in enumerate(moments(rng, first, days, total, zone), 1):
        ticket = _contact(rng, council, rng.choice(agents), moment)
        if rng.random() < 0.32:
            with clock.at(moment + timedelta(hours=rng.randrange(5, 9))):
                rate(ticket_id=ticket.pk, score=int(str(pick(rng, SCORES))), comment=rng.choice(COMMENTS), by=citizen_of(ticket))
        yield done
    for moment in moments(rng, first, days, max(8, total // 25), zone):
        with clock.at(moment):
            record_unserved(council_id=council.pk, channel=Channel.CHAT, reason=UnservedReason.ABANDONED)
    for moment in moments(rng, first, days, max(6, total // 40), zone):
        with clock.at(moment.replace(hour=21)):
            record_unserved(council_id=council.pk, channel=Channel.CHAT, reason=UnservedReason.OUTSIDE_HOURS)
