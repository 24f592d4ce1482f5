"""What a socket asks of the database. Every call builds the actor anew from the session, so that rights which ended are gone at once."""

from dataclasses import dataclass
from importlib import import_module
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from helpdesk.base.errors import NotAllowed
from helpdesk.chat.entries import TimelinePayload, timeline_payload
from helpdesk.chat.services import touch_citizen, touch_presence
from helpdesk.people.actors import Actor
from helpdesk.people.middleware import LINKS_KEY
from helpdesk.people.models import Council, User
from helpdesk.people.policies import councils_where
from helpdesk.people.selectors import citizen_actor, staff_actor
from helpdesk.tickets.permissions import Permission
from helpdesk.tickets.selectors import ticket_for
from helpdesk.tickets.services import post_message


@dataclass(frozen=True, slots=True)
class Identity:
    """Who opened a socket: a browser's session on a council's host. `side` stays what it was at the beginning."""

    session_key: str
    council: Council
    side: str = ""


@dataclass(frozen=True, slots=True)
class News:
    """What one reader has not seen of a timeline."""

    ticket_id: int
    payload: TimelinePayload


def actor_of(identity: Identity) -> Actor:
    """Return the actor of a session with the rights held now; raises NotAllowed when there are none left."""
    session = import_module(settings.SESSION_ENGINE).SessionStore(identity.session_key)
    actor = Actor()
    if identity.side != "citizen":
        request = HttpRequest()
        request.session = session
        user = get_user(request)
        if isinstance(user, User):
            actor = staff_actor(user)
    if identity.side != "staff" and actor.user_id is None:
        actor = citizen_actor(identity.council, session.get(LINKS_KEY, []))
    if not actor.is_staff and not actor.ticket_ids:
        raise NotAllowed
    return actor


def read(identity: Identity, reference: str, since: int, language: str) -> News:
    """Return what is new on a timeline for this session; raises NotFound."""
    actor = actor_of(identity)
    ticket = ticket_for(reference, actor)
    return News(ticket.pk, timeline_payload(ticket, actor, since=since, language=language or identity.council.default_language))


def say(identity: Identity, reference: str, cid: UUID, body: str) -> int:
    """Post a message and return its number once it is committed."""
    actor = actor_of(identity)
    ticket = ticket_for(reference, actor)
    entry = post_message(ticket_id=ticket.pk, body=body, client_id=cid, by=actor)
    touch_citizen(ticket_id=ticket.pk, by=actor)
    return entry.seq


def heard_of(identity: Identity, ticket_ids: list[int]) -> None:
    """Remember that this session is there: an agent's presence, or a citizen's in a live chat."""
    actor = actor_of(identity)
    if actor.is_staff:
        touch_presence(by=actor)
    for ticket_id in ticket_ids:
        touch_citizen(ticket_id=ticket_id, by=actor)


def desk_councils(identity: Identity) -> set[int]:
    """Return the councils whose queue this session may see; raises NotAllowed when there is none."""
    councils = set(councils_where(actor_of(identity), Permission.SEE))
    if not councils:
        raise NotAllowed
    return councils
