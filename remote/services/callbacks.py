"""What a provider's program or partner tells by itself: checked by the provider, counted once, taken in order."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import transaction

from helpdesk.base import clock
from helpdesk.base.errors import Conflict, DomainError, NotFound
from helpdesk.base.secrets import unseal
from helpdesk.people.actors import SYSTEM
from helpdesk.people.models import Council, User
from helpdesk.people.selectors import staff_actor
from helpdesk.tickets.models import Ticket
from remote.models import ProviderConfig, RemoteDelivery, RemoteSession
from remote.providers import find_provider
from remote.providers.base import Told
from remote.providers.callback import CallbackRequest
from remote.providers.calling import call
from remote.rules import CONNECTED, RUNNING, EndReason, EventName, State
from remote.services.device import device_connected, device_lost
from remote.services.ending import finish, settle
from remote.services.journal import locked_session, note
from remote.services.viewing import start_viewing

KEPT = timedelta(days=1)
CLEANED_AT_ONCE = 100
# Whatever order they arrive in, these count: an end is an end, and a note is only a note.
ALWAYS = frozenset({EventName.ENDED, EventName.PROVIDER_ERROR})
# Of those that undo each other the one that was said last counts, not the one that arrived last.
UNDO_EACH_OTHER = (
    frozenset({EventName.DEVICE_CONNECTED, EventName.DEVICE_LOST}),
    frozenset({EventName.VIEWER_OPENED, EventName.VIEWER_CLOSED}),
)


def take_callback(*, council: Council, provider: str, request: CallbackRequest) -> None:
    """Take what a program tells about sessions of one council. Told again, or too late, it changes nothing; raises NotFound, Conflict when the session is not prepared yet, ProviderError for what is not signed."""
    found, row = find_provider(provider), ProviderConfig.objects.filter(council=council, provider=provider).first()
    if found is None or row is None:
        raise NotFound
    request.remote_config, request.remote_secrets = row.settings, unseal(row.secrets)
    for told in call(found.on_callback(request)):
        _take(council.pk, provider, told)


@transaction.atomic
def _take(council_id: int, provider: str, told: Told) -> None:
    _forget_old(council_id)
    rows = RemoteSession.objects.filter(council_id=council_id, provider=provider, public_id=UUID(told.session))
    session_id = rows.values_list("pk", flat=True).first()
    if session_id is None:
        raise NotFound
    ticket, session = locked_session(session_id, SYSTEM)
    if session.state == State.CONSENTED and told.name not in ALWAYS:
        raise Conflict
    said_at = datetime.fromtimestamp(told.at, UTC)
    alike = next((events for events in UNDO_EACH_OTHER if told.name in events), frozenset[EventName]())
    is_late = RemoteDelivery.objects.filter(session=session, event__in=alike, said_at__gt=said_at).exists()
    _row, is_new = RemoteDelivery.objects.get_or_create(
        council_id=council_id,
        provider=provider,
        delivery=UUID(told.delivery),
        defaults={"session": session, "event": told.name, "said_at": said_at, "taken_at": clock.now()},
    )
    if not is_new or is_late:
        return
    try:
        EFFECTS[told.name](ticket, session, told)
    except DomainError:
        # Too late: the session has moved on, and what it may become is decided here.
        return


def _forget_old(council_id: int) -> None:
    old = RemoteDelivery.objects.filter(council_id=council_id, taken_at__lte=clock.now() - KEPT)
    RemoteDelivery.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:CLEANED_AT_ONCE])).delete()


def _connected(_ticket: Ticket, session: RemoteSession, told: Told) -> None:
    device_connected(session_id=session.pk, by=SYSTEM, data=told.data)


def _lost(_ticket: Ticket, session: RemoteSession, told: Told) -> None:
    if session.state in RUNNING:
        device_lost(session_id=session.pk, why=str(told.data.get("why", "told")))


def _opened(_ticket: Ticket, session: RemoteSession, _told: Told) -> None:
    """Begin as the agent: who may look, and when, is asked as if she had pressed the button."""
    start_viewing(session_id=session.pk, by=staff_actor(User.objects.get(pk=session.agent_id)))


def _closed(_ticket: Ticket, session: RemoteSession, told: Told) -> None:
    if session.state in CONNECTED:
        note(session, EventName.VIEWER_CLOSED, by=SYSTEM, data=told.data)


def _failed(_ticket: Ticket, session: RemoteSession, told: Told) -> None:
    if session.state in RUNNING:
        note(session, EventName.PROVIDER_ERROR, by=SYSTEM, data=told.data)


def _ended(ticket: Ticket, session: RemoteSession, told: Told) -> None:
    """What was signed is the confirmation too: the program is not asked once more."""
    if session.state in RUNNING:
        reason = EndReason.DEVICE if told.data.get("reason") == EndReason.DEVICE else EndReason.PROVIDER
        settle(ticket, session, State.ENDED, reason, by=SYSTEM)
    if session.state == State.ENDING:
        finish(session, SYSTEM)


EFFECTS: dict[EventName, Callable[[Ticket, RemoteSession, Told], None]] = {
    EventName.DEVICE_CONNECTED: _connected,
    EventName.DEVICE_LOST: _lost,
    EventName.VIEWER_OPENED: _opened,
    EventName.VIEWER_CLOSED: _closed,
    EventName.ENDED: _ended,
    EventName.PROVIDER_ERROR: _failed,
}
