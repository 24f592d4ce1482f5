"""A council with somebody of each role, and a second one with a supervisor of its own."""

import pytest

from helpdesk.people.rules import Role
from satisfaction import limits
from tests.factories import make_council, make_staff


@pytest.fixture
def council():
    return make_council()


@pytest.fixture
def agent(council):
    return make_staff(council)


@pytest.fixture
def supervisor(council):
    return make_staff(council, Role.SUPERVISOR)


@pytest.fixture
def elsewhere():
    return make_council("second", host="second.localhost", prefix="SE")


@pytest.fixture
def stranger(elsewhere):
    return make_staff(elsewhere, Role.AGENT, Role.SUPERVISOR, Role.OFFICER, Role.ADMINISTRATOR)


@pytest.fixture(autouse=True)
def nobody_answered_today():
    limits.answers.forget()
