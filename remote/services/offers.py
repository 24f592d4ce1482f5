"""Proposing a session to a citizen."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from helpdesk.base import clock
from helpdesk.base.errors import Conflict, ForbiddenTransition, InvalidInput, NotAllowed, TooMany
from helpdesk.base.text import clean_text
from helpdesk.people.actors import Actor
from helpdesk.people.models import User
from helpdesk.people.policies import require
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import CATEGORY, Category, Event, Status, Visibility
from helpdesk.tickets.services import add_event
from helpdesk.tickets.services.timeline import locked
from remote.models import RemoteSession
from remote.permissions import Permission
from remote.rules import ASKABLE, LIVE, MAX_REASON, OFFER_TTL, EventName, Scope, State, fits_minutes, is_scope, write_scope
from remote.selectors import Offerable, enabled_providers, has_link, offers_left
from remote.services.journal import Data, move, note

SAY_WHY = _("Say what the session is for: the citizen is shown it.")
TOO_LONG = _("The reason is too long: 300 characters at most.")
NOT_REACHABLE = _("The citizen has no link to this request, and only there could the session be agreed to.")
ONE_AT_A_TIME = _("There is already a session on this request.")
TOO_OFTEN = _("Three sessions have been proposed within an hour. Ask the citizen first how to go on.")
NOT_SO_LONG = _("A session cannot last so long here.")
NO_SUCH_PROGRAM = _("This way of holding a session is not available.")
NOT_THIS_SCOPE = _("This program cannot do that.")


@transaction.atomic
def request_session(
    *, ticket_id: int, provider: str, reason: str, minutes: int, by: Actor, scope: frozenset[Scope] = frozenset({Scope.VIEW})
) -> RemoteSession:
    """Propose a session on the agent's own ticket and offer it at once, on the citizen's own pages only. Three an hour at most."""
    ticket = locked(ticket_id, by)
    require(by, Permission.REQUEST, ticket.council_id)
    _check_ticket(ticket, by)
    program = next((one for one in enabled_providers(ticket.council_id) if one.provider.key == provider), None)
    if program is None:
        raise InvalidInput(NO_SUCH_PROGRAM)
    _check_terms(program, scope, minutes)
    reason = clean_text(reason)
    if not reason:
        raise InvalidInput(SAY_WHY)
    if len(reason) > MAX_REASON:
        raise InvalidInput(TOO_LONG)
    agent = User.objects.get(pk=by.user_id or 0)
    asked = write_scope(scope)
    session = RemoteSession(
        council_id=ticket.council_id,
        ticket=ticket,
        provider=provider,
        reason=reason,
        scope_asked=asked,
        scope=asked,
        minutes=minutes,
        agent=agent,
        agent_name=agent.public_name or agent.full_name,
        agent_badge=agent.badge,
        requested_at=clock.now(),
    )
    session.save()
    note(session, EventName.REQUESTED, by=by, data={"scope": asked, "minutes": minutes, "provider": provider})
    add_event(ticket, event=Event.REMOTE_REQUESTED, by=by, visibility=Visibility.INTERNAL, data={"name": session.agent_name})
    return _offer(ticket, session, by)


def _offer(ticket: Ticket, session: RemoteSession, by: Actor) -> RemoteSession:
    now = clock.now()
    move(session, State.OFFERED)
    session.offered_at, session.offer_expires_at = now, now + OFFER_TTL
    session.save()
    note(session, EventName.OFFERED, by=by)
    data: Data = {"name": session.agent_name, "minutes": session.minutes}
    add_event(ticket, event=Event.REMOTE_OFFERED, by=by, data=data, body=session.reason)
    return session


def _check_ticket(ticket: Ticket, by: Actor) -> None:
    if by.user_id is None or ticket.assignee_id != by.user_id:
        raise NotAllowed
    if CATEGORY[Status(ticket.status)] is Category.DONE:
        raise ForbiddenTransition
    if not has_link(ticket):
        raise InvalidInput(NOT_REACHABLE)
    if RemoteSession.objects.filter(ticket=ticket, state__in=LIVE).exists():
        raise Conflict(ONE_AT_A_TIME)
    if not offers_left(ticket):
        raise TooMany(TOO_OFTEN)


def _check_terms(program: Offerable, scope: frozenset[Scope], minutes: int) -> None:
    if not is_scope(scope) or not scope <= ASKABLE or not program.caps.allows(scope):
        raise InvalidInput(NOT_THIS_SCOPE)
    if not fits_minutes(minutes, program.config.max_minutes):
        raise InvalidInput(NOT_SO_LONG)
