"""Every read of rooms: what the pages of a ticket show of one, and how many conversations there were."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import F
from django.utils.translation import gettext, ngettext

from helpdesk.base import clock
from helpdesk.callbacks.models import Call
from helpdesk.callbacks.permissions import Permission as CallPermission
from helpdesk.callbacks.rules import CallMode, CallState
from helpdesk.callbacks.selectors import visible_calls
from helpdesk.people.actors import Actor
from helpdesk.people.policies import allowed
from helpdesk.tickets.models import Ticket
from remote.models import VideoCall
from remote.providers.browser_direct import YES, DirectProvider
from remote.selectors import enabled_providers
from remote.video.labels import FOUND, PART
from remote.video.rules import Door, Ending, Found, Part, closes_at, door_of, is_there, minutes_of, opens_at

NEAR_MINUTES = 20


@dataclass(frozen=True, slots=True)
class VideoCard:
    """The call by video of a ticket as of now; times are in the council's time zone. Without a room nobody has been there yet."""

    call: Call
    room: VideoCall | None
    door: Door
    now: datetime
    zone: ZoneInfo
    phone: str
    user_id: int | None = None

    @property
    def starts_at(self) -> datetime:
        """When it was agreed for."""
        return self.call.starts_at.astimezone(self.zone)

    @property
    def opens_at(self) -> datetime:
        """From when one can enter."""
        return opens_at(self.starts_at)

    @property
    def closes_at(self) -> datetime:
        """Until when one can enter."""
        return closes_at(self.starts_at)

    @property
    def seconds_to_open(self) -> int:
        """How long until then; 0 when it is open, or was."""
        return max(0, int((self.opens_at - self.now).total_seconds()))

    @property
    def is_open(self) -> bool:
        """Whether one can enter now."""
        return self.door is Door.OPEN

    @property
    def is_early(self) -> bool:
        """Whether its time is still to come."""
        return self.door is Door.EARLY

    @property
    def is_video(self) -> bool:
        """Whether it is still to be made, and by video."""
        return self.call.mode == CallMode.VIDEO and self.call.state == CallState.BOOKED

    @property
    def is_past_start(self) -> bool:
        """Whether the agreed time has come."""
        return self.now >= self.call.starts_at

    @property
    def has_entered(self) -> bool:
        """Whether the citizen is in the room, as far as the room knows."""
        return self.is_open and self.room is not None and self.room.entered_at is not None and self.room.ended_at is None

    @property
    def is_talking(self) -> bool:
        """Whether a conversation goes on."""
        return self.has_entered and self.room is not None and self.room.started_at is not None

    @property
    def is_waiting(self) -> bool:
        """Whether the citizen waits, and nobody of us is there."""
        return self.call.waiting_since is not None

    @property
    def has_talked(self) -> bool:
        """Whether there was a conversation, and it is over."""
        return self.room is not None and self.room.started_at is not None and self.room.ended_at is not None

    @property
    def has_left(self) -> bool:
        """Whether the citizen was in the room and it came to an end."""
        return self.room is not None and self.room.entered_at is not None and self.room.ended_at is not None

    @property
    def ended_by_time(self) -> bool:
        """Whether the longest time was over."""
        return self.room is not None and self.room.end_reason == Ending.TIME

    @property
    def lasted(self) -> str:
        """How long the conversation was, in words."""
        if self.room is None or self.room.started_at is None or self.room.ended_at is None:
            return ""
        minutes = minutes_of(self.room.started_at, self.room.ended_at)
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes} if minutes else gettext("less than a minute")

    @property
    def colleague(self) -> str:
        """Who of us is in the room instead of the reader; empty when nobody is."""
        room = self.room
        is_other = room is not None and room.agent_id is not None and room.agent_id != self.user_id
        return room.agent_name if room is not None and is_other and room.ended_at is None and is_there(room.agent_seen_at, self.now) else ""

    @property
    def is_near(self) -> bool:
        """Whether a page should look again by itself before long."""
        return self.is_video and self.seconds_to_open < NEAR_MINUTES * 60

    @property
    def key(self) -> str:
        """What tells whether a page that shows this card is out of date."""
        there = bool(self.colleague)
        return f"{self.call.pk}-{self.call.sequence}-{self.door}-{self.is_waiting:d}{self.is_talking:d}{self.has_left:d}{there:d}"

    @property
    def results(self) -> list[tuple[object, object, bool]]:
        """What the citizen's own test found: part, words, and whether it works."""
        found = self.room.tested if self.room else {}
        return [(PART[part], FOUND[found[part]], found[part] == Found.OK) for part in Part if found.get(part) in FOUND]


def holds_video(council_id: int) -> bool:
    """Say whether a council holds calls by video: its program from browser to browser is switched on, and video with it."""
    return any(one.provider.key == DirectProvider.key and one.config.settings.get("video") == YES for one in enabled_providers(council_id))


def room_of(call: Call) -> VideoCall | None:
    """Return the room of what is agreed now, if somebody has been there."""
    return VideoCall.objects.filter(call=call, starts_at=call.starts_at).first()


def last_call(ticket: Ticket, actor: Actor) -> Call | None:
    """Return the call of a ticket that its pages are about, for whoever may see it: the one to be made, else the newest."""
    if not allowed(actor, CallPermission.BOOK, ticket.council_id):
        return None
    call = visible_calls(actor).filter(ticket=ticket).order_by(F("finished_at").desc(nulls_first=True), "-pk").first()
    if call is not None:
        call.ticket, call.council = ticket, ticket.council
    return call


def video_card(ticket: Ticket, actor: Actor, call: Call | None = None) -> VideoCard | None:
    """Return the card of a ticket's call by video, or of one that had a room; None where there is none. `call` saves looking for it."""
    call = call or last_call(ticket, actor)
    if call is None:
        return None
    room = room_of(call)
    if call.mode != CallMode.VIDEO and room is None:
        return None
    now = clock.now()
    return VideoCard(
        call=call,
        room=room,
        door=door_of_call(call, room, now),
        now=now,
        zone=ZoneInfo(ticket.council.time_zone),
        phone=ticket.council.phone,
        user_id=actor.user_id,
    )


def door_of_call(call: Call, room: VideoCall | None, now: datetime) -> Door:
    """Say whether the room of a call is open."""
    return door_of(mode=call.mode, state=call.state, starts_at=call.starts_at, now=now, hard_end_at=room.hard_end_at if room else None)
