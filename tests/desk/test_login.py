"""The staff's door: by e-mail, and silent about who has an account."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from helpdesk.people.models import Council, User
from tests.factories import PASSWORD

LOGIN = "/en/accounts/login/"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def shape(text: str, email: str) -> str:
    """The page without what differs anyway."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text).replace(email, "EMAIL")


def test_a_right_password_opens_the_desk(council: Council, agent: User, client: Client) -> None:
    response = client.post(LOGIN, {"login": agent.email, "password": PASSWORD})
    assert (response.status_code, response.headers["Location"]) == (302, "/en/desk/")
    assert client.get("/en/desk/").status_code == 200


def test_a_wrong_password_says_the_same_for_known_and_unknown(council: Council, agent: User, client: Client) -> None:
    pages = []
    for email in (agent.email, "nobody@example.org"):
        response = client.post(LOGIN, {"login": email, "password": "wrong wrong wrong"})
        pages.append((response.status_code, shape(response.content.decode(), email)))
    assert pages[0] == pages[1]
    assert "k-err" in pages[0][1]


def test_a_forgotten_password_says_the_same_for_known_and_unknown(council: Council, agent: User, client: Client) -> None:
    pages = []
    for email in (agent.email, "nobody@example.org"):
        response = client.post("/en/accounts/password/reset/", {"email": email}, follow=True)
        pages.append((response.redirect_chain, shape(response.content.decode(), email)))
    assert pages[0] == pages[1]


def test_the_link_of_a_forgotten_password_lets_a_new_one_be_chosen(council: Council, agent: User, client: Client) -> None:
    client.post("/en/accounts/password/reset/", {"email": agent.email})
    (message,) = mail.outbox
    link = re.search(r"https?://\S+", str(message.body))
    assert link is not None
    page = client.get(link.group(), follow=True)
    new = "four unrelated words please"
    client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    agent.refresh_from_db()
    assert agent.check_password(new)


@pytest.mark.parametrize(
    "address", ["login/", "password/reset/", "password/reset/done/", "inactive/", "signup/", "password/reset/key/x-y/"]
)
def test_a_page_of_the_door_is_one_of_ours(address: str, council: Council, client: Client) -> None:
    response = client.get(f"/en/accounts/{address}")
    assert response.status_code == 200
    assert "k-h1" in response.content.decode()


@pytest.mark.parametrize("address", ["logout/", "password/change/", "reauthenticate/"])
def test_a_page_behind_the_door_is_one_of_ours(address: str, desk: Client) -> None:
    response = desk.get(f"/en/accounts/{address}")
    assert response.status_code == 200
    assert "k-h1" in response.content.decode()


def test_nobody_registers(council: Council, client: Client) -> None:
    client.post("/en/accounts/signup/", {"email": "new@example.org", "password1": PASSWORD})
    assert User.objects.count() == 0


def test_logging_out_asks_first(desk: Client) -> None:
    desk.get("/en/accounts/logout/")
    assert desk.get("/en/desk/").status_code == 200
    desk.post("/en/accounts/logout/")
    assert desk.get("/en/desk/").status_code == 302
