"""Every write of rooms. The ticket is locked first, then its call, then the room."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from helpdesk.base import clock
from helpdesk.base.errors import Conflict, Expired, ForbiddenTransition, InvalidInput
from helpdesk.callbacks.models import Call
from helpdesk.callbacks.permissions import Permission as CallPermission
from helpdesk.callbacks.rules import CallMode, CallState
from helpdesk.callbacks.services import note_talking, note_waiting
from helpdesk.callbacks.services.booking import locked_call
from helpdesk.people.actors import Actor
from helpdesk.people.models import User
from helpdesk.people.policies import require
from helpdesk.people.rules import LANGUAGES
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Event
from helpdesk.tickets.services import add_event
from helpdesk.tickets.services.timeline import author_of
from remote.models import VideoCall
from remote.permissions import Permission
from remote.services.journal import plain_ip
from remote.video.bell import ring
from remote.video.consent import consent_for_video
from remote.video.rules import LONGEST, Door, Ending, is_there, minutes_of, read_result
from remote.video.selectors import door_of_call

TOO_EARLY = _("The room is not open yet. It opens ten minutes before the agreed time.")
TOO_LATE = _("The time of this call by video is over.")
NOT_BY_VIDEO = _("This call is not held by video any more.")
WORDS_CHANGED = _("The words of this page have changed since you opened it. Please read them again before you enter.")
SOMEBODY_IS_IN = _("%(name)s is in the room with the citizen.")
NO_RESULT = _("This is no result of a test.")


def locked_room(call_id: int, by: Actor) -> tuple[Ticket, Call, VideoCall]:
    """Lock a call and the room of what is agreed now, which begins to exist if need be; raises NotFound."""
    ticket, call = locked_call(call_id, by)
    VideoCall.objects.get_or_create(call=call, starts_at=call.starts_at, defaults={"council_id": call.council_id})
    room = VideoCall.objects.select_for_update(of=("self",)).get(call=call, starts_at=call.starts_at)
    return ticket, call, room


def check_door(call: Call, room: VideoCall) -> None:
    """Raise what the closed door of a room means: ForbiddenTransition, or Expired."""
    match door_of_call(call, room, clock.now()):
        case Door.EARLY:
            raise ForbiddenTransition(TOO_EARLY)
        case Door.LATE:
            raise Expired(TOO_LATE)
        case Door.CLOSED:
            raise ForbiddenTransition(NOT_BY_VIDEO)


@transaction.atomic
def note_test(*, call_id: int, result: object, by: Actor) -> VideoCall:
    """Keep what the citizen's own test of camera, microphone and connection found; a part that is not named keeps what it had. Raises InvalidInput."""
    _ticket, call, room = locked_room(call_id, by)
    require(by, Permission.ANSWER, call.council_id)
    if call.mode != CallMode.VIDEO or call.state != CallState.BOOKED:
        raise ForbiddenTransition(NOT_BY_VIDEO)
    try:
        room.tested = {**room.tested, **read_result(result)}
    except ValueError as error:
        raise InvalidInput(NO_RESULT) from error
    room.tested_at = clock.now()
    room.save(update_fields=["tested", "tested_at"])
    return room


@transaction.atomic
def enter_room(*, call_id: int, text_sha256: str, language: str, by: Actor, ip: str = "") -> VideoCall:
    """Enter the waiting room as the citizen, which is agreeing to exactly the words that were shown. Entering twice changes nothing; after leaving one may come back. Raises Conflict when the words are others."""
    ticket, call, room = locked_room(call_id, by)
    require(by, Permission.ANSWER, call.council_id)
    check_door(call, room)
    if language not in LANGUAGES:
        raise InvalidInput
    words = consent_for_video(call.council, language)
    if words.sha256 != text_sha256:
        raise Conflict(WORDS_CHANGED)
    if room.entered_at is not None and room.ended_at is None:
        return room
    now = clock.now()
    room.entered_at = room.citizen_seen_at = now
    room.consent_text, room.consent_text_version, room.consent_text_sha256 = words.text, words.version, words.sha256
    room.consent_language, room.consent_ip = language, plain_ip(ip)
    _reopen(room)
    room.save()
    add_event(ticket, event=Event.VIDEO_ENTERED, by=by)
    note_waiting(call_id=call.pk, waiting=not is_there(room.agent_seen_at, now), by=by)
    ring(room)
    return room


def _reopen(room: VideoCall) -> None:
    room.ended_at, room.ended_by_kind, room.end_reason = None, "", ""


@transaction.atomic
def join_room(*, call_id: int, by: Actor) -> VideoCall:
    """Come in as an agent: one at a time. Coming in twice changes nothing; raises Conflict, with the name, while a colleague is there."""
    _ticket, call, room = locked_room(call_id, by)
    require(by, CallPermission.CALL, call.council_id)
    check_door(call, room)
    now = clock.now()
    check_alone(room, by)
    agent = User.objects.get(pk=by.user_id or 0)
    if room.agent_id != agent.pk or room.joined_at is None:
        room.agent, room.agent_name, room.joined_at = agent, agent.public_name or agent.full_name, now
    room.agent_seen_at = now
    _reopen(room)
    room.save()
    note_waiting(call_id=call.pk, waiting=False, by=by)
    ring(room)
    return room


