"""Sessions as browsers have them: of citizens who opened their links and of staff who logged in."""

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from helpdesk.people.middleware import LINKS_KEY
from helpdesk.people.models import User
from helpdesk.people.rules import Purpose
from helpdesk.people.services import issue_link
from helpdesk.tickets.models import Ticket


def citizen_session(*tickets: Ticket) -> str:
    """The key of a browser's session that exchanged the links of these tickets."""
    session = SessionStore()
    links = [issue_link(council_id=t.council_id, purpose=Purpose.FOLLOW_UP, subject_id=t.pk, language="ca")[0].pk for t in tickets]
    session[LINKS_KEY] = links
    session.create()
    return str(session.session_key)


def staff_session(user: User) -> str:
    """The key of the session of somebody who logged in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)
