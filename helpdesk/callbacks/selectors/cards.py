"""Agreed calls as an actor may see them."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Case, IntegerField, QuerySet, Value, When

from helpdesk.base import clock
from helpdesk.base.errors import NotFound
from helpdesk.base.phones import readable
from helpdesk.calendars.selectors import free_days
from helpdesk.callbacks.models import Call, CallAttempt
from helpdesk.callbacks.permissions import Permission
from helpdesk.callbacks.rules import CallMode, CallState, CallWhen, has_begun
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.policies import allowed, councils_where
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import CATEGORY, Category, Status
from helpdesk.tickets.selectors import visible_to as visible_tickets

OPEN_FIRST = Case(When(state=CallState.BOOKED, then=Value(0)), default=Value(1), output_field=IntegerField())


@dataclass(frozen=True, slots=True)
class CallCard:
    """The call of a ticket as a page may show it; times are in the council's time zone. A citizen sees the end of the number only."""

    call: Call
    state: CallState
    when: CallWhen
    starts_at: datetime
    ends_at: datetime
    phone: str
    attempts: tuple[CallAttempt, ...]
    may_change: bool
    may_book: bool

    @property
    def is_video(self) -> bool:
        """Whether it is held by video."""
        return self.call.mode == CallMode.VIDEO

    @property
    def is_booked(self) -> bool:
        """Whether it is still to be made."""
        return self.state is CallState.BOOKED


def visible_to(actor: Actor) -> QuerySet[Call]:
    """Return the calls of the tickets that an actor may see."""
    if actor.is_system:
        return Call.objects.all()
    if actor.user_id is not None:
        return Call.objects.filter(council_id__in=councils_where(actor, Permission.CALL))
    return Call.objects.filter(ticket__in=visible_tickets(actor))


def call_for(call_id: int, actor: Actor) -> Call:
    """Return a call that an actor may see, with its ticket; raises NotFound."""
    call = visible_to(actor).select_related("council", "ticket__citizen", "ticket__council").filter(pk=call_id).first()
    if call is None:
        raise NotFound
    return call


def calls_offered(council: Council) -> bool:
    """Say whether a call can be agreed now: the council offers calls, and something is free."""
    return bool(free_days(council))


def booked_call(ticket: Ticket) -> Call | None:
    """Return the call of a ticket that is still to be made."""
    return Call.objects.filter(ticket=ticket, state=CallState.BOOKED).first()


def may_book(ticket: Ticket, actor: Actor) -> bool:
    """Say whether an actor may agree a call for a ticket that has none to be made."""
    return allowed(actor, Permission.BOOK, ticket.council_id) and CATEGORY[Status(ticket.status)] is not Category.DONE


def call_card(ticket: Ticket, actor: Actor) -> CallCard | None:
    """Return the call of a ticket, the one to be made first, else the newest; None when there never was one, or the actor may not see it."""
    call = visible_to(actor).filter(ticket=ticket).prefetch_related("attempts").order_by(OPEN_FIRST, "-pk").first()
    if call is None:
        return None
    call.ticket, call.council = ticket, ticket.council
    zone, staff = ZoneInfo(ticket.council.time_zone), actor.user_id is not None
    booked = call.state == CallState.BOOKED
    return CallCard(
        call=call,
        state=CallState(call.state),
        when=CallWhen(call.when),
        starts_at=call.starts_at.astimezone(zone),
        ends_at=call.ends_at.astimezone(zone),
        phone=readable(call.phone) if staff else f"••• {call.phone[-3:]}",
        attempts=tuple(call.attempts.all()),
        may_change=booked and may_change(call, actor),
        may_book=not booked and may_book(ticket, actor),
    )


def may_change(call: Call, actor: Actor) -> bool:
    """Say whether an actor may move or cancel a call: staff as long as it is to be made, the citizen until its time has come."""
    if call.state != CallState.BOOKED or not allowed(actor, Permission.BOOK, call.council_id):
        return False
    return allowed(actor, Permission.CALL, call.council_id) or not has_begun(CallWhen(call.when), call.starts_at, call.ends_at, clock.now())
