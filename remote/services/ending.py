"""Ending a session: decided here at once, confirmed by the provider or attested by people afterwards."""

from functools import partial

from django.db import transaction

from helpdesk.base import clock
from helpdesk.base.errors import ForbiddenTransition, NotAllowed
from helpdesk.people.actors import SYSTEM, Actor
from helpdesk.people.policies import allowed, require
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Event, Visibility
from helpdesk.tickets.services import add_event
from helpdesk.tickets.services.timeline import author_of
from remote.models import RemoteSession
from remote.permissions import Permission
from remote.providers import get_provider
from remote.providers.base import EndResult, ProviderError, Session
from remote.providers.calling import call
from remote.rules import LIVE, MAX_END_ERRORS, OPEN_OFFER, RUNNING, Attested, EndReason, EventName, State, wait_before_retry
from remote.services.journal import for_provider, locked_session, move, note

TOLD_AS: dict[State, Event] = {
    State.ENDED: Event.REMOTE_ENDED,
    State.REVOKED: Event.REMOTE_REVOKED,
    State.TERMINATED: Event.REMOTE_TERMINATED,
    State.TIMED_OUT: Event.REMOTE_TIMED_OUT,
    State.EXPIRED: Event.REMOTE_EXPIRED,
    State.FAILED: Event.REMOTE_FAILED,
}


@transaction.atomic
def revoke(*, session_id: int, by: Actor, ip: str = "") -> RemoteSession:
    """Stop, as the citizen: always possible, at once, without a reason. An offer that is still open is declined instead."""
    ticket, session = locked_session(session_id, by)
    require(by, Permission.ANSWER, ticket.council_id)
    if session.state in OPEN_OFFER:
        raise ForbiddenTransition
    return settle(ticket, session, State.REVOKED, EndReason.CITIZEN, by=by, ip=ip)


@transaction.atomic
def end_session(*, session_id: int, by: Actor, ip: str = "") -> RemoteSession:
    """End a session, or withdraw its offer, as the agent who proposed it. Ending twice changes nothing."""
    ticket, session = locked_session(session_id, by)
    require(by, Permission.REQUEST, ticket.council_id)
    if by.user_id is None or session.agent_id != by.user_id:
        raise NotAllowed
    reason = EndReason.WITHDRAWN if session.state in OPEN_OFFER else EndReason.AGENT
    return settle(ticket, session, State.ENDED, reason, by=by, ip=ip)


@transaction.atomic
def terminate(*, session_id: int, by: Actor, ip: str = "") -> RemoteSession:
    """End anybody's session, as a supervisor."""
    ticket, session = locked_session(session_id, by)
    require(by, Permission.TERMINATE, ticket.council_id)
    return settle(ticket, session, State.TERMINATED, EndReason.SUPERVISOR, by=by, ip=ip)


@transaction.atomic
def attest_closed(*, session_id: int, by: Actor, ip: str = "") -> RemoteSession:
    """Say, as the citizen, the agent or a supervisor, that the program of an ended session is closed."""
    ticket, session = locked_session(session_id, by)
    is_citizen = allowed(by, Permission.ANSWER, ticket.council_id)
    is_agent = by.user_id is not None and session.agent_id == by.user_id and allowed(by, Permission.REQUEST, ticket.council_id)
    if not is_citizen and not is_agent and not allowed(by, Permission.TERMINATE, ticket.council_id):
        raise NotAllowed
    if session.state in RUNNING or session.state in OPEN_OFFER:
        raise ForbiddenTransition
    if session.closed_at is not None or session.consented_at is None:
        return session
    session.closed_attested_by = Attested.CITIZEN if is_citizen else Attested.STAFF
    note(session, EventName.CLOSED_ATTESTED, by=by, ip=ip)
    return finish(session, by)


