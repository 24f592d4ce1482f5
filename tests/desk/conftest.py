"""A council with an agent at the desk, and a browser logged in."""

import pytest
from django.test import Client

from helpdesk.people.models import Council, User
from helpdesk.people.rules import Role
from tests.factories import make_council, make_user


@pytest.fixture
def council(db: None) -> Council:
    return make_council()


@pytest.fixture
def client() -> Client:
    """A browser that names its host, as every browser does."""
    return Client(headers={"host": "testserver"})


@pytest.fixture
def agent(council: Council) -> User:
    return make_user(council, Role.AGENT)


@pytest.fixture
def desk(agent: User, client: Client) -> Client:
    client.force_login(agent)
    return client
