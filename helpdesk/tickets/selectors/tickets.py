"""Tickets and timelines as an actor may see them."""

from django.db.models import Q, QuerySet

from helpdesk.base.errors import NotFound
from helpdesk.people.actors import Actor
from helpdesk.people.policies import allowed, councils_where
from helpdesk.tickets.models import Attachment, Entry, Ticket
from helpdesk.tickets.permissions import Permission
from helpdesk.tickets.rules import QUIET_EVENTS, Author, Visibility


def visible_to(actor: Actor) -> QuerySet[Ticket]:
    """Return the tickets that an actor may see: those of their councils, or those their links open."""
    if actor.is_system:
        return Ticket.objects.all()
    if actor.user_id is not None:
        return Ticket.objects.filter(council_id__in=councils_where(actor, Permission.SEE))
    if actor.citizen_council_id is None:
        return Ticket.objects.none()
    return Ticket.objects.filter(pk__in=actor.ticket_ids, council_id=actor.citizen_council_id)


def readable(actor: Actor) -> QuerySet[Ticket]:
    """Return the tickets that an actor may see with the people that pages show of them."""
    # What a ticket is about is read when it is asked for: PostgreSQL plans a join of eight tables for longer than it reads them.
    return visible_to(actor).select_related("council", "citizen", "assignee", "team")


def ticket_for(reference: str, actor: Actor) -> Ticket:
    """Return a ticket by its reference with the people that pages show of it; raises NotFound."""
    ticket = readable(actor).filter(reference=reference.upper()).first()
    if ticket is None:
        raise NotFound
    return ticket


def may_see_internal(ticket: Ticket, actor: Actor) -> bool:
    """Say whether internal entries are shown to an actor."""
    return allowed(actor, Permission.WORK, ticket.council_id)


def entries_since(ticket: Ticket, actor: Actor, *, since: int = 0, limit: int = 500) -> list[Entry]:
    """Return up to `limit` entries with `seq > since` that the actor may read, oldest first, attachments prefetched."""
    rows = Entry.objects.filter(ticket=ticket, seq__gt=since).prefetch_related("attachments")
    if not may_see_internal(ticket, actor):
        rows = rows.filter(visibility=Visibility.PUBLIC)
    return list(rows.order_by("seq")[:limit])


def news_since(ticket: Ticket, actor: Actor, *, seen: int) -> list[Entry]:
    """Return what others, or the system, added after entry number `seen` that somebody who writes should read first."""
    mine = Q(author_user_id=actor.user_id) if actor.user_id is not None else Q(author_kind=Author.CITIZEN)
    rows = Entry.objects.filter(ticket=ticket, seq__gt=seen).exclude(mine).exclude(event__in=QUIET_EVENTS)
    if not may_see_internal(ticket, actor):
        rows = rows.filter(visibility=Visibility.PUBLIC)
    return list(rows.prefetch_related("attachments").order_by("seq")[:50])


def attachment_for(key: str, actor: Actor) -> Attachment:
    """Return an attachment by its key if the actor may read the entry it belongs to; raises NotFound."""
    attachment = Attachment.objects.select_related("entry__ticket").filter(key=key, entry__ticket__in=visible_to(actor)).first()
    if attachment is None or (attachment.entry.visibility == Visibility.INTERNAL and not may_see_internal(attachment.entry.ticket, actor)):
        raise NotFound
    return attachment
