"""The page of the rating: it works without a script, GET writes nothing, and strangers find nothing."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from helpdesk.base import clock
from helpdesk.people.middleware import LINKS_KEY
from helpdesk.people.rules import Purpose, Role
from helpdesk.people.services import issue_link
from helpdesk.tickets.rules import Outcome
from helpdesk.tickets.services import resolve_ticket
from satisfaction.models import Rating
from tests.factories import make_council, make_staff, make_ticket, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return Client(headers={"host": "testserver"})


@pytest.fixture
def council():
    return make_council()


@pytest.fixture
def ticket(council):
    ticket = make_ticket(council)
    return resolve_ticket(ticket_id=ticket.pk, outcome=Outcome.SOLVED, by=make_staff(council))


@pytest.fixture
def url(ticket):
    return f"/en/rate/{ticket.reference}/"


def hold(client, ticket, purpose=Purpose.RATING):
    """Let the browser hold a secret link, as after its exchange."""
    link, _token = issue_link(council_id=ticket.council_id, purpose=purpose, subject_id=ticket.pk, language="en")
    session = client.session
    session[LINKS_KEY] = [*session.get(LINKS_KEY, []), link.pk]
    session.save()
    return link


@pytest.mark.parametrize("purpose", list(Purpose))
def test_the_citizen_rates_and_is_thanked(client, ticket, url, purpose):
    hold(client, ticket, purpose)
    page = client.get(url).content.decode()
    assert page.count('name="score"') == 5
    assert 'action="' + url in page
    answer = client.post(url, {"score": "4", "comment": "Kind"})
    assert (answer.status_code, answer.headers["Location"]) == (302, url)
    thanks = client.get(url).content.decode()
    assert "Thank you for your answer" in thanks
    assert "Good" in thanks
    assert 'type="radio"' not in thanks
    rating = Rating.objects.get()
    assert (rating.score, rating.comment) == (4, "Kind")


def test_looking_writes_nothing(client, ticket, url):
    hold(client, ticket)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
        assert client.get(url + "?change=1").status_code == 200
        assert client.head(url).status_code == 200
    writes = [query["sql"] for query in queries if query["sql"].lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))]
    assert writes == []


def test_the_answer_can_be_changed_on_the_page_for_a_day(client, ticket, url):
    hold(client, ticket)
    client.post(url, {"score": "1"})
    assert "Change my answer" in client.get(url).content.decode()
    assert re.search(r'<input[^>]*value="1"[^>]*checked', client.get(url + "?change=1").content.decode())
    client.post(url, {"score": "5"})
    assert Rating.objects.get().score == 5
    with clock.at(clock.now() + timedelta(hours=25)):
        page = client.get(url + "?change=1").content.decode()
        assert "can no longer be changed" in page
        assert 'type="radio"' not in page
        assert client.post(url, {"score": "2"}).status_code == 410
    assert Rating.objects.get().score == 5


def test_an_answer_without_a_score_is_asked_again_with_what_was_typed(client, ticket, url):
    hold(client, ticket)
    answer = client.post(url, {"comment": "Only words"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose one of the five answers." in page
    assert "Only words" in page
    assert Rating.objects.count() == 0


@pytest.mark.parametrize("method", ["get", "post"])
def test_strangers_find_nothing(client, council, ticket, url, method):
    send = getattr(client, method)
    assert send(url, {"score": "5"}).status_code == 404
    hold(client, make_ticket(council))
    assert send(url, {"score": "5"}).status_code == 404
    assert Rating.objects.count() == 0


def test_on_the_host_of_another_council_nothing_is_found(client, ticket, url):
    make_council("second", host="second.localhost", prefix="SE")
    hold(client, ticket)
    assert client.get(url, headers={"host": "second.localhost"}).status_code == 404
    assert client.post(url, {"score": "5"}, headers={"host": "second.localhost"}).status_code == 404


def test_staff_do_not_rate(client, council, ticket, url):
    client.force_login(make_user(council, Role.AGENT, Role.SUPERVISOR, Role.OFFICER, Role.ADMINISTRATOR))
    assert client.post(url, {"score": "5"}).status_code == 404
    assert Rating.objects.count() == 0


def test_an_expired_link_opens_nothing(client, ticket, url):
    link = hold(client, ticket)
    link.expires_at = clock.now()
    link.save()
    assert client.get(url).status_code == 404


def test_a_comment_is_shown_as_text(client, ticket, url):
    hold(client, ticket)
    client.post(url, {"score": "3", "comment": "<script>alert(1)</script>"})
    page = client.get(url).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("language", ["ca", "es", "eu", "gl", "en"])
def test_the_page_speaks_the_language_of_its_address(client, ticket, language):
    hold(client, ticket)
    page = client.get(f"/{language}/rate/{ticket.reference}/").content.decode()
    assert f'<html lang="{language}"' in page