def settle(ticket: Ticket, session: RemoteSession, outcome: State, reason: EndReason, *, by: Actor, ip: str = "") -> RemoteSession:
    """End a locked session with an outcome: an offer at once, a running one when its provider confirms. Idempotent."""
    if session.state not in OPEN_OFFER | RUNNING:
        return session
    session.ended_at, session.end_reason = clock.now(), reason
    session.ended_by_kind, session.ended_by_id = author_of(by), by.user_id
    add_event(ticket, event=TOLD_AS[outcome], by=by, data={"name": session.agent_name})
    if session.state in OPEN_OFFER:
        move(session, outcome)
        session.save()
        note(session, EventName.EXPIRED if outcome is State.EXPIRED else EventName.ENDED, by=by, ip=ip, data={"reason": reason})
        return session
    move(session, State.ENDING)
    session.outcome, session.end_due_at = outcome, session.ended_at
    session.save()
    note(session, EventName.ENDING, by=by, ip=ip, data={"outcome": outcome, "reason": reason})
    transaction.on_commit(partial(confirm_end, session.pk))
    return session


def finish(session: RemoteSession, by: Actor) -> RemoteSession:
    """Give an ending session its outcome."""
    if session.state == State.ENDING:
        move(session, State(session.outcome))
    session.closed_at, session.end_due_at = clock.now(), None
    session.save()
    note(session, EventName.ENDED, by=by, data={"outcome": session.state})
    return session


def confirm_end(session_id: int) -> None:
    """Ask the provider to end a session that was ended here; after the commit, and again by the sweep until it confirms."""
    claimed = _claim_end(session_id)
    if claimed is None:
        return
    session, view = claimed
    try:
        result = call(get_provider(session.provider).end(view, EndReason(session.end_reason)))
    except ProviderError as error:
        _end_failed(session_id, error)
    else:
        _end_answered(session_id, result)


@transaction.atomic
def _claim_end(session_id: int) -> tuple[RemoteSession, Session] | None:
    """Reserve the next attempt, so that of several workers one asks."""
    _ticket, session = locked_session(session_id, SYSTEM)
    now = clock.now()
    if session.state != State.ENDING or session.end_due_at is None or session.end_due_at > now:
        return None
    session.end_attempts += 1
    session.end_due_at = now + wait_before_retry(session.end_attempts)
    session.save(update_fields=["end_attempts", "end_due_at"])
    return session, for_provider(session)


@transaction.atomic
def _end_answered(session_id: int, result: EndResult) -> None:
    _ticket, session = locked_session(session_id, SYSTEM)
    if session.state != State.ENDING:
        return
    if result is EndResult.CONFIRMED:
        finish(session, SYSTEM)
    elif session.end_attempts == 1:
        note(session, EventName.END_UNCONFIRMED, by=SYSTEM)


@transaction.atomic
def _end_failed(session_id: int, error: ProviderError) -> None:
    """Try again later; after five errors it has failed, and the citizen is told to close the program."""
    ticket, session = locked_session(session_id, SYSTEM)
    if session.state != State.ENDING:
        return
    session.end_errors += 1
    note(session, EventName.PROVIDER_ERROR, by=SYSTEM, data={"code": error.code})
    if error.permanent or session.end_errors >= MAX_END_ERRORS:
        move(session, State.FAILED)
        session.end_reason, session.end_due_at = EndReason.PROVIDER, None
        if session.outcome != State.FAILED:
            add_event(ticket, event=Event.REMOTE_FAILED, by=SYSTEM, visibility=Visibility.PUBLIC, data={"name": session.agent_name})
    session.save()


@transaction.atomic
def fail(*, session_id: int, code: str) -> None:
    """End a session whose provider could not do what it was asked."""
    ticket, session = locked_session(session_id, SYSTEM)
    if session.state in RUNNING:
        note(session, EventName.PROVIDER_ERROR, by=SYSTEM, data={"code": code})
        settle(ticket, session, State.FAILED, EndReason.PROVIDER, by=SYSTEM)


def end_with_ticket(*, ticket: Ticket, by: Actor) -> None:
    """End the session of a ticket that was resolved or closed; for receivers, inside their transaction."""
    live = RemoteSession.objects.select_for_update(of=("self",)).select_related("council").filter(ticket=ticket, state__in=LIVE).first()
    if live is not None:
        live.ticket = ticket
        settle(ticket, live, State.ENDED, EndReason.TICKET, by=by)
