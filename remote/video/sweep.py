"""What time does to rooms: the longest conversation ends, nobody waits any more, a call that nobody came to is made by telephone."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from helpdesk.base import clock
from helpdesk.callbacks.models import Call
from helpdesk.callbacks.rules import CallMode, CallState
from helpdesk.callbacks.services import hold_by_phone, note_talking, note_waiting
from helpdesk.people.actors import SYSTEM
from remote.models import VideoCall
from remote.video.rules import CLOSES_AFTER, FORSAKEN, SILENT, Ending
from remote.video.services import close, locked_room


def sweep_rooms() -> dict[str, int]:
    """Settle what is due; safe to run twice at once. Returns counts."""
    now = clock.now()
    counts = {"ended": 0, "gone": 0, "to_phone": 0}
    talking = VideoCall.objects.filter(started_at__isnull=False, ended_at=None)
    silent = Q(citizen_seen_at__lte=now - FORSAKEN) & Q(agent_seen_at__lte=now - FORSAKEN)
    for call_id in talking.filter(Q(hard_end_at__lte=now) | silent).values_list("call_id", flat=True):
        counts["ended"] += _end(call_id)
    waiting = Call.objects.filter(waiting_since__isnull=False).exclude(rooms__citizen_seen_at__gt=now - SILENT)
    for call_id in waiting.values_list("pk", flat=True):
        note_waiting(call_id=call_id, waiting=False, by=SYSTEM)
        counts["gone"] += 1
    forgotten = Call.objects.filter(state=CallState.BOOKED, mode=CallMode.VIDEO, first_attempt_at=None, starts_at__lte=now - CLOSES_AFTER)
    for call_id in forgotten.values_list("pk", flat=True):
        hold_by_phone(call_id=call_id, by=SYSTEM)
        counts["to_phone"] += 1
    return counts


@transaction.atomic
def _end(call_id: int) -> int:
    ticket, call, room = locked_room(call_id, SYSTEM)
    now = clock.now()
    if room.started_at is None or room.ended_at is not None or room.hard_end_at is None:
        return 0
    seen = max(filter(None, (room.citizen_seen_at, room.agent_seen_at)), default=now - timedelta(days=1))
    if room.hard_end_at > now and seen > now - FORSAKEN:
        return 0
    close(ticket, room, Ending.TIME if room.hard_end_at <= now else Ending.LEFT, by=SYSTEM)
    note_talking(call_id=call.pk, until=now, by=SYSTEM)
    return 1
