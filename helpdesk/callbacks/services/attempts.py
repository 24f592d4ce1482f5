"""Calling: every attempt with its outcome, and what follows from it."""

from uuid import uuid4

from django.db import transaction

from helpdesk.base import clock
from helpdesk.base.errors import Conflict, ForbiddenTransition
from helpdesk.base.text import clean_text
from helpdesk.calendars.rules import add_business_time
from helpdesk.calendars.selectors import schedule_of
from helpdesk.callbacks import mails
from helpdesk.callbacks.events import call_changed
from helpdesk.callbacks.models import Call, CallAttempt
from helpdesk.callbacks.permissions import Permission
from helpdesk.callbacks.rules import TRY_AGAIN_AFTER, AttemptOutcome, CallState, state_after
from helpdesk.callbacks.services.booking import locked_call
from helpdesk.callbacks.services.modes import to_phone
from helpdesk.people.actors import Actor
from helpdesk.people.policies import require
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Event
from helpdesk.tickets.services import add_event, note_human_response, owe_reply, write_note
from helpdesk.tickets.services.timeline import Data


@transaction.atomic
def log_attempt(*, call_id: int, outcome: AttemptOutcome, note: str = "", number: int | None = None, by: Actor) -> CallAttempt:
    """Log an attempt. An answer settles the call and is the human response; the third without one, or a wrong number, ends it and tells the citizen. One by video goes on by telephone after an attempt in vain.

    `number` says which attempt the form was for: sent twice it counts once, and Conflict tells who was slower than a colleague."""
    ticket, call = locked_call(call_id, by)
    require(by, Permission.CALL, call.council_id)
    if number is not None and number <= call.attempt_count:
        return _again(call, number, outcome, by)
    if call.state != CallState.BOOKED:
        raise ForbiddenTransition
    now = clock.now()
    call.attempt_count += 1
    call.first_attempt_at = call.first_attempt_at or now
    call.state = state_after(outcome, call.attempt_count)
    attempt = CallAttempt.objects.create(
        council_id=call.council_id, call=call, number=call.attempt_count, outcome=outcome, by_user_id=by.user_id, created_at=now
    )
    call.waiting_since = None
    if call.state == CallState.BOOKED:
        to_phone(call)
        call.try_after = add_business_time(schedule_of(ticket.council), now, TRY_AGAIN_AFTER)
    else:
        call.try_after, call.finished_at = None, now
    call.save()
    _tell(ticket, call, attempt, by)
    call_changed.send(Call, call=call, by=by)
    if clean_text(note):
        write_note(ticket_id=ticket.pk, body=note, client_id=uuid4(), by=by)
    return attempt


def _again(call: Call, number: int, outcome: AttemptOutcome, by: Actor) -> CallAttempt:
    known = CallAttempt.objects.get(call=call, number=number)
    if known.by_user_id != by.user_id or known.outcome != outcome:
        raise Conflict
    return known


def _tell(ticket: Ticket, call: Call, attempt: CallAttempt, by: Actor) -> None:
    data: Data = {"number": attempt.number, "outcome": attempt.outcome}
    match call.state:
        case CallState.DONE:
            add_event(ticket, event=Event.CALL_DONE, by=by, data=data)
            note_human_response(ticket, by=by)
        case CallState.UNANSWERED:
            add_event(ticket, event=Event.CALL_UNANSWERED, by=by, data=data)
            owe_reply(ticket)
            mails.tell(call, mails.UNANSWERED)
        case _:
            add_event(ticket, event=Event.CALL_ATTEMPTED, by=by, data=data)
            owe_reply(ticket, until=max(call.due_at, call.try_after or call.due_at))
