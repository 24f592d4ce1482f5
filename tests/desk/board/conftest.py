"""A supervisor at noon, and her browser."""

import pytest
from django.test import Client

from helpdesk.base import clock
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, User
from helpdesk.people.rules import Role
from helpdesk.people.selectors import staff_actor
from tests.desk.board.noon import NOON
from tests.factories import make_user


@pytest.fixture(autouse=True)
def _at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def supervisor(council: Council) -> User:
    return make_user(council, Role.SUPERVISOR, name="Rosa Mas")


@pytest.fixture
def actor(supervisor: User) -> Actor:
    return staff_actor(supervisor)


@pytest.fixture
def visitor(supervisor: User, client: Client) -> Client:
    client.force_login(supervisor)
    return client
