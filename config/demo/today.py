"""A living queue for today: new requests, answered ones, one waiting chat, each council its own."""

import random
from datetime import timedelta
from uuid import uuid4

from config.demo.councils import PEOPLE
from config.demo.month import citizen_of
from config.demo.texts import ANSWERS, CASES, FIRST_NAMES, LAST_NAMES
from helpdesk.base import clock
from helpdesk.catalogue.models import Procedure
from helpdesk.chat.models import Chat
from helpdesk.chat.rules import ChatState
from helpdesk.chat.services import set_presence, start_chat, touch_citizen, touch_presence
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, User
from helpdesk.people.selectors import citizen_actor, colleagues, staff_actor
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Channel, Motive, Outcome
from helpdesk.tickets.services import (
    NewTicket,
    log_contact,
    open_ticket,
    post_message,
    resolve_ticket,
    take_ticket,
    wait_ticket,
    write_note,
)

WAITING_MINUTES = 25


def _new(rng: random.Random, council: Council, case: tuple[str, str, str, str, str], channel: Channel, number: int) -> NewTicket:
    slug, step_slug, motive, subject, body = case
    procedure = Procedure.objects.filter(council=council, slug=slug).first() if slug else None
    name = f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}"
    return NewTicket(
        subject=subject,
        body=body,
        channel=channel,
        motive=Motive(motive),
        language="ca",
        name=name,
        email=f"ciutadania{number}@{council.slug}.example" if channel is Channel.WEB else "",
        phone=f"+34972 00 {rng.randrange(10, 100)} {rng.randrange(10, 100)}",
        procedure=procedure,
        step=procedure.steps.filter(slug=step_slug).first() if procedure else None,
    )


def seed_today(council: Council, seed: int) -> None:
    """Write today's requests, the oldest three hours ago."""
    rng = random.Random(seed)  # noqa: S311
    now = clock.now()
    agents = [staff_actor(user) for user in colleagues(council.pk).order_by("email")]
    for number, case in enumerate(rng.sample(CASES, len(CASES))):
        channel = Channel.PHONE if number % 4 == 3 else Channel.WEB
        moment = now - timedelta(minutes=180 - number * 13)
        new = _new(rng, council, case, channel, number)
        by = agents[number % len(agents)]
        with clock.at(moment):
            ticket = (
                log_contact(council=council, new=new, outcome=None, by=by)
                if channel is Channel.PHONE
                else open_ticket(council=council, new=new, by=citizen_actor(council, []))
            )
        with clock.at(moment + timedelta(minutes=7)):
            _work(ticket, number, by)


def _work(ticket: Ticket, number: int, by: Actor) -> None:
    if number % 3 == 0:
        return
    take_ticket(ticket_id=ticket.pk, by=by)
    if number % 3 == 1:
        post_message(ticket_id=ticket.pk, body=ANSWERS[number % len(ANSWERS)], client_id=uuid4(), by=by)
    if number % 5 == 2:
        write_note(ticket_id=ticket.pk, body="Possible AutoFirma antiga (1.6): cal reinstal·lar-la.", client_id=uuid4(), by=by)
        wait_ticket(
            ticket_id=ticket.pk, for_citizen=False, for_whom="Serveis informàtics", until=(clock.now() + timedelta(days=2)).date(), by=by
        )
    if number % 7 == 5:
        resolve_ticket(ticket_id=ticket.pk, outcome=Outcome.SOLVED, by=by)


def seed_waiting_chat(council: Council) -> Ticket:
    """Put a citizen in the waiting room, now; one who still waits there from an earlier start goes on waiting."""
    chat = Chat.objects.filter(council=council, state=ChatState.WAITING).select_related("ticket").first()
    if chat is not None:
        return chat.ticket
    new = _new(random.Random(7), council, CASES[0], Channel.CHAT, 0)  # noqa: S311
    ticket = open_ticket(council=council, new=new, by=citizen_actor(council, []))
    start_chat(ticket_id=ticket.pk, by=citizen_of(ticket))
    return ticket


def stay(ticket: Ticket) -> None:
    """Keep the demonstration's agents at their desks, and its citizen in the waiting room for a while."""
    for person in PEOPLE[:1]:
        touch_presence(by=staff_actor(User.objects.get(email=person.email)))
    if clock.now() < ticket.created_at + timedelta(minutes=WAITING_MINUTES):
        touch_citizen(ticket_id=ticket.pk, by=citizen_of(ticket))


def open_the_desk() -> None:
    """Make the first agent available."""
    set_presence(available=True, by=staff_actor(User.objects.get(email=PEOPLE[0].email)))
