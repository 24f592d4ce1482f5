"""The officer's pages, and who may open them."""

import pytest
from django.test import Client

from helpdesk.base import clock
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, User
from helpdesk.people.rules import Role
from tests.factories import make_council, make_user
from tests.transparency.months import AFTER_OCTOBER, OCTOBER, town_month
from transparency import services
from transparency.models import Draft, Publication

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


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR, Role.ADMINISTRATOR])
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


def test_the_way_from_measuring_to_publishing(inside: Client, council: Council) -> None:
    town_month(council)
    with clock.at(AFTER_OCTOBER):
        assert b"has not been measured" in inside.get(MONTH).content
        assert inside.post(f"{MONTH}measure/").status_code == 302
        assert b"330" in inside.get(MONTH).content
        assert inside.post(f"{MONTH}commentary/", {"ca": "Un mes tranquil.", "en": "A quiet month."}).status_code == 302
        assert b"A quiet month." in inside.get(MONTH).content
        assert b"3 languages" in inside.get(f"{MONTH}publish/").content
        assert inside.post(f"{MONTH}publish/").status_code == 422
        assert not Publication.objects.exists()
        assert inside.post(f"{MONTH}publish/", {"confirm": "on"}).status_code == 302
        assert Publication.objects.get().revision == 1
        again = inside.post(f"{MONTH}publish/", {"confirm": "on"}, follow=True)
        assert b"already published" in again.content
        page = inside.get(MONTH).content.decode()
        assert "A published month does not change." in page
        assert "<textarea" not in page


def test_a_running_month_offers_no_publication(inside: Client, council: Council, officer: Actor) -> None:
    with clock.at(AFTER_OCTOBER):
        services.make_draft(council=council, month=OCTOBER.following, by=officer)
        page = inside.get(f"{HOME}vallclara/2026-11/").content.decode()
        assert "provisional" in page
        assert "/publish/" not in page
        refused = inside.post(f"{HOME}vallclara/2026-11/publish/", {"confirm": "on"}, follow=True)
        assert b"not over yet" in refused.content


def test_a_commentary_that_is_too_long_comes_back(inside: Client, council: Council, officer: Actor) -> None:
    with clock.at(AFTER_OCTOBER):
        services.make_draft(council=council, month=OCTOBER, by=officer)
        response = inside.post(f"{MONTH}commentary/", {"ca": "x" * 4001})
    assert response.status_code == 422
    assert b"x" * 4001 in response.content


def test_the_months_take_the_same_queries_with_one_draft_and_with_six(
    inside: Client, council: Council, officer: Actor, django_assert_max_num_queries
) -> None:
    with clock.at(AFTER_OCTOBER):
        month = OCTOBER
        counts = []
        for _number in range(6):
            services.make_draft(council=council, month=month, by=officer)
            month = month.previous
            with django_assert_max_num_queries(20) as found:
                inside.get(HOME)
            counts.append(len(found))
    assert len(set(counts[1:])) == 1


def test_a_month_that_is_none_is_not_found(inside: Client) -> None:
    assert inside.get(f"{HOME}vallclara/2026-13/").status_code == 404
