"""The officer's pages, and who may open them; the way through them is in workflow/test_pages.py."""

import pytest
from django.test import Client

from helpdesk.base import clock
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, User
from helpdesk.people.rules import Role
from tests.factories import make_council, make_user
from tests.transparency.months import AFTER_OCTOBER, OCTOBER
from transparency import services
from transparency.models import Draft

HOME = "/en/indicators/"
MONTH = f"{HOME}vallclara/2026-10/"
ADDRESSES = [
    (HOME, "get"),
    (MONTH, "get"),
    (f"{MONTH}measure/", "post"),
    (f"{MONTH}commentary/", "post"),
    (f"{MONTH}publish/", "get"),
    (f"{MONTH}publish/", "post"),
]


@pytest.fixture
def inside(client: Client, officer: Actor) -> Client:
    client.force_login(User.objects.get(pk=officer.user_id))
    return client


@pytest.mark.parametrize(("address", "method"), ADDRESSES)
def test_strangers_are_sent_to_the_login(client: Client, council: Council, address: str, method: str) -> None:
    response = getattr(client, method)(address)
    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]


@pytest.mark.parametrize("role", [Role.AGENT, Role.ADMINISTRATOR])
@pytest.mark.parametrize(("address", "method"), ADDRESSES)
def test_other_roles_are_refused(client: Client, council: Council, address: str, method: str, role: Role) -> None:
    client.force_login(make_user(council, role))
    assert getattr(client, method)(address).status_code == 403
    assert not Draft.objects.exists()


@pytest.mark.parametrize(("address", "method"), ADDRESSES[1:])
def test_for_the_officer_of_another_council_it_does_not_exist(client: Client, council: Council, address: str, method: str) -> None:
    client.force_login(make_user(make_council("other", host="other.test", prefix="OT"), Role.OFFICER))
    assert getattr(client, method)(address).status_code == 404
    assert not Draft.objects.exists()


def test_a_commentary_that_is_too_long_comes_back(inside: Client, council: Council, officer: Actor) -> None:
    with clock.at(AFTER_OCTOBER):
        services.make_draft(council=council, month=OCTOBER, by=officer)
        response = inside.post(f"{MONTH}commentary/", {"ca": "x" * 4001})
    assert response.status_code == 422
    assert b"x" * 4001 in response.content


def test_a_month_that_is_none_is_not_found(inside: Client) -> None:
    assert inside.get(f"{HOME}vallclara/2026-13/").status_code == 404
