"""One session and its card on the pages of a ticket."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from helpdesk.base import clock
from helpdesk.base.errors import NotFound
from helpdesk.people.actors import Actor
from helpdesk.people.policies import allowed
from helpdesk.people.rules import Purpose
from helpdesk.people.selectors import live_links
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import CATEGORY, Category, Status
from helpdesk.tickets.selectors import visible_to
from remote.card import RemoteCard, state_now
from remote.decisions import decision_of, is_asked
from remote.models import RemoteConsent, RemoteSession
from remote.permissions import Permission
from remote.rules import CONNECTED, LIVE, MAX_ASKS, MAX_OFFERS, OFFERS_WITHIN, WIDENING, Scope, read_scope
from remote.selectors.programs import caps_for, enabled_providers


def sessions_of(actor: Actor) -> QuerySet[RemoteSession]:
    """Return the sessions on tickets that the actor may see."""
    rows = RemoteSession.objects.select_related("council", "ticket", "agent")
    return rows if actor.is_system else rows.filter(ticket__in=visible_to(actor))


def session_for(public_id: UUID, actor: Actor) -> RemoteSession:
    """Return a session by the name that its pages use; raises NotFound."""
    found = sessions_of(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def card_for(ticket: Ticket, actor: Actor) -> RemoteCard | None:
    """Return what a page about a ticket shows: to staff with the permission, and to the citizen who holds its link; None when there is nothing to show."""
    staff = allowed(actor, Permission.REQUEST, ticket.council_id)
    citizen = ticket.pk in actor.ticket_ids and allowed(actor, Permission.ANSWER, ticket.council_id)
    if not staff and not citizen:
        return None
    session = _last(ticket)
    if citizen:
        return card_of(session, actor) if session else None
    may = may_request(ticket, actor)
    if session is None and not may:
        return None
    return card_of(session, actor, may_request=may) if session else RemoteCard(ticket.reference, None, None, clock.now(), may_request=may)


def card_of(session: RemoteSession, actor: Actor, *, may_request: bool = False) -> RemoteCard:
    """Return the card of one session. While the agent looks it says what is asked, in one more statement."""
    now = clock.now()
    state = state_now(session, now)
    is_own = actor.user_id is not None and session.agent_id == actor.user_id
    rows = list(session.consents.all()) if state in CONNECTED else []
    return RemoteCard(
        reference=session.ticket.reference,
        session=session,
        state=state,
        now=now,
        may_request=may_request,
        is_own=is_own,
        phone=session.council.phone,
        decisions=tuple(decision_of(row, now) for row in rows),
        askable=_askable(session, rows, now) if is_own and state in CONNECTED else (),
    )


def _askable(session: RemoteSession, rows: list[RemoteConsent], now: datetime) -> tuple[Scope, ...]:
    """Return what the agent may ask for now: what the program can do, what the citizen has not allowed yet, and not more often than is decent."""
    caps, scope = caps_for(session), read_scope(session.scope)
    if caps is None:
        return ()
    return tuple(
        part
        for part in Scope
        if part in WIDENING
        and part not in scope
        and caps.allows(scope | {part})
        and (part is not Scope.CLIPBOARD or Scope.CONTROL in scope)
        and not any(row.part == part and is_asked(row, now) for row in rows)
        and sum(row.part == part for row in rows) < MAX_ASKS
    )


def _last(ticket: Ticket) -> RemoteSession | None:
    session = RemoteSession.objects.filter(ticket=ticket).order_by("-requested_at", "-pk").first()
    if session is not None:
        session.ticket, session.council = ticket, ticket.council
    return session


def may_request(ticket: Ticket, actor: Actor) -> bool:
    """Say whether a session may be proposed: on the agent's own ticket, in progress, with a citizen who can reach it and a provider."""
    return (
        allowed(actor, Permission.REQUEST, ticket.council_id)
        and actor.user_id is not None
        and ticket.assignee_id == actor.user_id
        and CATEGORY[Status(ticket.status)] is not Category.DONE
        and bool(enabled_providers(ticket.council_id))
        and has_link(ticket)
        and not RemoteSession.objects.filter(ticket=ticket, state__in=LIVE).exists()
    )


def has_link(ticket: Ticket) -> bool:
    """Say whether some citizen can open this ticket by a link: only they may see an offer."""
    return live_links().filter(council_id=ticket.council_id, purpose=Purpose.FOLLOW_UP, subject_id=ticket.pk).exists()


def offers_left(ticket: Ticket) -> int:
    """Return how many more offers a ticket may have now: who is asked again and again gives in."""
    since = clock.now() - OFFERS_WITHIN
    return max(0, MAX_OFFERS - RemoteSession.objects.filter(ticket=ticket, requested_at__gt=since).count())
