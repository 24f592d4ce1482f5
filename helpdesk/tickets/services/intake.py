"""Ways into a ticket: the citizen's request and the contact that an agent logs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from helpdesk.base import clock
from helpdesk.base.errors import Conflict, InvalidInput
from helpdesk.base.text import clean_text
from helpdesk.base.tokens import new_reference
from helpdesk.catalogue.models import KnownProblem, Procedure, Step
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.policies import require
from helpdesk.people.services import create_citizen
from helpdesk.tickets.events import ticket_opened, ticket_resolved
from helpdesk.tickets.models import Ticket, UnservedDemand
from helpdesk.tickets.permissions import Permission
from helpdesk.tickets.rules import (
    MAX_BODY,
    CallbackOrigin,
    Channel,
    EntryKind,
    Event,
    Feedback,
    Motive,
    Outcome,
    Preference,
    Requester,
    Status,
    UnservedReason,
    Visibility,
)
from helpdesk.tickets.services.attachments import CheckedFile, attach
from helpdesk.tickets.services.endings import NOT_KNOWN, Ending, end, told
from helpdesk.tickets.services.responses import reply_due
from helpdesk.tickets.services.search import index_new
from helpdesk.tickets.services.timeline import Line, append_all


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
    feedback: Feedback | None = None
    device: str = ""
    callback_origin: CallbackOrigin | None = None
    interpreter: str = ""
    preference: Preference | None = None
    helper_name: str = ""
    helper_contact: str = ""
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
                    feedback_kind=new.feedback or "",
                    device=new.device[:80],
                    callback_origin=new.callback_origin or "",
                    interpreter=clean_text(new.interpreter)[:40],
                    preference=new.preference or "",
                    helper_name=clean_text(new.helper_name)[:120],
                    helper_contact=clean_text(new.helper_contact)[:80],
                    created_at=now,
                    updated_at=now,
                    reply_due_at=reply_due(council, now),
                )
        except IntegrityError:
            continue
    raise Conflict


@transaction.atomic
def open_ticket(*, council: Council, new: NewTicket, by: Actor, files: Iterable[CheckedFile] = ()) -> Ticket:
    """Open a citizen's request with its first message; tells `ticket_opened`. A repeated `client_id` is the caller's to prevent (wizard drafts are used once)."""
    require(by, Permission.OPEN, council.pk)
    ticket = _create(council, new, status=Status.NEW, now=clock.now())
    body = clean_text(new.body)
    index_new(ticket, body)
    lines = (
        Line(EntryKind.EVENT, Visibility.PUBLIC, event=Event.OPENED, data={"channel": new.channel.value}),
        Line(EntryKind.MESSAGE, Visibility.PUBLIC, body, client_id=new.client_id, is_indexed=True),
    )
    _opened, message = append_all(ticket, lines, by=by)
    attach(message, files)
    ticket_opened.send(sender=Ticket, ticket=ticket, by=by)
    return ticket


@transaction.atomic
def log_contact(
    *, council: Council, new: NewTicket, outcome: Outcome | None, ending: Ending = NOT_KNOWN, note: str = "", by: Actor
) -> Ticket:
    """Log a contact that an agent attended by telephone, at the counter or by e-mail. With an outcome it is resolved at once; its creation is the first human response.

    Raises InvalidInput for a referral to nowhere.
    """
    require(by, Permission.LOG, council.pk)
    now = clock.now()
    ticket = _create(council, new, status=Status.OPEN, now=now)
    index_new(ticket)
    ticket.assignee_id = by.user_id
    ticket.first_human_response_at = now
    ticket.reply_due_at = None
    lines = [Line(EntryKind.EVENT, Visibility.PUBLIC, event=Event.CONTACT_LOGGED, data={"channel": new.channel.value})]
    if body := clean_text(new.body):
        lines.append(Line(EntryKind.MESSAGE, Visibility.PUBLIC, body, client_id=new.client_id))
    if internal := clean_text(note):
        lines.append(Line(EntryKind.NOTE, Visibility.INTERNAL, internal))
    if outcome is not None:
        end(ticket, outcome, ending, now=now)
        lines.append(Line(EntryKind.EVENT, Visibility.PUBLIC, event=Event.RESOLVED, data=told(outcome)))
    append_all(ticket, lines, by=by)
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
