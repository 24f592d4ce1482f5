"""Agreeing a call, moving it, cancelling it. The ticket is locked first, then its call, then the seat."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from helpdesk.base import clock
from helpdesk.base.errors import ForbiddenTransition, InvalidInput, SlotTaken
from helpdesk.base.phones import international
from helpdesk.calendars.models import Booking
from helpdesk.calendars.rules import Resource
from helpdesk.calendars.services.slots import hold_slot, keep_booking, release_booking
from helpdesk.callbacks import mails
from helpdesk.callbacks.events import call_changed
from helpdesk.callbacks.models import Call
from helpdesk.callbacks.permissions import Permission
from helpdesk.callbacks.rules import CallMode, CallState, CallWhen, due_at, fits_mode
from helpdesk.callbacks.selectors import booked_call, call_for, may_change
from helpdesk.callbacks.video import video_offered
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.policies import require
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import CATEGORY, CallbackOrigin, Category, Event, Status
from helpdesk.tickets.services import add_event, owe_reply
from helpdesk.tickets.services.timeline import Data, locked

WRITE_A_PHONE = _("Write a telephone number such as 612 345 678.")
ALREADY_AGREED = _("A call is already agreed for this request. Move it instead.")
NO_VIDEO = _("Calls by video are not offered here now. Choose the telephone.")
EXACT_FOR_VIDEO = _("A call by video needs an exact time. Choose one of the hours, or the telephone.")
TOO_LATE = _("It is too late to change this call.")


@transaction.atomic
def book_call(
    *,
    ticket_id: int,
    key: str,
    phone: str,
    origin: CallbackOrigin,
    by: Actor,
    booking_id: int | None = None,
    mode: CallMode = CallMode.PHONE,
) -> Call:
    """Agree a call for a ticket at the slot of `key`, in the seat held as `booking_id` if it still is; the same hold twice is one call. By video too the number is kept: it is the way out. Raises SlotTaken, InvalidInput."""
    ticket = locked(ticket_id, by)
    require(by, Permission.BOOK, ticket.council_id)
    current = booked_call(ticket)
    if current is not None and booking_id is not None and current.booking_id == booking_id:
        return current
    if current is not None:
        raise ForbiddenTransition(ALREADY_AGREED)
    if CATEGORY[Status(ticket.status)] is Category.DONE:
        raise ForbiddenTransition
    number = international(phone)
    if not number:
        raise InvalidInput(WRITE_A_PHONE)
    booking = _seat(ticket.council, key, booking_id, by)
    when = CallWhen(booking.track)
    _check_mode(mode, when, ticket.council_id)
    call = Call.objects.create(
        council=ticket.council,
        ticket=ticket,
        booking=booking,
        when=when,
        mode=mode,
        origin=origin,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        due_at=due_at(when, booking.starts_at, booking.ends_at),
        phone=number,
    )
    ticket.callback_origin = ticket.callback_origin or origin
    owe_reply(ticket, until=call.due_at)
    add_event(ticket, event=Event.CALL_BOOKED, by=by, data=time_data(call))
    mails.tell(call, mails.BOOKED)
    return call


def _check_mode(mode: CallMode, when: CallWhen, council_id: int) -> None:
    if mode is CallMode.VIDEO and not video_offered(council_id):
        raise InvalidInput(NO_VIDEO)
    if not fits_mode(mode, when):
        raise InvalidInput(EXACT_FOR_VIDEO)


def time_data(call: Call) -> Data:
    """Return when a call is, as values of a machine; `mode` only where it is not the telephone."""
    data = {"starts_at": call.starts_at.isoformat(), "ends_at": call.ends_at.isoformat(), "when": call.when}
    return data if call.mode == CallMode.PHONE else data | {"mode": call.mode}


def _seat(council: Council, key: str, booking_id: int | None, by: Actor) -> Booking:
    """Return a seat that is kept: the held one if it is of this council and nobody's yet, else a new one."""
    held = _held(council, booking_id) if booking_id is not None else None
    if held is not None:
        try:
            return keep_booking(booking_id=held.pk, by=by)
        except SlotTaken:
            pass
    booking = hold_slot(council=council, key=key, by=by)
    return keep_booking(booking_id=booking.pk, by=by)


def _held(council: Council, booking_id: int) -> Booking | None:
    return Booking.objects.filter(pk=booking_id, council=council, resource=Resource.CALL, call=None).exclude(held_until=None).first()


def locked_call(call_id: int, by: Actor) -> tuple[Ticket, Call]:
    """Return a call and its ticket, both locked, in the order that every service of this room keeps."""
    ticket = locked(call_for(call_id, by).ticket_id, by)
    call = Call.objects.select_for_update(of=("self",)).select_related("council").get(pk=call_id)
    call.ticket = ticket
    return ticket, call


@transaction.atomic
def move_call(*, call_id: int, key: str, by: Actor, mode: CallMode | None = None) -> Call:
    """Move a call to another slot, and to another `mode` unless that is None; the old seat is freed only when the new one is had. Raises SlotTaken, InvalidInput, or ForbiddenTransition when it is too late."""
    ticket, call = locked_call(call_id, by)
    require(by, Permission.BOOK, call.council_id)
    if not may_change(call, by):
        raise ForbiddenTransition(TOO_LATE)
    before = call.booking_id
    booking = _seat(ticket.council, key, None, by)
    mode = CallMode(call.mode) if mode is None else mode
    _check_mode(mode, CallWhen(booking.track), call.council_id)
    if before is not None:
        release_booking(booking_id=before, by=by)
    call.mode, call.waiting_since = mode, None
    call.booking, call.when = booking, booking.track
    call.starts_at, call.ends_at = booking.starts_at, booking.ends_at
    call.due_at = due_at(CallWhen(call.when), call.starts_at, call.ends_at)
    call.sequence += 1
    call.reminded_at, call.try_after = None, None
    call.save()
    owe_reply(ticket, until=call.due_at)
    add_event(ticket, event=Event.CALL_MOVED, by=by, data=time_data(call))
    mails.tell(call, mails.MOVED)
    call_changed.send(Call, call=call, by=by)
    return call


@transaction.atomic
def cancel_call(*, call_id: int, by: Actor) -> Call:
    """Cancel a call and free its seat. The ticket stays as a written request with its own deadline."""
    ticket, call = locked_call(call_id, by)
    require(by, Permission.BOOK, call.council_id)
    if not may_change(call, by):
        raise ForbiddenTransition(TOO_LATE)
    _cancel(call, by)
    owe_reply(ticket)
    add_event(ticket, event=Event.CALL_CANCELLED, by=by, data=time_data(call))
    return call


@transaction.atomic
def settle_call(*, ticket: Ticket, by: Actor) -> None:
    """Cancel what is still to be called when a ticket is resolved or closed: nothing is left to talk about."""
    call = Call.objects.select_for_update(of=("self",)).select_related("council").filter(ticket=ticket, state=CallState.BOOKED).first()
    if call is None:
        return
    require(by, Permission.BOOK, call.council_id)
    call.ticket = ticket
    _cancel(call, by)
    add_event(ticket, event=Event.CALL_CANCELLED, by=by, data=time_data(call))


def _cancel(call: Call, by: Actor) -> None:
    call.state, call.finished_at, call.waiting_since = CallState.CANCELLED, clock.now(), None
    call.sequence += 1
    call.save()
    if call.booking_id is not None:
        release_booking(booking_id=call.booking_id, by=by)
    mails.tell(call, mails.CANCELLED)
    call_changed.send(Call, call=call, by=by)
