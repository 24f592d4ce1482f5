"""The agent's side of a running session, and the citizen's narrowing of it."""

from django.db import transaction

from helpdesk.base import clock
from helpdesk.base.errors import Expired, ForbiddenTransition, InvalidInput, NotAllowed
from helpdesk.people.actors import Actor
from helpdesk.people.policies import require
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Event
from helpdesk.tickets.services import add_event
from remote.card import state_now
from remote.models import RemoteSession
from remote.permissions import Permission
from remote.providers import find_provider, get_provider
from remote.providers.base import Agent, Caps, HardEnd, ProviderError, Viewer
from remote.providers.calling import call
from remote.rules import CONNECTED, EventName, Scope, State, read_scope
from remote.selectors import caps_for
from remote.services.ending import fail
from remote.services.journal import for_provider, locked_session, move, note

VIEWABLE = frozenset({State.AWAITING_DEVICE, State.READY}) | CONNECTED


def check_viewer(ticket: Ticket, session: RemoteSession, by: Actor) -> None:
    """Let only the agent in whom the citizen was shown, while the ticket is hers, and only after consent and before the end."""
    require(by, Permission.REQUEST, ticket.council_id)
    if by.user_id is None or session.agent_id != by.user_id:
        raise NotAllowed
    if session.state not in VIEWABLE:
        raise ForbiddenTransition
    if state_now(session, clock.now()) not in VIEWABLE:
        raise Expired
    if ticket.assignee_id != by.user_id:
        raise NotAllowed


@transaction.atomic
def start_viewing(*, session_id: int, by: Actor, ip: str = "") -> RemoteSession:
    """Begin to look. With a program that is not ours, the agent attests here that it started. Beginning twice changes nothing."""
    ticket, session = locked_session(session_id, by)
    check_viewer(ticket, session, by)
    if session.state in CONNECTED:
        return session
    if session.state == State.AWAITING_DEVICE:
        provider = find_provider(session.provider)
        if provider is None or not provider.caps.attested:
            raise ForbiddenTransition
        move(session, State.READY)
        note(session, EventName.DEVICE_CONNECTED, by=by, ip=ip, data={"attested": "staff"})
    first = session.started_at is None
    session.started_at = session.started_at or clock.now()
    move(session, State.VIEWING)
    note(session, EventName.VIEWER_OPENED, by=by, ip=ip)
    if Scope.CONTROL in read_scope(session.scope):
        move(session, State.CONTROLLING)
        note(session, EventName.CONTROL_GRANTED, by=by, ip=ip)
        if counts_input(caps_for(session)):
            session.last_input_at = clock.now()
    session.save()
    if first:
        add_event(ticket, event=Event.REMOTE_STARTED, by=by, data={"name": session.agent_name})
    return session


def counts_input(caps: Caps | None) -> bool:
    """Say whether we see that something is touched: only then can control go back by itself when nothing is."""
    return caps is not None and caps.hard_end is HardEnd.SERVER


def tell_scope(session_id: int) -> None:
    """Tell the provider; one that cannot take control back is ended."""
    session = RemoteSession.objects.select_related("council").get(pk=session_id)
    try:
        call(get_provider(session.provider).set_scope(for_provider(session), read_scope(session.scope)))
    except ProviderError as error:
        fail(session_id=session_id, code=error.code)


def viewer_of(*, session_id: int, by: Actor) -> Viewer:
    """Ask the provider how the agent sees the screen; with no transaction open."""
    session = viewable(session_id, by)
    try:
        return call(get_provider(session.provider).viewer(for_provider(session), Agent(id=session.agent_id, name=session.agent_name)))
    except ProviderError as error:
        raise InvalidInput from error


def screen_is_open(*, session_id: int, by: Actor) -> RemoteSession:
    """Return a session whose picture this agent may be given now; raises Expired the moment it ends."""
    try:
        session = viewable(session_id, by)
    except ForbiddenTransition as error:
        raise Expired from error
    if session.state not in CONNECTED:
        raise Expired
    return session


@transaction.atomic
def viewable(session_id: int, by: Actor) -> RemoteSession:
    """Return a session that this agent may look at now."""
    ticket, session = locked_session(session_id, by)
    check_viewer(ticket, session, by)
    return session
