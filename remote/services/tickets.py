"""Viewer tickets: what an agent's browser shows to a broker, which knows no cookies."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from helpdesk.base import clock
from helpdesk.base.errors import DomainError
from helpdesk.base.tokens import hash_token, new_token
from helpdesk.people.actors import Actor
from helpdesk.people.models import User
from helpdesk.people.selectors import origins_of, staff_actor
from remote.models import ViewerTicket
from remote.rules import VIEWER_TICKET_TTL
from remote.services.viewing import start_viewing, viewable


@dataclass(frozen=True, slots=True)
class Pass:
    """A fresh viewer ticket: the token is shown to the agent's page once, and only its hash is kept."""

    token: str
    expires: datetime


@dataclass(frozen=True, slots=True)
class Viewing:
    """Whom a used ticket lets in, and to what."""

    session_id: int
    public_id: UUID
    user_id: int
    broker: str
    state: str
    scope: str


@transaction.atomic
def issue_viewer_ticket(*, session_id: int, by: Actor) -> Pass:
    """Give the agent of a session a ticket for 30 seconds and one use."""
    session = viewable(session_id, by)
    token, expires = new_token(), clock.now() + VIEWER_TICKET_TTL
    ViewerTicket.objects.create(
        council_id=session.council_id, session=session, user_id=session.agent_id, token_hash=hash_token(token), expires_at=expires
    )
    return Pass(token, expires)


def consume_viewer_ticket(*, token: str, broker: str, origin: str, ip: str = "") -> Viewing | None:
    """Let the holder of a ticket in, once: of two with one ticket exactly one wins. None for a wrong, used or expired one, for another broker, or from a foreign page."""
    now = clock.now()
    fresh = ViewerTicket.objects.filter(token_hash=hash_token(token), used_at=None, expires_at__gt=now)
    row = fresh.select_related("session__broker").first()
    if row is None or not fresh.update(used_at=now):
        return None
    session = row.session
    if session.broker is None or session.broker.name != broker or origin not in origins_of(session.council_id):
        return None
    try:
        session = start_viewing(session_id=session.pk, by=staff_actor(User.objects.get(pk=row.user_id)), ip=ip)
    except DomainError:
        return None
    return Viewing(session.pk, session.public_id, row.user_id, broker, session.state, session.scope)
