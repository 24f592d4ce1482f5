"""Ways into a ticket: the citizen's request and the contact that an agent logs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from helpdesk.base import clock
from helpdesk.base.errors import Conflict, InvalidInput
from helpdesk.base.text import clean_text
from helpdesk.base.tokens import new_reference
from helpdesk.calendars.rules import add_business_time
from helpdesk.calendars.selectors import schedule_of
from helpdesk.catalogue.models import KnownProblem, Procedure, Step
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.policies import require
from helpdesk.people.services import create_citizen
from helpdesk.tickets.events import ticket_opened, ticket_resolved
from helpdesk.tickets.models import Ticket, UnservedDemand
from helpdesk.tickets.permissions import Permission
from helpdesk.tickets.rules import MAX_BODY, Channel, EntryKind, Event, Motive, Outcome, Requester, Status, UnservedReason, Visibility
from helpdesk.tickets.services.attachments import CheckedFile, attach
from helpdesk.tickets.services.timeline import append

REPLY_TARGET = timedelta(hours=8)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTicket:
    """What is known when a request arrives. Texts are taken as typed; empty contact details are a supported state."""

    subject: str
    body: str = ""
    channel: Channel
    motive: Motive
    language: str
    requester: Requester = Requester.CITIZEN
    name: str = ""
    email: str = ""
    phone: str = ""
    procedure: Procedure | None = None
    step: Step | None = None
    problem: KnownProblem | None = None
    device: str = ""
    client_id: UUID | None = None


def _create(council: Council, new: NewTicket, *, status: Status, now: datetime) -> Ticket:
    if new.procedure is not None and new.procedure.council_id != council.pk:
        raise InvalidInput
    if len(new.body) > MAX_BODY:
        raise InvalidInput
    citizen = create_citizen(council_id=council.pk, name=new.name, email=new.email, phone=new.phone, language=new.language)
    for _attempt in range(5):
        try:
            with transaction.atomic():
                return Ticket.objects.create(
                    council=council,
                    reference=new_reference(council.reference_prefix),
                    subject=clean_text(new.subject)[:140],
                    citizen=citizen,
                    status=status,
                    channel=new.channel,
                    motive=new.motive,
                    requester=new.requester,
                    language=new.language,
                    procedure=new.procedure,
                    step=new.step,
                    problem=new.problem,
                    device=new.device[:80],
                    created_at=now,
                    updated_at=now,
                    resolved_at=now if status is Status.RESOLVED else None,
                    reply_due_at=None if status is Status.RESOLVED else add_business_time(schedule_of(council), now, REPLY_TARGET),
                )
        except IntegrityError:
            continue
    raise Conflict


@transaction.atomic
def open_ticket(*, council: Council, new: NewTicket, by: Actor, files: Iterable[CheckedFile] = ()) -> Ticket:
    """Open a citizen's request with its first message; tells `ticket_opened`. A repeated `client_id` is the caller's to prevent (wizard drafts are used once)."""
    require(by, Permission.OPEN, council.pk)
    ticket = _create(council, new, status=Status.NEW, now=clock.now())
    append(ticket, by=by, kind=EntryKind.EVENT, visibility=Visibility.PUBLIC, event=Event.OPENED, data={"channel": new.channel.value})
    entry = append(ticket, by=by, kind=EntryKind.MESSAGE, visibility=Visibility.PUBLIC, body=clean_text(new.body), client_id=new.client_id)
    attach(entry, files)
    ticket_opened.send(sender=Ticket, ticket=ticket, by=by)
    return ticket


@transaction.atomic
def log_contact(*, council: Council, new: NewTicket, outcome: Outcome | None, note: str = "", by: Actor) -> Ticket:
    """Log a contact that an agent attended by telephone, at the counter or by e-mail. With an outcome it is resolved at once; its creation is the first human response."""
    require(by, Permission.LOG, council.pk)
    now = clock.now()
    ticket = _create(council, new, status=Status.OPEN, now=now)
    ticket.assignee_id = by.user_id
    ticket.first_human_response_at = now
    ticket.reply_due_at = None
    append(
        ticket, by=by, kind=EntryKind.EVENT, visibility=Visibility.PUBLIC, event=Event.CONTACT_LOGGED, data={"channel": new.channel.value}
    )
    if clean_text(new.body):
        append(ticket, by=by, kind=EntryKind.MESSAGE, visibility=Visibility.PUBLIC, body=clean_text(new.body), client_id=new.client_id)
    if clean_text(note):
        append(ticket, by=by, kind=EntryKind.NOTE, visibility=Visibility.INTERNAL, body=clean_text(note))
    if outcome is not None:
        ticket.status, ticket.outcome, ticket.resolved_at = Status.RESOLVED, outcome, now
        append(ticket, by=by, kind=EntryKind.EVENT, visibility=Visibility.PUBLIC, event=Event.RESOLVED, data={"outcome": outcome.value})
    ticket.save()
    ticket_opened.send(sender=Ticket, ticket=ticket, by=by)
    if outcome is not None:
        ticket_resolved.send(sender=Ticket, ticket=ticket, by=by)
    return ticket


def record_unserved(*, council_id: int, channel: Channel, reason: UnservedReason, ticket: Ticket | None = None) -> UnservedDemand:
    """Remember that somebody was not served; once per ticket."""
    if ticket is not None:
        row, _created = UnservedDemand.objects.get_or_create(
            ticket=ticket, defaults={"council_id": council_id, "channel": channel, "reason": reason, "created_at": clock.now()}
        )
        return row
    return UnservedDemand.objects.create(council_id=council_id, channel=channel, reason=reason, created_at=clock.now())
