"""What a socket of a session asks of the database: every time anew, with the rights of that moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from helpdesk.base import clock
from helpdesk.base.errors import Expired, NotFound
from helpdesk.chat import sessions
from helpdesk.people.policies import require
from remote import services
from remote.card import state_now
from remote.permissions import Permission
from remote.providers import find_provider
from remote.providers.browser import in_browser
from remote.rules import RUNNING, State
from remote.selectors import session_for
from remote.services.journal import for_provider
from remote.services.viewing import check_viewer

CITIZEN, STAFF = "citizen", "staff"


@dataclass(frozen=True, slots=True)
class Seen:
    """A session that goes on, as one of its two pages may know it."""

    pk: int
    public_id: UUID
    state: State
    agent_name: str
    seconds_left: float
    terms: Mapping[str, object]


def look(identity: sessions.Identity, public_id: UUID) -> Seen:
    """Return a session for its citizen or for its agent, and for nobody else; raises NotFound, NotAllowed, and Expired or ForbiddenTransition once it is over."""
    actor = sessions.actor_of(identity)
    found = session_for(public_id, actor)
    provider = in_browser(find_provider(found.provider))
    if provider is None:
        raise NotFound
    if identity.side == STAFF:
        if found.agent_id != actor.user_id:
            raise NotFound
        check_viewer(found.ticket, found, actor)
    else:
        require(actor, Permission.ANSWER, found.council_id)
    now = clock.now()
    state = state_now(found, now)
    if state not in RUNNING or found.hard_end_at is None:
        raise Expired
    return Seen(
        pk=found.pk,
        public_id=found.public_id,
        state=state,
        agent_name=found.agent_name,
        seconds_left=(found.hard_end_at - now).total_seconds(),
        terms=provider.terms(for_provider(found), identity.side),
    )


def connected(identity: sessions.Identity, seen: Seen, surface: str, transport: str) -> None:
    """Note that the citizen's page shares its screen."""
    data = {"surface": surface, "transport": transport}
    services.device_connected(session_id=seen.pk, by=sessions.actor_of(identity), data=data)


def lost(seen: Seen, why: str) -> None:
    """Note that it shares it no longer."""
    services.device_lost(session_id=seen.pk, why=why)


def heard(identity: sessions.Identity, seen: Seen) -> None:
    """Note that the citizen's page is there."""
    services.touch_citizen(session_id=seen.pk, by=sessions.actor_of(identity))


def stopped(identity: sessions.Identity, seen: Seen) -> None:
    """Note that the citizen's page has stopped every track after the end."""
    services.page_stopped(session_id=seen.pk, by=sessions.actor_of(identity))


def begin(identity: sessions.Identity, seen: Seen) -> None:
    """Begin to look, as the agent."""
    services.start_viewing(session_id=seen.pk, by=sessions.actor_of(identity))


def left(seen: Seen, counts: Mapping[str, int]) -> None:
    """Note what the agent did while looking, in numbers."""
    services.close_viewer(session_id=seen.pk, data=counts)
