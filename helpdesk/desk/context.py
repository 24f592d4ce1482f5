"""What every page of the desk shows: navigation, presence, live chats."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timesince import timesince

from helpdesk.base import clock
from helpdesk.base.counting import count_together
from helpdesk.callbacks.selectors import late
from helpdesk.chat.models import Chat
from helpdesk.chat.selectors import availability, desk_chats
from helpdesk.desk.access import DeskRequest
from helpdesk.desk.next_call import pill_of
from helpdesk.desk.rows import capped
from helpdesk.people.places import places_for
from helpdesk.tickets.selectors.queue import QueueView, work_left

Context = dict[str, object]
LATE_CALLS, TAKES_CHATS = "late_calls", "takes_chats"


@dataclass(frozen=True, slots=True)
class NavItem:
    """A place of the rail."""

    key: str
    label: str | Promise
    url: str
    icon: str
    current: bool
    count: int | str = 0
    hot: bool = False


@dataclass(frozen=True, slots=True)
class ChatCard:
    """A live chat in the strip; `since` says in words how long it waits or runs."""

    chat: Chat
    since: str


def chats_of(request: DeskRequest) -> tuple[list[Chat], list[Chat]]:
    """Return the chats that wait and those of this person, read once per request."""
    if not hasattr(request, "desk_chats"):
        request.desk_chats = desk_chats(request.actor)
    return request.desk_chats


def chats_context(request: DeskRequest) -> Context:
    """Return the strip of live chats: those that wait, longest first, and those of this person."""
    now = clock.now()
    waiting, own = chats_of(request)
    return {
        "waiting_chats": [ChatCard(chat, timesince(chat.requested_at, now, depth=1)) for chat in waiting],
        "own_chats": [ChatCard(chat, timesince(chat.accepted_at or now, now, depth=1)) for chat in own],
    }


def counts_of(request: DeskRequest) -> dict[str, int]:
    """Return what every page of the desk counts, once per request and in one statement: the views that call for work, late calls, and 1 for who takes chats."""
    if not hasattr(request, "desk_counts"):
        actor = request.actor
        request.desk_counts = count_together({**work_left(actor), LATE_CALLS: late(actor), TAKES_CHATS: availability(actor)})
    return request.desk_counts


def desk_context(request: DeskRequest, current: str) -> Context:
    """Return what `desk_base.html` needs; `current` is the key of the place in the rail."""
    counts = counts_of(request)
    numbers: dict[str, int | str] = {
        "queue": capped(counts[QueueView.UNASSIGNED]) if counts[QueueView.UNASSIGNED] else 0,
        "calls": counts[LATE_CALLS],
    }
    return {
        "desk_nav": [
            NavItem(
                place.key, place.label, place.url, place.icon, place.key == current, numbers.get(place.key, 0), hot=place.key == "calls"
            )
            for place in places_for(request.actor)
        ],
        "home_url": reverse("desk:home"),
        "logout_url": reverse("account_logout"),
        "user_name": request.user.full_name,
        "is_available": bool(counts[TAKES_CHATS]),
        "counts": counts,
        "next_call": pill_of(request.actor),
        **chats_context(request),
    }
