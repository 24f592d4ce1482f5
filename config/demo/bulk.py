"""Months written in bulk: the rows that the services write, many at a time. tests/config/test_demo_bulk.py holds both against each other."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from simple_history.utils import bulk_create_with_history

from config.demo.plan import Planned
from config.demo.story import Said, story_of
from helpdesk.base import clock
from helpdesk.base.phones import international
from helpdesk.base.tokens import new_reference
from helpdesk.calendars.models import Booking
from helpdesk.callbacks.models import Call, CallAttempt
from helpdesk.callbacks.rules import AttemptOutcome, CallState
from helpdesk.catalogue.models import Procedure, Step
from helpdesk.chat.models import Chat
from helpdesk.chat.rules import ChatState
from helpdesk.people.models import Citizen, Council, User
from helpdesk.tickets.models import Entry, Ticket
from helpdesk.tickets.rules import CLOSE_AFTER_DAYS, Author, Channel, Status
from helpdesk.tickets.services.search import index_again
from satisfaction.models import Invitation, Rating

BATCH = 400
# What a ticket does not have when it arrives.
UNKNOWN = ("outcome", "first_outcome", "procedure_result", "failure_cause", "referral")
NOT_YET = ("first_human_response_at", "resolved_at", "closed_at", "first_resolved_at", "reopened_at")
HISTORY_DATE = "_history_date"
Row = TypeVar("Row", bound=Model)


@dataclass(slots=True)
class Catalogue:
    """Procedures and steps of a council by name, read once."""

    procedures: dict[str, Procedure] = field(default_factory=dict)
    steps: dict[tuple[str, str], Step] = field(default_factory=dict)

    @classmethod
    def of(cls, council: Council) -> "Catalogue":
        """Read them."""
        steps = Step.objects.filter(procedure__council=council).select_related("procedure")
        procedures = {procedure.slug: procedure for procedure in Procedure.objects.filter(council=council)}
        return cls(procedures, {(step.procedure.slug, step.slug): step for step in steps})


@dataclass(frozen=True, slots=True)
class Written:
    """A contact on its way into the tables."""

    contact: Planned
    ticket: Ticket
    agent: User
    told: tuple[Said, ...]


def _dated(rows: list[Row], moments: Sequence[datetime]) -> list[Row]:
    """Say when each row came to be, for its history."""
    for row, moment in zip(rows, moments, strict=True):
        setattr(row, HISTORY_DATE, moment)
    return rows


def _citizens(council: Council, contacts: Sequence[Planned]) -> list[Citizen]:
    moments = [contact.moment for contact in contacts]
    rows = [Citizen(council=council, name=c.name, phone=c.phone, language=c.case.language, created_at=c.moment) for c in contacts]
    created: list[Citizen] = bulk_create_with_history(_dated(rows, moments), Citizen, batch_size=BATCH)
    return created


def _closed_at(contact: Planned) -> datetime | None:
    at = contact.settled_at + timedelta(days=CLOSE_AFTER_DAYS)
    return at if at <= clock.now() else None


def _ticket(council: Council, contact: Planned, citizen: Citizen, agent: User, catalogue: Catalogue, told: Sequence[Said]) -> Ticket:
    closed = _closed_at(contact)
    return Ticket(
        council=council,
        reference=new_reference(council.reference_prefix),
        subject=contact.case.subject,
        citizen=citizen,
        status=Status.CLOSED if closed else Status.RESOLVED,
        channel=contact.channel,
        motive=contact.motive,
        requester=contact.requester,
        language=contact.case.language,
        procedure=catalogue.procedures.get(contact.case.procedure),
        step=catalogue.steps.get((contact.case.procedure, contact.case.step)),
        outcome=contact.outcome,
        procedure_result=contact.ending.result or "",
        failure_cause=contact.ending.cause or "",
        referral=contact.ending.referral or "",
        feedback_kind=contact.feedback or "",
        assignee=agent,
        callback_origin=contact.origin or "",
        last_seq=len(told),
        created_at=contact.moment,
        updated_at=told[-1].at,
        first_human_response_at=contact.answered_at,
        resolved_at=contact.settled_at,
        closed_at=closed,
        first_resolved_at=contact.resolved_at,
        first_outcome=contact.outcome,
        reopened_at=contact.again.opened_at if contact.again else None,
    )


def _entries(rng: random.Random, written: Written) -> Iterator[Entry]:
    ticket, names = written.ticket, {Author.CITIZEN: written.contact.name, Author.STAFF: written.agent.public_name, Author.SYSTEM: ""}
    for number, said in enumerate(written.told, 1):
        yield Entry(
            council_id=ticket.council_id,
            ticket=ticket,
            seq=number,
            kind=said.kind,
            visibility=said.visibility,
            client_id=UUID(int=rng.getrandbits(128), version=4),
            author_kind=said.author,
            author_user=written.agent if said.author is Author.STAFF else None,
            author_name=names[said.author],
            language=ticket.language,
            body=said.body,
            event=said.event or "",
            data=said.data,
            created_at=said.at,
        )


def _history(written: Sequence[Written]) -> None:
    """Each ticket as it arrived, and as it is."""
    arrived = {"status": Status.NEW, **dict.fromkeys(UNKNOWN, ""), **dict.fromkeys(NOT_YET)}
    rows, manager = [one.ticket for one in written], Ticket.history
    now = [{name: getattr(ticket, name) for name in arrived} for ticket in rows]
    for ticket in _dated(rows, [ticket.created_at for ticket in rows]):
        for name, value in arrived.items():
            setattr(ticket, name, value)
    manager.bulk_history_create(rows, batch_size=BATCH)
    for ticket, values in zip(_dated(rows, [ticket.updated_at for ticket in rows]), now, strict=True):
        for name, value in values.items():
            setattr(ticket, name, value)
    manager.bulk_history_create(rows, batch_size=BATCH, update=True)


def _calls(council: Council, written: Sequence[Written]) -> None:
    agreed = [(one, one.contact.call) for one in written if one.contact.call is not None]
    bookings = Booking.objects.bulk_create(
        Booking(
            council=council, track=call.when, starts_at=call.starts_at, ends_at=call.ends_at, seat=call.seat, created_at=one.contact.moment
        )
        for one, call in agreed
    )
    calls = [
        Call(
            council=council,
            ticket=one.ticket,
            booking=booking,
            state=CallState.DONE if call.attempts[-1][1] is AttemptOutcome.ANSWERED else CallState.UNANSWERED,
            when=call.when,
            origin=one.contact.origin or "",
            starts_at=call.starts_at.astimezone(UTC),
            ends_at=call.ends_at.astimezone(UTC),
            due_at=call.due_at,
            phone=international(one.contact.phone),
            attempt_count=len(call.attempts),
            first_attempt_at=call.attempts[0][0],
            finished_at=call.attempts[-1][0],
            created_at=one.contact.moment,
        )
        for (one, call), booking in zip(agreed, bookings, strict=True)
    ]
    rows = bulk_create_with_history(_dated(calls, [call.created_at for call in calls]), Call, batch_size=BATCH) if calls else []
    CallAttempt.objects.bulk_create(
        CallAttempt(council=council, call=row, number=number, outcome=outcome, by_user=one.agent, created_at=at)
        for (one, call), row in zip(agreed, rows, strict=True)
        for number, (at, outcome) in enumerate(call.attempts, 1)
    )


def _chats(council: Council, written: Sequence[Written]) -> None:
    Chat.objects.bulk_create(
        Chat(
            council=council,
            ticket=one.ticket,
            state=ChatState.CONVERTED if one.contact.call else ChatState.ENDED,
            requested_at=one.contact.moment,
            citizen_seen_at=one.contact.moment,
            accepted_at=None if one.contact.call else one.contact.answered_at,
            accepted_by=None if one.contact.call else one.agent,
            ended_at=one.contact.moment if one.contact.call else one.contact.resolved_at,
        )
        for one in written
        if one.contact.channel is Channel.CHAT
    )


def _ratings(council: Council, written: Sequence[Written]) -> None:
    invitations = Invitation.objects.bulk_create(
        Invitation(council=council, ticket=one.ticket, created_at=one.contact.resolved_at) for one in written
    )
    Rating.objects.bulk_create(
        Rating(
            council=council,
            invitation=invitation,
            score=one.contact.score,
            comment=one.contact.comment,
            created_at=at,
            changed_at=at,
        )
        for one, invitation in zip(written, invitations, strict=True)
        if one.contact.score is not None and (at := one.contact.rated_at) is not None
    )


@transaction.atomic
def write_contacts(council: Council, contacts: Sequence[Planned], agents: Sequence[User], seed: int) -> None:
    """Write finished contacts: tickets with their history, timelines, calls, chats, invitations, ratings, and what they are found by."""
    rng, catalogue = random.Random(seed), Catalogue.of(council)  # noqa: S311 the same month at every start
    citizens = _citizens(council, contacts)
    written = []
    for contact, citizen in zip(contacts, citizens, strict=True):
        agent = agents[contact.agent % len(agents)]
        told = tuple(story_of(contact, _closed_at(contact), agent.public_name))
        written.append(Written(contact, _ticket(council, contact, citizen, agent, catalogue, told), agent, told))
    Ticket.objects.bulk_create([one.ticket for one in written], batch_size=BATCH)
    Entry.objects.bulk_create((entry for one in written for entry in _entries(rng, one)), batch_size=BATCH)
    _history(written)
    _calls(council, written)
    _chats(council, written)
    _ratings(council, written)
    index_again([one.ticket.pk for one in written])
