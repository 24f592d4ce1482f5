"""The citizen's computer: one-time codes, and its coming and going. For brokers and for sockets of pages."""

import hmac
import secrets
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from helpdesk.base import clock
from helpdesk.base.errors import ForbiddenTransition, TooMany
from helpdesk.base.secrets import derive
from helpdesk.people.actors import SYSTEM, Actor
from helpdesk.people.policies import require
from remote.models import BrokerNode, RemoteSession
from remote.permissions import Permission
from remote.rules import (
    CODE_ALPHABET,
    CODE_LENGTH,
    CODE_TTL,
    CONNECTED,
    MAX_CODES,
    RUNNING,
    WIDENING,
    Answer,
    EndReason,
    EventName,
    State,
    read_scope,
    write_scope,
)
from remote.services.ending import settle
from remote.services.journal import Data, locked_session, move, note

TOO_MANY_CODES = _("Too many codes have been made for this session. Ask the agent to begin again.")
NOT_NOW = _("A code can be made only while the session waits for your computer.")


def hash_code(code: str) -> str:
    """Return what is kept of a code: HMAC-SHA256 with the installation's own key, in hexadecimal."""
    return hmac.new(derive("remote-code"), code.strip().upper().encode(), sha256).hexdigest()


@transaction.atomic
def issue_code(*, session_id: int, by: Actor, ip: str = "") -> str:
    """Make the one-time code of a session and return it, to be shown to the citizen and to nobody else; one made before is dead. Raises ForbiddenTransition, TooMany."""
    ticket, session = locked_session(session_id, by)
    require(by, Permission.ANSWER, ticket.council_id)
    if session.state != State.AWAITING_DEVICE:
        raise ForbiddenTransition(NOT_NOW)
    if session.codes_issued >= MAX_CODES:
        raise TooMany(TOO_MANY_CODES)
    code = "".join(secrets.choice(CODE_ALPHABET) for _place in range(CODE_LENGTH))
    session.code_hash, session.code_expires_at = hash_code(code), clock.now() + CODE_TTL
    session.codes_issued += 1
    session.save(update_fields=["code_hash", "code_expires_at", "codes_issued"])
    note(session, EventName.CODE_ISSUED, by=by, ip=ip)
    return code


@dataclass(frozen=True, slots=True)
class Connected:
    """A device that was let in: the session, and until when."""

    session_id: int
    public_id: UUID
    hard_end_at: float
    scope: str
    state: str


@transaction.atomic
def consume_code(*, code: str, broker: str, ip: str = "", client: str = "") -> Connected | None:
    """Let the device of a code in, once: of several brokers and several tries exactly one wins, in one statement. None for a wrong, used or expired code."""
    now = clock.now()
    node = BrokerNode.objects.filter(name=broker).first()
    if node is None or not code.isascii() or len(code) != CODE_LENGTH:
        return None
    hashed = hash_code(code)
    found = RemoteSession.objects.filter(code_hash=hashed, state=State.AWAITING_DEVICE, code_expires_at__gt=now, hard_end_at__gt=now)
    session_id = found.values_list("pk", flat=True).first()
    if session_id is None or not found.update(code_hash=None, broker=node, device_connected_at=now, device_lost_at=None):
        return None
    _ticket, session = locked_session(session_id, SYSTEM)
    move(session, State.READY)
    session.save(update_fields=["state"])
    note(session, EventName.DEVICE_CONNECTED, by=SYSTEM, ip=ip, data={"broker": broker, "client": client[:60]})
    end = session.hard_end_at.timestamp() if session.hard_end_at else now.timestamp()
    return Connected(session.pk, session.public_id, end, session.scope, session.state)


@transaction.atomic
def device_connected(*, session_id: int, by: Actor, ip: str = "", data: Data | None = None) -> RemoteSession:
    """Say, as the citizen's own page, that it shares its screen now. Saying it twice changes nothing."""
    ticket, session = locked_session(session_id, by)
    require(by, Permission.ANSWER, ticket.council_id)
    if session.state in {State.READY} | CONNECTED:
        return session
    move(session, State.READY)
    session.device_connected_at, session.device_lost_at = clock.now(), None
    session.save(update_fields=["state", "device_connected_at", "device_lost_at"])
    note(session, EventName.DEVICE_CONNECTED, by=by, ip=ip, data=data)
    return session


@transaction.atomic
def device_lost(*, session_id: int, why: str, data: Data | None = None) -> None:
    """Note that a device has gone; a session that runs waits for it again, with a new code, the same consent and the same end. Control has to be granted anew."""
    _ticket, session = locked_session(session_id, SYSTEM)
    session.device_lost_at = clock.now()
    session.save(update_fields=["device_lost_at"])
    if session.state in {State.READY} | CONNECTED:
        move(session, State.AWAITING_DEVICE)
        more = read_scope(session.scope) & WIDENING
        session.broker, session.scope = None, write_scope(read_scope(session.scope) - more)
        session.save(update_fields=["state", "broker", "scope"])
        session.consents.filter(part__in=more, answer=Answer.GRANTED).update(answer=Answer.WITHDRAWN, withdrawn_at=session.device_lost_at)
        note(session, EventName.DEVICE_LOST, by=SYSTEM, data={"why": why[:60], "scope": session.scope, **(data or {})})


@transaction.atomic
def lose_broker(*, session_id: int) -> bool:
    """End a session whose broker is dead: its tunnels went with it, its code is dead. False when it was no longer there to end."""
    ticket, session = locked_session(session_id, SYSTEM)
    if session.broker_id is None or session.state not in RUNNING:
        return False
    session.code_hash, session.device_lost_at = None, clock.now()
    session.save(update_fields=["code_hash", "device_lost_at"])
    settle(ticket, session, State.FAILED, EndReason.BROKER_LOST, by=SYSTEM)
    return True


@transaction.atomic
def touch_citizen(*, session_id: int, by: Actor) -> RemoteSession:
    """Heartbeat of the citizen's page, which is the only place from which a session can be watched over."""
    ticket, session = locked_session(session_id, by)
    require(by, Permission.ANSWER, ticket.council_id)
    session.citizen_seen_at = clock.now()
    session.save(update_fields=["citizen_seen_at"])
    return session
