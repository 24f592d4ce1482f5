"""Secret links: looking writes nothing, pressing opens, and whatever does not open looks the same."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from helpdesk.base import clock
from helpdesk.people.models import Council, SecretLink
from helpdesk.people.rules import Purpose
from helpdesk.people.services import issue_link
from helpdesk.tickets.models import Ticket
from tests.factories import make_council, make_ticket
from tests.portal.conftest import new_browser


@pytest.fixture
def ticket(council: Council) -> Ticket:
    return make_ticket(council)


def link_to(ticket: Ticket, purpose: Purpose = Purpose.FOLLOW_UP) -> str:
    _link, token = issue_link(council_id=ticket.council_id, purpose=purpose, subject_id=ticket.pk, language="es")
    return f"/s/{token}/"


def test_looking_at_a_link_writes_nothing(visitor: Client, ticket: Ticket) -> None:
    path = link_to(ticket)
    before = SecretLink.objects.values().get()
    response = visitor.get(path)
    assert (response.status_code, SecretLink.objects.values().get(), Session.objects.count()) == (200, before, 0)
    assert visitor.get(f"/en/my/{ticket.reference}/").status_code == 404
    assert [response.headers[name] for name in ("Cache-Control", "X-Robots-Tag", "Referrer-Policy")] == [
        "no-store",
        "noindex, nofollow",
        "origin",
    ]
    assert 'lang="es"' in response.content.decode()
    assert ticket.reference not in response.content.decode()


def test_pressing_opens_the_request_in_the_language_of_the_link(visitor: Client, ticket: Ticket) -> None:
    response = visitor.post(link_to(ticket))
    assert (response.status_code, response.headers["Location"]) == (302, f"/es/my/{ticket.reference}/")
    assert visitor.get(response.headers["Location"]).status_code == 200


def test_a_link_to_rate_opens_the_question_and_not_the_request(visitor: Client, ticket: Ticket) -> None:
    response = visitor.post(link_to(ticket, Purpose.RATING))
    assert response.headers["Location"] == f"/es/rate/{ticket.reference}/"
    assert visitor.get(f"/es/my/{ticket.reference}/").status_code == 404


def test_unknown_expired_and_foreign_links_look_the_same(visitor: Client, ticket: Ticket) -> None:
    make_council("second", host="second.example", prefix="SE")
    foreign = link_to(ticket)
    expired = link_to(ticket)
    SecretLink.objects.filter(pk=SecretLink.objects.latest("pk").pk).update(expires_at=clock.now() - timedelta(seconds=1))
    answers = [visitor.get("/s/unknown/"), visitor.get(expired), visitor.post(expired)]
    assert [answer.status_code for answer in answers] == [404] * 3
    assert answers[0].content == answers[1].content == answers[2].content
    assert "972 00 00 10" in answers[0].content.decode()
    other = new_browser("second.example")
    assert [other.get(foreign).status_code, other.post(foreign).status_code] == [404, 404]
    assert ticket.reference not in other.post(foreign).content.decode()


def test_a_link_of_one_council_is_not_remembered_on_another_host(visitor: Client, ticket: Ticket) -> None:
    make_council("second", host="second.example", prefix="SE")
    visitor.post(link_to(ticket))
    assert visitor.get(f"/en/my/{ticket.reference}/", headers={"host": "second.example"}).status_code == 404


def test_the_list_costs_the_same_with_many_requests(visitor: Client, ticket: Ticket) -> None:
    visitor.post(link_to(ticket))
    with CaptureQueriesContext(connection) as one:
        visitor.get("/en/my/")
    for _number in range(29):
        visitor.post(link_to(make_ticket(ticket.council)))
    with CaptureQueriesContext(connection) as many:
        page = visitor.get("/en/my/").content.decode()
    assert (page.count('class="k-row"'), len(many)) == (30, len(one))
