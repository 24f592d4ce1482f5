"""What every page of the desk shows: navigation, presence, live chats."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _

from helpdesk.base import clock
from helpdesk.chat.models import Chat
from helpdesk.chat.selectors import is_available, my_chats, waiting_for
from helpdesk.desk.access import DeskRequest
from helpdesk.people.rules import Role
from helpdesk.tickets.selectors.queue import QueueView, queue_counts

Context = dict[str, object]


@dataclass(frozen=True, slots=True)
class NavItem:
    """A place of the rail."""

    key: str
    label: str | Promise
    url: str
    icon: str
    current: bool
    count: int = 0
    hot: bool = False


@dataclass(frozen=True, slots=True)
class ChatCard:
    """A live chat in the strip; `since` says in words how long it waits or runs."""

    chat: Chat
    since: str


def chats_context(request: DeskRequest) -> Context:
    """Return the strip of live chats: those that wait, longest first, and those of this person."""
    now = clock.now()
    return {
        "waiting_chats": [ChatCard(chat, timesince(chat.requested_at, now, depth=1)) for chat in waiting_for(request.actor)],
        "own_chats": [ChatCard(chat, timesince(chat.accepted_at or now, now, depth=1)) for chat in my_chats(request.actor)],
    }


def desk_context(request: DeskRequest, current: str) -> Context:
    """Return what `desk_base.html` needs; `current` is the key of the place in the rail."""
    counts = queue_counts(request.actor)
    places = [
        ("queue", _("Queue"), reverse("desk:home"), "inbox", counts[QueueView.UNASSIGNED]),
        ("log", _("Log a contact"), reverse("desk:log"), "phone-incoming", 0),
    ]
    if request.actor.councils_with(frozenset({Role.OFFICER})):
        places.append(("indicators", _("Indicators"), reverse("indicators:home"), "chart-column", 0))
    return {
        "desk_nav": [NavItem(key, label, url, icon, key == current, count) for key, label, url, icon, count in places],
        "home_url": reverse("desk:home"),
        "logout_url": reverse("account_logout"),
        "user_name": request.user.full_name,
        "is_available": is_available(request.actor),
        "counts": counts,
        **chats_context(request),
    }
