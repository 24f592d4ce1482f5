"""A call by video on its way: somebody waits, we talk, or it becomes a telephone call after all."""

from datetime import datetime

from django.db import transaction

from helpdesk.base import clock
from helpdesk.base.errors import ForbiddenTransition
from helpdesk.callbacks.events import call_changed
from helpdesk.callbacks.models import Call
from helpdesk.callbacks.permissions import Permission
from helpdesk.callbacks.rules import CallMode, CallState
from helpdesk.callbacks.services.booking import locked_call, time_data
from helpdesk.people.actors import Actor
from helpdesk.people.policies import require
from helpdesk.tickets.rules import Event
from helpdesk.tickets.services import add_event


@transaction.atomic
def hold_by_phone(*, call_id: int, by: Actor) -> Call:
    """Make a call by video a telephone call at the same time and number: asked for by the citizen, even after its time has come, by staff, or by the clock. Doing it twice changes nothing."""
    ticket, call = locked_call(call_id, by)
    require(by, Permission.BOOK, call.council_id)
    if call.mode == CallMode.PHONE:
        return call
    if call.state != CallState.BOOKED:
        raise ForbiddenTransition
    to_phone(call)
    call.save()
    add_event(ticket, event=Event.VIDEO_TO_PHONE, by=by, data=time_data(call))
    call_changed.send(Call, call=call, by=by)
    return call


def to_phone(call: Call) -> None:
    """Make a locked call one by telephone, without saving it; a conversation that was going on gives way at once."""
    call.mode, call.waiting_since = CallMode.PHONE, None
    if call.attempt_count == 0:
        call.try_after = None


@transaction.atomic
def note_waiting(*, call_id: int, waiting: bool, by: Actor) -> Call:
    """Note that the citizen waits in the room, or no longer does. Noting it twice changes nothing."""
    _ticket, call = locked_call(call_id, by)
    require(by, Permission.BOOK, call.council_id)
    if call.state != CallState.BOOKED or call.mode != CallMode.VIDEO:
        return call
    if waiting != (call.waiting_since is not None):
        call.waiting_since = clock.now() if waiting else None
        call.save(update_fields=["waiting_since"])
    return call


@transaction.atomic
def note_talking(*, call_id: int, until: datetime, by: Actor) -> Call:
    """Note that both are in the room: the call was made on time from then on, and is not late before `until`. What came of it is logged as an attempt."""
    _ticket, call = locked_call(call_id, by)
    require(by, Permission.BOOK, call.council_id)
    if call.state == CallState.BOOKED and call.mode == CallMode.VIDEO:
        call.first_attempt_at = call.first_attempt_at or clock.now()
        call.try_after, call.waiting_since = until, None
        call.save(update_fields=["first_attempt_at", "try_after", "waiting_since"])
    return call