def check_alone(room: VideoCall, by: Actor) -> None:
    """Raise Conflict while another agent is in the room."""
    if room.agent_id not in {None, by.user_id} and room.ended_at is None and is_there(room.agent_seen_at, clock.now()):
        raise Conflict(SOMEBODY_IS_IN % {"name": room.agent_name})


@transaction.atomic
def begin_talk(*, call_id: int, by: Actor) -> VideoCall:
    """Note that the two browsers are connected: the first time begins the conversation and sets its hard end. Noting it twice changes nothing."""
    ticket, call, room = locked_room(call_id, by)
    _check_side(call, by)
    check_door(call, room)
    if room.ended_at is not None or room.entered_at is None or room.joined_at is None:
        raise ForbiddenTransition
    now = clock.now()
    if room.started_at is None:
        room.started_at, room.hard_end_at = now, now + LONGEST
        room.save(update_fields=["started_at", "hard_end_at"])
        add_event(ticket, event=Event.VIDEO_STARTED, by=by, data={"name": room.agent_name})
        ring(room)
    if room.hard_end_at is not None and call.try_after != room.hard_end_at:
        note_talking(call_id=call.pk, until=room.hard_end_at, by=by)
    return room


def _check_side(call: Call, by: Actor) -> None:
    require(by, CallPermission.BOOK if by.user_id is None else CallPermission.CALL, call.council_id)


@transaction.atomic
def touch_room(*, call_id: int, by: Actor) -> None:
    """Note that a page of the room is there; of the citizen's, whether somebody of us is there too."""
    _ticket, call, room = locked_room(call_id, by)
    _check_side(call, by)
    if room.ended_at is not None:
        return
    now = clock.now()
    if by.user_id is None:
        room.citizen_seen_at = now
        room.save(update_fields=["citizen_seen_at"])
        note_waiting(call_id=call.pk, waiting=not is_there(room.agent_seen_at, now), by=by)
    elif room.agent_id == by.user_id:
        room.agent_seen_at = now
        room.save(update_fields=["agent_seen_at"])


@transaction.atomic
def leave_room(*, call_id: int, by: Actor) -> VideoCall:
    """Hang up. It ends a conversation for both; an agent who leaves before it began leaves the citizen waiting. Leaving twice changes nothing."""
    ticket, call, room = locked_room(call_id, by)
    _check_side(call, by)
    if room.ended_at is not None:
        return room
    if by.user_id is not None and room.agent_id != by.user_id:
        raise Conflict(SOMEBODY_IS_IN % {"name": room.agent_name or "—"})
    now = clock.now()
    if by.user_id is not None and room.started_at is None:
        room.agent_seen_at = None
        room.save(update_fields=["agent_seen_at"])
        note_waiting(call_id=call.pk, waiting=room.entered_at is not None and is_there(room.citizen_seen_at, now), by=by)
        ring(room)
        return room
    close(ticket, room, Ending.CITIZEN if by.user_id is None else Ending.AGENT, by=by)
    if room.started_at is None:
        note_waiting(call_id=call.pk, waiting=False, by=by)
    else:
        note_talking(call_id=call.pk, until=now, by=by)
    return room


def close(ticket: Ticket, room: VideoCall, reason: Ending, *, by: Actor) -> None:
    """End a locked room that is not over, and say how long the conversation was if there was one."""
    now = clock.now()
    gone = [seen for seen in (room.citizen_seen_at, room.agent_seen_at) if seen is not None]
    room.ended_at = max(gone) if reason is Ending.LEFT and gone else now
    room.ended_by_kind, room.end_reason = author_of(by), reason
    room.save(update_fields=["ended_at", "ended_by_kind", "end_reason"])
    if room.started_at is not None:
        add_event(ticket, event=Event.VIDEO_ENDED, by=by, data={"minutes": minutes_of(room.started_at, room.ended_at)})
    ring(room)


@transaction.atomic
def settle_rooms(*, call: Call, by: Actor) -> None:
    """Close the rooms of a locked call that was moved, settled, or is made by telephone now; for receivers, inside their transaction."""
    rooms = VideoCall.objects.select_for_update(of=("self",)).filter(call=call, ended_at=None).exclude(entered_at=None, joined_at=None)
    for room in rooms:
        is_phone = call.state == CallState.BOOKED and call.mode == CallMode.PHONE
        if is_phone or call.state != CallState.BOOKED or room.starts_at != call.starts_at:
            room.call = call
            close(call.ticket, room, Ending.PHONE if is_phone else Ending.CALL, by=by)
