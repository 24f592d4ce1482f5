"""A council with the imitation switched on, an agent on her own ticket, and the citizen who holds its link."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from helpdesk.base import clock
from helpdesk.people.actors import Actor
from helpdesk.people.middleware import LINKS_KEY
from helpdesk.people.models import Council, SecretLink, User
from helpdesk.people.rules import Purpose, Role
from helpdesk.people.selectors import staff_actor
from helpdesk.people.services import issue_link
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.services import take_ticket
from remote.consent import consent_for, words_for_part
from remote.models import RemoteSession
from remote.rules import Scope
from remote.services import answer_ask, ask_scope, consent, request_session, start_viewing
from tests.factories import citizen_with, enable_remote, make_council, make_staff, make_ticket, make_user
from tests.remote.browsing import logged_in
from tests.remote.meeting import Meeting, at

Commits = Callable[..., AbstractContextManager[list[Callable[[], Any]]]]
REASON = "Looking at the signature together"


@pytest.fixture
def council(db: None) -> Council:
    council = make_council()
    enable_remote(council)
    return council


@pytest.fixture
def other(db: None) -> Council:
    return make_council("rocabruna", host="other.test", prefix="RB")


@pytest.fixture
def agent_user(council: Council) -> User:
    user = make_user(council, Role.AGENT)
    user.badge = "0417"
    user.save()
    return user


@pytest.fixture
def agent(agent_user: User) -> Actor:
    return staff_actor(agent_user)


@pytest.fixture
def supervisor(council: Council) -> Actor:
    return make_staff(council, Role.SUPERVISOR, name="Mercè Soler")


def reachable(council: Council, by: Actor) -> Ticket:
    """A ticket of this agent whose citizen holds a link to it."""
    ticket = make_ticket(council)
    issue_link(council_id=council.pk, purpose=Purpose.FOLLOW_UP, subject_id=ticket.pk, language="ca")
    return take_ticket(ticket_id=ticket.pk, by=by)


@pytest.fixture
def ticket(council: Council, agent: Actor) -> Ticket:
    return reachable(council, agent)


@pytest.fixture
def citizen(ticket: Ticket) -> Actor:
    return citizen_with(ticket)


@pytest.fixture
def tab(ticket: Ticket) -> Client:
    """The citizen's browser."""
    client = Client()
    session = SessionStore()
    session[LINKS_KEY] = [SecretLink.objects.get(subject_id=ticket.pk).pk]
    session.save()
    client.cookies["__Host-session"] = session.session_key or ""
    return client


@pytest.fixture
def desk(agent_user: User) -> Client:
    return logged_in(agent_user)


@pytest.fixture
def commits(django_capture_on_commit_callbacks: Commits) -> Commits:
    """Do what follows a commit: providers are asked then, with no transaction open."""
    return django_capture_on_commit_callbacks


class Line:
    """One session, step by step, as its two people hold it."""

    def __init__(self, ticket: Ticket, agent: Actor, citizen: Actor, commits: Commits) -> None:
        self.ticket, self.agent, self.citizen, self.commits = ticket, agent, citizen, commits

    def offer(self, **fields: Any) -> RemoteSession:
        """Propose a session."""
        terms: dict[str, Any] = {"provider": "fake", "reason": REASON, "minutes": 30, "scope": frozenset({Scope.VIEW}), **fields}
        return request_session(ticket_id=self.ticket.pk, by=self.agent, **terms)

    def agree(self, session: RemoteSession, *, control: bool = False, by: Actor | None = None) -> RemoteSession:
        """Say yes to the words in Catalan, and let the provider prepare."""
        words = consent_for(session, "ca")
        with self.commits(execute=True):
            consent(
                session_id=session.pk, text_sha256=words.sha256, language="ca", control=control, by=by or self.citizen, ip="203.0.113.7"
            )
        session.refresh_from_db()
        return session

    def agreed(self, **fields: Any) -> RemoteSession:
        """Propose a session and agree to it."""
        control = Scope.CONTROL in fields.get("scope", ())
        return self.agree(self.offer(**fields), control=control)

    def do(self, service: Callable[..., RemoteSession], session: RemoteSession, by: Actor) -> RemoteSession:
        """Run a service and what follows its commit."""
        with self.commits(execute=True):
            service(session_id=session.pk, by=by)
        session.refresh_from_db()
        return session


@pytest.fixture
def line(ticket: Ticket, agent: Actor, citizen: Actor, commits: Commits) -> Line:
    return Line(ticket, agent, citizen, commits)


@pytest.fixture
def seen(line: Line, agent: Actor) -> RemoteSession:
    """A session in which the agent looks and may do nothing more."""
    return line.do(start_viewing, line.agreed(), agent)


def answer(session: RemoteSession, part: Scope, by: Actor, *, granted: bool = True) -> RemoteSession:
    """Answer the words as they are shown in Catalan."""
    words = words_for_part(session, part, "ca")
    return answer_ask(session_id=session.pk, part=part, granted=granted, text_sha256=words.sha256, language="ca", by=by, ip="203.0.113.7")


@pytest.fixture
def driven(line: Line, seen: RemoteSession, agent: Actor, citizen: Actor) -> RemoteSession:
    """The same, after the citizen has allowed mouse and keyboard."""
    ask_scope(session_id=seen.pk, part=Scope.CONTROL, by=agent)
    return line.do(lambda session_id, by: answer(seen, Scope.CONTROL, by), seen, citizen)


@pytest.fixture
def meeting(db: None) -> Iterator[Meeting]:
    """A call by video that was agreed the evening before, at which the clock stands."""
    with clock.at(at(18, day=19)):
        yield Meeting()
