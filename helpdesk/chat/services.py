"""Every write of chats and presence."""

from datetime import timedelta
from functools import partial

from django.db import transaction

from helpdesk.base import clock
from helpdesk.base.errors import Conflict, ForbiddenTransition, NotAllowed, NotFound
from helpdesk.chat.models import Chat, Presence
from helpdesk.chat.permissions import Permission
from helpdesk.chat.rules import ABANDON_SECONDS, IDLE_SECONDS, LIVE, NOBODY_SECONDS, ChatState, OfferReason
from helpdesk.chat.selectors import chat_open
from helpdesk.people.actors import SYSTEM, Actor
from helpdesk.people.policies import councils_where, require
from helpdesk.tickets import bell
from helpdesk.tickets.events import chat_ended
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Channel, Event, Status, UnservedReason
from helpdesk.tickets.services import add_event, record_unserved, take_ticket
from helpdesk.tickets.services.timeline import locked


def _locked(ticket_id: int, by: Actor, permission: Permission) -> tuple[Ticket, Chat]:
    """Lock the ticket first and its chat second, always in this order."""
    ticket = locked(ticket_id, by)
    require(by, permission, ticket.council_id)
    chat = Chat.objects.select_for_update().filter(ticket=ticket).first()
    if chat is None:
        raise NotFound
    return ticket, chat


def _ring_queue(chat: Chat) -> None:
    """Tell everybody who waits in the council that their place may have changed, and the desk; nothing new is on the timelines."""
    others = Chat.objects.filter(council_id=chat.council_id, state=ChatState.WAITING).values_list("ticket_id", flat=True)
    for ticket_id in {chat.ticket_id, *others}:
        transaction.on_commit(partial(bell.send, bell.ticket_group(ticket_id), {"type": "bell", "ticket_id": ticket_id, "seq": 0}))
    message: dict[str, str | int] = {"type": "desk.bell", "ticket_id": chat.ticket_id, "seq": 0}
    transaction.on_commit(partial(bell.send, bell.council_group(chat.council_id), message))


def _finish(ticket: Ticket, chat: Chat, state: ChatState, event: Event, by: Actor) -> Chat:
    chat.state, chat.ended_at = state, clock.now()
    chat.save()
    add_event(ticket, event=event, by=by, data={"name": by.name if by.user_id is not None else ""})
    _ring_queue(chat)
    if state is ChatState.ENDED:
        chat_ended.send(sender=Ticket, ticket=ticket, by=by)
    return chat


def _abandon(ticket: Ticket, chat: Chat, by: Actor) -> Chat:
    record_unserved(council_id=ticket.council_id, channel=Channel.CHAT, reason=UnservedReason.ABANDONED, ticket=ticket)
    return _finish(ticket, chat, ChatState.ABANDONED, Event.CHAT_ABANDONED, by)


@transaction.atomic
def start_chat(*, ticket_id: int, by: Actor) -> Chat:
    """Enter the waiting room. When the chat cannot be had any more, the chat is born converted: the request stays to be answered in writing. Entering twice changes nothing."""
    ticket = locked(ticket_id, by)
    require(by, Permission.START, ticket.council_id)
    if ticket.status == Status.CLOSED:
        raise ForbiddenTransition
    chat = Chat.objects.select_for_update().filter(ticket=ticket).first()
    if chat is not None and chat.state in LIVE:
        return chat
    now = clock.now()
    chat = chat or Chat(council_id=ticket.council_id, ticket=ticket)
    chat.state, chat.requested_at, chat.citizen_seen_at = ChatState.WAITING, now, now
    chat.accepted_at, chat.accepted_by, chat.ended_at = None, None, None
    offer = chat_open(ticket.council)
    if offer.is_open:
        chat.save()
        _ring_queue(chat)
        return chat
    if offer.reason is OfferReason.CLOSED:
        record_unserved(council_id=ticket.council_id, channel=Channel.CHAT, reason=UnservedReason.OUTSIDE_HOURS, ticket=ticket)
    return _finish(ticket, chat, ChatState.CONVERTED, Event.CHAT_CONVERTED, SYSTEM)


@transaction.atomic
def accept_chat(*, ticket_id: int, by: Actor) -> Chat:
    """Attend a waiting chat and take its ticket. Of several agents exactly one succeeds; the others get Conflict."""
    ticket, chat = _locked(ticket_id, by, Permission.ANSWER)
    if by.user_id is None:
        raise NotAllowed
    if chat.state == ChatState.ACTIVE and chat.accepted_by_id == by.user_id:
        return chat
    if chat.state != ChatState.WAITING:
        raise Conflict
    chat.state, chat.accepted_at, chat.accepted_by_id = ChatState.ACTIVE, clock.now(), by.user_id
    chat.save()
    ticket = take_ticket(ticket_id=ticket.pk, by=by)
    add_event(ticket, event=Event.CHAT_STARTED, by=by, data={"name": by.name})
    _ring_queue(chat)
    return chat


