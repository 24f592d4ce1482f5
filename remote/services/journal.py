"""What every write does: lock the ticket and then the session, move by the table, write the journal."""

import ipaddress
from collections.abc import Mapping

from django.db import transaction

from helpdesk.base import clock
from helpdesk.base.errors import ForbiddenTransition, NotFound
from helpdesk.base.secrets import unseal
from helpdesk.people.actors import Actor
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.services.timeline import author_of, locked
from remote.bell import ring
from remote.models import ProviderConfig, RemoteEvent, RemoteSession
from remote.providers.base import Session
from remote.rules import EventName, State, first_hash, may_move, read_scope
from remote.selectors import event_hash

Data = Mapping[str, str | int]


def locked_session(session_id: int, by: Actor) -> tuple[Ticket, RemoteSession]:
    """Lock the ticket first and its session second, always in this order; raises NotFound for what the actor may not see."""
    ticket_id = RemoteSession.objects.filter(pk=session_id).values_list("ticket_id", flat=True).first()
    if ticket_id is None:
        raise NotFound
    ticket = locked(ticket_id, by)
    session = RemoteSession.objects.select_for_update(of=("self",)).select_related("council", "agent").get(pk=session_id)
    session.ticket = ticket
    return ticket, session


def move(session: RemoteSession, to: State) -> None:
    """Move by the transition table; raises ForbiddenTransition."""
    if not may_move(State(session.state), to):
        raise ForbiddenTransition
    session.state = to


def plain_ip(value: str) -> str | None:
    """Return an address as databases write it; None for what is none, such as that of a test or a local socket."""
    try:
        return str(ipaddress.ip_address(value))
    except ValueError:
        return None


def note(session: RemoteSession, name: EventName, *, by: Actor, ip: str = "", data: Data | None = None) -> RemoteEvent:
    """Add to the journal of a locked session; must run inside the transaction of what it tells."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError
    last = RemoteEvent.objects.filter(session=session).order_by("-seq").first()
    event = RemoteEvent(
        council_id=session.council_id,
        session=session,
        seq=last.seq + 1 if last else 1,
        name=name,
        actor_kind=author_of(by),
        actor_user_id=by.user_id,
        ip=plain_ip(ip),
        data=dict(data or {}),
        created_at=clock.now(),
        prev_hash=last.hash if last else first_hash(str(session.public_id)),
    )
    event.hash = event_hash(event, session)
    event.save(force_insert=True)
    ring(session, name)
    return event


def for_provider(session: RemoteSession) -> Session:
    """Return a session as providers see it, with the settings of its council."""
    config = ProviderConfig.objects.filter(council_id=session.council_id, provider=session.provider).first()
    return Session(
        id=str(session.public_id),
        scope=read_scope(session.scope),
        language=session.consent_language or session.council.default_language,
        agent_name=session.agent_name,
        hard_end_at=session.hard_end_at,
        config=config.settings if config else {},
        secrets=unseal(config.secrets) if config else {},
        council=session.council_id,
    )
