"""A council, an agent, and a citizen who has sent a picture."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import Settings

from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, User
from helpdesk.people.rules import Role
from helpdesk.people.selectors import staff_actor
from helpdesk.tickets.models import Attachment, Entry, Ticket
from helpdesk.tickets.services import CheckedFile, post_message
from tests.factories import citizen_with, make_council, make_png, make_ticket, make_user


@pytest.fixture
def council(db: None, settings: Settings, tmp_path: Path) -> Council:
    settings.MEDIA_ROOT = str(tmp_path)
    return make_council()


@pytest.fixture
def agent_user(council: Council) -> User:
    return make_user(council, Role.AGENT)


@pytest.fixture
def agent(agent_user: User) -> Actor:
    return staff_actor(agent_user)


@pytest.fixture
def ticket(council: Council) -> Ticket:
    return make_ticket(council)


@pytest.fixture
def message(ticket: Ticket) -> Entry:
    """A message of the citizen with a picture of 400 by 300 pixels and a text."""
    files = [CheckedFile("screen.png", "image/png", make_png()), CheckedFile("a.txt", "text/plain", b"words")]
    return post_message(ticket_id=ticket.pk, body="Look", client_id=uuid4(), by=citizen_with(ticket), files=files)


@pytest.fixture
def picture(message: Entry) -> Attachment:
    return message.attachments.get(name="screen.png")


@pytest.fixture
def desk(agent_user: User) -> Client:
    client = Client(headers={"host": "testserver"})
    client.force_login(agent_user)
    return client