@transaction.atomic
def end_chat(*, ticket_id: int, by: Actor) -> Chat:
    """End a running chat, by either side; the timeline stays open for written messages. Ending twice changes nothing."""
    ticket, chat = _locked(ticket_id, by, Permission.END)
    if chat.state == ChatState.WAITING:
        raise ForbiddenTransition
    return _finish(ticket, chat, ChatState.ENDED, Event.CHAT_ENDED, by) if chat.state == ChatState.ACTIVE else chat


@transaction.atomic
def leave_chat(*, ticket_id: int, by: Actor) -> Chat:
    """Leave, as the citizen: from the waiting room it counts as an abandoned wait, from a running chat it ends it."""
    ticket, chat = _locked(ticket_id, by, Permission.LEAVE)
    if chat.state == ChatState.WAITING:
        return _abandon(ticket, chat, by)
    return _finish(ticket, chat, ChatState.ENDED, Event.CHAT_ENDED, by) if chat.state == ChatState.ACTIVE else chat


@transaction.atomic
def convert_chat(*, ticket_id: int, by: Actor) -> Chat:
    """Turn a waiting chat into a written request: by the citizen who prefers it, by staff, or by the sweep."""
    ticket, chat = _locked(ticket_id, by, Permission.CONVERT)
    if chat.state == ChatState.ACTIVE:
        raise ForbiddenTransition
    return _finish(ticket, chat, ChatState.CONVERTED, Event.CHAT_CONVERTED, by) if chat.state == ChatState.WAITING else chat


def set_presence(*, available: bool, by: Actor) -> Presence:
    """Say that a member of staff takes chats from now on, or no longer."""
    if by.user_id is None or not councils_where(by, Permission.ANSWER):
        raise NotAllowed
    row, _created = Presence.objects.update_or_create(user_id=by.user_id, defaults={"is_available": available, "last_seen_at": clock.now()})
    return row


def touch_presence(*, by: Actor) -> None:
    """Remember that a member of staff is there; does not make her available."""
    if by.user_id is not None:
        Presence.objects.filter(user_id=by.user_id).update(last_seen_at=clock.now())


def touch_citizen(*, ticket_id: int, by: Actor) -> None:
    """Remember that the citizen of a live chat is there."""
    if by.citizen_council_id is not None and ticket_id in by.ticket_ids:
        Chat.objects.filter(ticket_id=ticket_id, council_id=by.citizen_council_id, state__in=LIVE).update(citizen_seen_at=clock.now())


def sweep_chats() -> dict[str, int]:
    """Settle chats that nobody will: silent citizens have left, long waits and closed hours become written requests, forgotten chats end. Returns counts."""
    counts = {"abandoned": 0, "converted": 0, "ended": 0}
    for ticket_id in list(Chat.objects.filter(state__in=LIVE).order_by("requested_at").values_list("ticket_id", flat=True)):
        done = _sweep(ticket_id)
        if done is not None:
            counts[done] += 1
    return counts


@transaction.atomic
def _sweep(ticket_id: int) -> str | None:
    ticket, chat = _locked(ticket_id, SYSTEM, Permission.END)
    now = clock.now()
    silent = now - chat.citizen_seen_at
    if chat.state == ChatState.WAITING:
        if silent > timedelta(seconds=ABANDON_SECONDS):
            _abandon(ticket, chat, SYSTEM)
            return "abandoned"
        if now - chat.requested_at > timedelta(seconds=NOBODY_SECONDS) or not chat_open(ticket.council).is_open:
            _finish(ticket, chat, ChatState.CONVERTED, Event.CHAT_CONVERTED, SYSTEM)
            return "converted"
    elif chat.state == ChatState.ACTIVE and min(silent, now - ticket.updated_at) > timedelta(seconds=IDLE_SECONDS):
        _finish(ticket, chat, ChatState.ENDED, Event.CHAT_ENDED, SYSTEM)
        return "ended"
    return None


def end_with_ticket(*, ticket: Ticket, by: Actor) -> None:
    """End the chat of a ticket that was resolved or closed; for receivers, inside their transaction."""
    chat = Chat.objects.select_for_update().filter(ticket=ticket, state__in=LIVE).first()
    if chat is not None:
        _finish(ticket, chat, ChatState.ENDED, Event.CHAT_ENDED, by)
