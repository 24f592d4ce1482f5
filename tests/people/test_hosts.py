"""The council of a request comes from its host, and an unknown host learns no name."""

import pytest
from django.test import Client

from helpdesk.people.models import CouncilHost
from helpdesk.people.selectors import council_for_host, origins_of
from tests.factories import make_council

pytestmark = pytest.mark.django_db


def test_a_host_names_its_council_whatever_case_or_port() -> None:
    council = make_council()
    second = make_council("second", host="second.example", prefix="SE")
    assert council_for_host("TestServer:8000") == council
    assert council_for_host("second.example") == second


def test_an_unknown_host_gets_421_and_no_name() -> None:
    council = make_council()
    response = Client(headers={"host": "unknown.example"}).get("/")
    assert response.status_code == 421
    assert council.name not in response.content.decode()


def test_one_council_without_hosts_just_works_and_two_do_not() -> None:
    council = make_council()
    CouncilHost.objects.all().delete()
    assert council_for_host("anything.example") == council
    make_council("second", host="second.example", prefix="SE")
    CouncilHost.objects.all().delete()
    assert council_for_host("anything.example") is None


def test_origins_are_those_of_the_council_only() -> None:
    council = make_council()
    make_council("second", host="second.example", prefix="SE")
    assert origins_of(council.pk) == {"http://testserver"}
