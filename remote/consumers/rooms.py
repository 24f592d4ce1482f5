"""What a socket of a call by video asks of the database: every time anew, with the rights of that moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from helpdesk.base import clock
from helpdesk.base.errors import Expired, NotFound
from helpdesk.callbacks.permissions import Permission as CallPermission
from helpdesk.chat import sessions
from helpdesk.people.policies import require
from helpdesk.tickets.selectors import ticket_for
from remote.consumers.seen import STAFF
from remote.models import VideoCall
from remote.permissions import Permission
from remote.video import services
from remote.video.rules import LONGEST, closes_at
from remote.video.selectors import last_call, room_of
from remote.video.terms import terms_for


@dataclass(frozen=True, slots=True)
class RoomSeen:
    """A room that is open, as one of its two pages may know it."""

    call_id: int
    starts_at: datetime
    agent_name: str
    is_talking: bool
    seconds_left: float
    terms: Mapping[str, object]


def look(identity: sessions.Identity, reference: str, *, is_in: bool) -> RoomSeen:
    """Return the room for the citizen who has entered it, or for an agent while no colleague is in, and for nobody else. Who `is_in` is put out when somebody hangs up; an agent may come in again. Raises NotFound, NotAllowed, Conflict, and Expired or ForbiddenTransition when it is closed."""
    actor = sessions.actor_of(identity)
    is_staff = identity.side == STAFF
    ticket = ticket_for(reference, actor)
    require(actor, CallPermission.CALL if is_staff else Permission.ANSWER, ticket.council_id)
    call = last_call(ticket, actor)
    if call is None:
        raise NotFound
    room = room_of(call)
    if room is None and not is_staff:
        raise NotFound
    shown = room or VideoCall(call=call, starts_at=call.starts_at)
    services.check_door(call, shown)
    if is_staff:
        services.check_alone(shown, actor)
    if shown.ended_at is not None and (is_in or not is_staff):
        raise Expired
    if shown.entered_at is None and not is_staff:
        raise NotFound
    now = clock.now()
    end = shown.hard_end_at or closes_at(call.starts_at)
    return RoomSeen(
        call_id=call.pk,
        starts_at=call.starts_at,
        agent_name=shown.agent_name,
        is_talking=shown.started_at is not None,
        seconds_left=(end - now).total_seconds(),
        terms={
            "talking": shown.started_at is not None,
            **terms_for(
                ticket.council, f"video:{call.pk}.{int(call.starts_at.timestamp())}.{identity.side}", shown.hard_end_at or now + LONGEST
            ),
        },
    )


def came(identity: sessions.Identity, seen: RoomSeen) -> None:
    """Note that the page is there; the agent comes in."""
    actor = sessions.actor_of(identity)
    if identity.side == STAFF:
        services.join_room(call_id=seen.call_id, by=actor)
    else:
        services.touch_room(call_id=seen.call_id, by=actor)


def heard(identity: sessions.Identity, seen: RoomSeen) -> None:
    """Note that the page is still there."""
    services.touch_room(call_id=seen.call_id, by=sessions.actor_of(identity))


def connected(identity: sessions.Identity, seen: RoomSeen) -> None:
    """Note that the two browsers have found each other."""
    services.begin_talk(call_id=seen.call_id, by=sessions.actor_of(identity))
