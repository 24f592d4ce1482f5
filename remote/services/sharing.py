"""What sockets tell of a session's viewer and of the citizen's page, after the fact."""

from django.db import transaction

from helpdesk.people.actors import SYSTEM, Actor
from helpdesk.people.policies import require
from remote.models import RemoteEvent
from remote.permissions import Permission
from remote.providers.browser_direct import PAGE_STOPPED
from remote.rules import CONNECTED, EventName, State
from remote.services.journal import Data, locked_session, move, note


@transaction.atomic
def close_viewer(*, session_id: int, data: Data, is_last: bool = False) -> None:
    """Note that nobody looks any more, and how much went over, in numbers only. `is_last` says for certain that no other viewer has been let in meanwhile: the citizen is told then."""
    _ticket, session = locked_session(session_id, SYSTEM)
    if is_last and session.state in CONNECTED:
        move(session, State.READY)
        session.save(update_fields=["state"])
    note(session, EventName.VIEWER_CLOSED, by=SYSTEM, data=data)


@transaction.atomic
def page_stopped(*, session_id: int, by: Actor) -> None:
    """Note, once, that the citizen's page has stopped every track of a session that ended: with a direct connection only it can know."""
    ticket, session = locked_session(session_id, by)
    require(by, Permission.ANSWER, ticket.council_id)
    told = RemoteEvent.objects.filter(session=session, name=EventName.CLOSED_ATTESTED, data__why=PAGE_STOPPED).exists()
    if session.state == State.ENDING and not told:
        note(session, EventName.CLOSED_ATTESTED, by=by, data={"why": PAGE_STOPPED})
