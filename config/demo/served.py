"""A finished contact of the past written through the services that pages use, each step at its own moment."""

import random
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from config.demo.plan import Again, Planned, PlannedCall
from config.demo.story import ON_THE_SPOT, answer_of
from config.demo.texts import CAME_BACK, SETTLED, STILL_STUCK
from helpdesk.base import clock
from helpdesk.calendars.rules import SlotTime, Track, slot_key
from helpdesk.callbacks.services import book_call, log_attempt
from helpdesk.catalogue.models import Procedure
from helpdesk.chat.models import Chat
from helpdesk.chat.rules import ChatState
from helpdesk.chat.services import accept_chat, convert_chat, end_chat
from helpdesk.people.actors import SYSTEM, Actor, link_holder
from helpdesk.people.models import Council, User
from helpdesk.people.selectors import citizen_actor, staff_actor
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import CLOSE_AFTER_DAYS, Channel
from helpdesk.tickets.services import (
    NewTicket,
    close_ticket,
    log_contact,
    open_ticket,
    post_message,
    reopen_ticket,
    resolve_ticket,
    write_note,
)
from satisfaction.services import rate


def _client_id(rng: random.Random) -> UUID:
    return UUID(int=rng.getrandbits(128), version=4)


def citizen_of(ticket: Ticket) -> Actor:
    """Return the citizen who holds the link of a ticket."""
    return link_holder(ticket.council_id, ticket.pk)


def new_ticket(council: Council, contact: Planned, client_id: UUID) -> NewTicket:
    """Return the request of a planned contact."""
    procedure = Procedure.objects.filter(council=council, slug=contact.case.procedure).first()
    return NewTicket(
        subject=contact.case.subject,
        body=contact.case.body,
        channel=contact.channel,
        motive=contact.motive,
        language=contact.case.language,
        requester=contact.requester,
        name=contact.name,
        phone=contact.phone,
        procedure=procedure,
        step=procedure.steps.filter(slug=contact.case.step).first() if procedure else None,
        callback_origin=contact.origin,
        feedback=contact.feedback,
        client_id=client_id,
    )


def _call(ticket: Ticket, contact: Planned, call: PlannedCall, by: Actor) -> None:
    slot = SlotTime(Track(call.when.value), call.starts_at, call.ends_at, call.seat)
    key = slot_key(slot, ZoneInfo(ticket.council.time_zone))
    if contact.origin is not None:
        with clock.at(contact.moment):
            agreed = book_call(ticket_id=ticket.pk, key=key, phone=contact.phone, origin=contact.origin, by=citizen_of(ticket))
    for at, outcome in call.attempts:
        with clock.at(at):
            log_attempt(call_id=agreed.pk, outcome=outcome, by=by)


def _chat(ticket: Ticket, contact: Planned) -> None:
    """A waiting chat of that moment: the waiting room itself asks who is there now."""
    Chat.objects.create(
        council=ticket.council,
        ticket=ticket,
        state=ChatState.WAITING,
        requested_at=contact.moment,
        citizen_seen_at=contact.moment,
    )


def _work(rng: random.Random, ticket: Ticket, contact: Planned, by: Actor) -> None:
    answer, client_id = answer_of(contact), _client_id(rng)
    if contact.channel is Channel.CHAT:
        _chat(ticket, contact)
    if contact.call is not None:
        if contact.channel is Channel.CHAT:
            with clock.at(contact.moment):
                convert_chat(ticket_id=ticket.pk, by=citizen_of(ticket))
        _call(ticket, contact, contact.call, by)
    elif contact.answered_at is None:
        with clock.at(contact.resolved_at):
            write_note(ticket_id=ticket.pk, body=SETTLED, client_id=client_id, by=by)
    else:
        with clock.at(contact.answered_at):
            if contact.channel is Channel.CHAT:
                accept_chat(ticket_id=ticket.pk, by=by)
            post_message(ticket_id=ticket.pk, body=answer, client_id=client_id, by=by)
        if contact.channel is Channel.CHAT:
            with clock.at(contact.resolved_at):
                end_chat(ticket_id=ticket.pk, by=by)
    with clock.at(contact.resolved_at):
        resolve_ticket(ticket_id=ticket.pk, outcome=contact.outcome, ending=contact.ending, by=by)


def _again(rng: random.Random, ticket: Ticket, contact: Planned, again: Again, by: Actor) -> None:
    """Open it again as its citizen or, where they came back in person, as its agent; then resolve it for good."""
    on_the_spot = contact.channel in ON_THE_SPOT
    with clock.at(again.opened_at):
        if on_the_spot:
            reopen_ticket(ticket_id=ticket.pk, by=by)
            write_note(ticket_id=ticket.pk, body=CAME_BACK, client_id=_client_id(rng), by=by)
        else:
            body = STILL_STUCK[contact.case.language]
            post_message(ticket_id=ticket.pk, body=body, client_id=_client_id(rng), by=citizen_of(ticket))
    with clock.at(again.resolved_at):
        if not on_the_spot:
            post_message(ticket_id=ticket.pk, body=answer_of(contact), client_id=_client_id(rng), by=by)
        resolve_ticket(ticket_id=ticket.pk, outcome=contact.outcome, ending=contact.ending, by=by)


def write_contact(council: Council, contact: Planned, agent: User, rng: random.Random) -> Ticket:
    """Write a contact from its arrival to its closing, if it is closed by now."""
    by, now = staff_actor(agent), clock.now()
    new = new_ticket(council, contact, _client_id(rng))
    with clock.at(contact.moment):
        if contact.channel in ON_THE_SPOT:
            ticket = log_contact(council=council, new=new, outcome=contact.outcome, ending=contact.ending, by=by)
        else:
            ticket = open_ticket(council=council, new=new, by=citizen_actor(council, []))
    if contact.channel not in ON_THE_SPOT:
        _work(rng, ticket, contact, by)
    if contact.again is not None:
        _again(rng, ticket, contact, contact.again, by)
    if contact.score is not None and contact.rated_at is not None:
        with clock.at(contact.rated_at):
            rate(ticket_id=ticket.pk, score=contact.score, comment=contact.comment, by=citizen_of(ticket))
    _close(ticket, contact.settled_at + timedelta(days=CLOSE_AFTER_DAYS), now)
    return ticket


def _close(ticket: Ticket, at: datetime, now: datetime) -> None:
    if at <= now:
        with clock.at(at):
            close_ticket(ticket_id=ticket.pk, by=SYSTEM)
