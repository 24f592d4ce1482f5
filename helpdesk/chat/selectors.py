"""Reads of chats: whether one can be had now, who waits, and where."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from helpdesk.base import clock
from helpdesk.calendars.rules import Schedule, is_open, next_opening
from helpdesk.calendars.selectors import schedule_of
from helpdesk.chat.models import Chat, Presence
from helpdesk.chat.permissions import Permission
from helpdesk.chat.rules import LIVE, PRESENCE_SECONDS, ChatState, OfferReason
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.policies import councils_where, roles_for
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.selectors import visible_to


@dataclass(frozen=True, slots=True)
class ChatOffer:
    """Whether the chat can be entered now, with how many agents, and else why not and when the calendar opens next."""

    is_open: bool
    agents: int
    reason: OfferReason
    next_opening: datetime | None


def available_agents(council_id: int) -> int:
    """Return how many people of a council take chats and have been heard of in the last minute."""
    since = clock.now() - timedelta(seconds=PRESENCE_SECONDS)
    return (
        Presence.objects.filter(
            is_available=True,
            last_seen_at__gte=since,
            user__is_active=True,
            user__memberships__council_id=council_id,
            user__memberships__role__in=roles_for(Permission.ANSWER),
        )
        .distinct()
        .count()
    )


def chat_open(council: Council, schedule: Schedule | None = None) -> ChatOffer:
    """Say whether a council's chat can be entered now: the calendar is open and somebody is there. `schedule` is the council's, if it has been read."""
    now = clock.now()
    schedule = schedule or schedule_of(council)
    if not is_open(schedule, now):
        return ChatOffer(is_open=False, agents=0, reason=OfferReason.CLOSED, next_opening=next_opening(schedule, now))
    agents = available_agents(council.pk)
    return ChatOffer(is_open=agents > 0, agents=agents, reason=OfferReason.OPEN if agents else OfferReason.NOBODY, next_opening=None)


def position(chat: Chat) -> int:
    """Return the place of a waiting chat in its council's queue, from 1; 0 when it does not wait."""
    if chat.state != ChatState.WAITING:
        return 0
    before = Q(requested_at__lt=chat.requested_at) | Q(requested_at=chat.requested_at, pk__lt=chat.pk)
    return Chat.objects.filter(before, council_id=chat.council_id, state=ChatState.WAITING).count() + 1


def chat_of(ticket: Ticket) -> Chat | None:
    """Return the chat of a ticket that the caller may see."""
    return Chat.objects.select_related("accepted_by").filter(ticket=ticket).first()


def chats_visible_to(actor: Actor) -> QuerySet[Chat]:
    """Return the chats of the tickets that an actor may see."""
    return Chat.objects.filter(ticket__in=visible_to(actor))


def waiting_for(actor: Actor) -> list[Chat]:
    """Return the waiting chats that a member of staff may accept, longest wait first."""
    rows = Chat.objects.filter(council_id__in=councils_where(actor, Permission.ANSWER), state=ChatState.WAITING)
    return list(rows.select_related("council", "ticket__citizen", "ticket__council").order_by("requested_at", "pk"))


def my_chats(actor: Actor) -> list[Chat]:
    """Return the running chats of a member of staff, oldest first."""
    rows = Chat.objects.filter(
        council_id__in=councils_where(actor, Permission.ANSWER), state=ChatState.ACTIVE, accepted_by_id=actor.user_id
    )
    return list(rows.select_related("council", "ticket__citizen", "ticket__council").order_by("accepted_at", "pk"))


def desk_chats(actor: Actor) -> tuple[list[Chat], list[Chat]]:
    """Return the chats of `waiting_for` and of `my_chats` in one query, with the few fields that their strip shows: it is drawn every 15 seconds."""
    mine = Q(state=ChatState.ACTIVE, accepted_by_id=actor.user_id)
    rows = (
        Chat.objects.filter(mine | Q(state=ChatState.WAITING), council_id__in=councils_where(actor, Permission.ANSWER))
        .select_related("ticket__citizen")
        .only("state", "requested_at", "accepted_at", "ticket__reference", "ticket__subject", "ticket__citizen__name")
        .order_by("requested_at", "pk")
    )
    chats = list(rows)
    running = [chat for chat in chats if chat.state == ChatState.ACTIVE]
    return [chat for chat in chats if chat.state == ChatState.WAITING], sorted(
        running, key=lambda chat: (chat.accepted_at or chat.requested_at, chat.pk)
    )


def availability(actor: Actor) -> QuerySet[Presence]:
    """Return the row that says that a member of staff takes chats now, for the switch on the desk; none when she does not."""
    return Presence.objects.filter(user_id=actor.user_id or 0, is_available=True)


def live_tickets(actor: Actor, ticket_ids: list[int]) -> list[int]:
    """Return which of these tickets have a chat that waits or runs."""
    return list(chats_visible_to(actor).filter(ticket_id__in=ticket_ids, state__in=LIVE).values_list("ticket_id", flat=True))
