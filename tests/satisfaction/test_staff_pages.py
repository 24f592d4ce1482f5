"""Pages of agents, supervisors and visitors: what they do, and what they say when it cannot be done."""

import pytest
from django.test import Client

from helpdesk.chat.models import Chat
from helpdesk.chat.services import end_chat
from helpdesk.people.rules import Role
from helpdesk.tickets.rules import Channel
from helpdesk.tickets.services import take_ticket
from satisfaction import limits
from satisfaction.models import Invitation, OfficeCode, OptOut, Question, Rating, Review, SurveySettings
from satisfaction.rules import Via
from satisfaction.services import add_office, key_rating, rate, stop_token
from tests.factories import citizen_with, make_ticket, make_user
from tests.satisfaction.asking import resolved
from tests.satisfaction.test_page import hold

pytestmark = pytest.mark.django_db


def login(council, *roles):
    client = Client()
    client.force_login(make_user(council, *roles))
    return client


def test_an_agent_reads_the_question_out_in_the_citizens_language(council, agent):
    ticket = resolved(council, agent, channel=Channel.PHONE, language="es")
    client = login(council, Role.AGENT)
    page = client.get(f"/en/desk/tickets/{ticket.reference}/").content.decode()
    url = f"/en/rate/phone/{ticket.reference}/"
    assert f'action="{url}"' in page
    assert "¿Cómo le hemos ayudado?" in client.get(url).content.decode()
    empty = client.post(url, {})
    assert (empty.status_code, "Choose one of the five answers." in empty.content.decode()) == (422, True)
    assert client.post(url, {"score": "4", "solved": "yes"}).status_code == 302
    assert Rating.objects.get().via == Via.PHONE
    page = client.get(f"/en/desk/tickets/{ticket.reference}/").content.decode()
    assert "by phone" in page
    assert client.get(url).status_code == 404
    assert login(council, Role.OFFICER).get(url).status_code == 403


def test_the_chat_asks_where_it_ends(council, agent):
    ticket = make_ticket(council, channel=Channel.CHAT)
    Chat.objects.create(council=council, ticket=ticket, state="active", accepted_at=ticket.created_at, accepted_by_id=agent.user_id)
    take_ticket(ticket_id=ticket.pk, by=agent)
    client = Client(headers={"host": "testserver"})
    hold(client, ticket, "follow_up")
    assert "/rate/" not in client.get(f"/en/my/{ticket.reference}/chat/").content.decode()
    end_chat(ticket_id=ticket.pk, by=agent)
    page = client.get(f"/en/my/{ticket.reference}/chat/").content.decode()
    url = f"/en/rate/{ticket.reference}/?from=chat"
    assert f'action="{url}"' in page
    assert page.count('name="score"') == 5
    assert client.post(url, {"score": "5"}).status_code == 302
    assert (Rating.objects.get().via, Invitation.objects.get().mails) == (Via.CHAT, 0)
    assert "See my answer" in client.get(f"/en/my/{ticket.reference}/chat/").content.decode()


def test_a_supervisor_closes_a_review(council, agent, elsewhere):
    ticket = resolved(council, agent)
    rate(ticket_id=ticket.pk, score=1, comment="Truqueu al 600000013", by=citizen_with(ticket))
    review, client = Review.objects.get(), login(council, Role.SUPERVISOR)
    page = client.get("/en/rate/reviews/").content.decode()
    assert ticket.reference in page
    assert "[telephone number removed]" in page
    url = f"/en/rate/reviews/{review.pk}/"
    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"outcome": "changed"}).status_code == 422
    assert client.post(url, {"outcome": "called_back", "note": "Sorted out"}).status_code == 302
    assert "Sorted out" in client.get(url).content.decode()
    assert "We called the person" in client.get("/en/rate/reviews/?closed=1").content.decode()
    assert client.post(url, {"outcome": "nothing"}).status_code == 302
    assert Review.objects.get().outcome == "called_back"
    assert login(elsewhere, Role.SUPERVISOR).get(url).status_code == 404
    for role in (Role.AGENT, Role.OFFICER, Role.ADMINISTRATOR):
        assert login(council, role).get(url).status_code == 403


def test_each_role_begins_where_its_work_is(council):
    for role, place in ((Role.SUPERVISOR, "/en/rate/reviews/"), (Role.OFFICER, "/en/rate/results/")):
        assert login(council, role).get("/en/rate/").headers["Location"] == place


def test_a_supervisor_sets_what_is_asked(council, elsewhere):
    client, base = login(council, Role.SUPERVISOR), f"/en/rate/settings/{council.slug}/"
    assert client.get("/en/rate/settings/").headers["Location"] == base
    assert client.post(base, {"asks_solved": "on", "review_up_to": "1"}).status_code == 302
    row = SurveySettings.objects.get()
    assert (row.asks_solved, row.asks_ease, row.sends_reminders, row.review_up_to, row.review_not_solved) == (True, False, False, 1, False)
    assert client.post(base, {"review_up_to": "9"}).status_code == 422
    question = f"{base}questions/1/"
    answer = client.post(question, {"kind": "choice", "text_ca": "Com?", "options_ca": "Un"})
    assert (answer.status_code, "Com?" in answer.content.decode()) == (422, True)
    assert client.post(question, {"kind": "choice", "text_ca": "Com?", "options_ca": "Un\nDos"}).status_code == 302
    assert Question.objects.get(is_current=True).options == {"ca": ["Un", "Dos"]}
    assert "Com?" in client.get(base).content.decode()
    assert client.post(question, {"kind": "scale", "remove": "1"}).status_code == 302
    assert not Question.objects.filter(is_current=True).exists()
    assert client.get(f"{base}questions/4/").status_code == 404
    assert login(elsewhere, Role.SUPERVISOR).get(base).status_code == 404
    assert login(council, Role.AGENT).get(base).status_code == 403


def test_a_poster_is_printed_and_renewed(council):
    client, base = login(council, Role.SUPERVISOR), f"/en/rate/settings/{council.slug}/offices/"
    assert client.post(base, {"name": ""}).status_code == 422
    assert client.post(base, {"name": "Ground floor"}).status_code == 302
    office = OfficeCode.objects.get()
    page = client.get(f"{base}{office.pk}/poster/").content.decode()
    assert f"testserver/v/{office.code}" in page
    assert 'class="v-qr__ink" d="M4 4h7v1h-7z' in page
    assert client.post(f"{base}{office.pk}/", {"renew": "1"}).status_code == 302
    assert client.get(f"{base}{office.pk}/poster/").status_code == 404
    assert client.get(f"/v/{office.code}/", follow=True).status_code == 404
    new = OfficeCode.objects.get(retired_at=None)
    assert client.post(f"{base}{new.pk}/", {"end": "1"}).status_code == 302
    assert not OfficeCode.objects.filter(retired_at=None).exists()


@pytest.fixture
def office(council, supervisor):
    return add_office(council_id=council.pk, name="Ground floor", team_id=None, by=supervisor)


def test_a_device_answers_once_a_day_at_an_office(office):
    url, client = f"/en/rate/office/{office.code}/", Client()
    assert client.get(f"/v/{office.code.lower()}/").headers["Location"].endswith(f"/rate/office/{office.code}/")
    assert "Ground floor" in client.get(url).content.decode()
    assert client.post(url, {"comment": "x"}).status_code == 422
    for _ in range(2):
        client.post(url, {"score": "5", "comment": "Bé"})
    assert Rating.objects.count() == 1
    assert "one answer a day" in client.get(url).content.decode()
    assert "VC-" not in client.get(url).content.decode()


def test_an_address_answers_so_often_a_day(office, monkeypatch):
    monkeypatch.setattr(limits, "answers", limits.PerDay(2))
    url = f"/en/rate/office/{office.code}/"
    assert [Client().post(url, {"score": "5"}).status_code for _ in range(3)] == [302, 302, 429]


def test_the_code_of_an_office_opens_nothing_elsewhere(office, elsewhere):
    assert Client(headers={"host": "second.localhost"}).get(f"/en/rate/office/{office.code}/").status_code == 404


def test_one_button_ends_our_questions_and_looking_does_not(council, agent, elsewhere):
    ticket = resolved(council, agent)
    url = f"/en/rate/stop/{stop_token(Invitation.objects.get(ticket=ticket).pk)}/"
    client = Client()
    assert "Do not ask me again" in client.get(url).content.decode()
    assert not OptOut.objects.exists()
    assert client.post(url).status_code == 302
    assert "We will not ask you again" in client.get(url).content.decode()
    assert client.post(url, {"again": "1"}).status_code == 302
    assert not OptOut.objects.exists()
    assert client.get("/en/rate/stop/x/").status_code == 410
    assert Client(headers={"host": "second.localhost"}).post(url).status_code == 410


def test_who_answered_by_phone_reads_so(council, agent):
    ticket = resolved(council, agent, channel=Channel.PHONE)
    key_rating(ticket_id=ticket.pk, score=5, by=agent)
    client = Client(headers={"host": "testserver"})
    hold(client, ticket)
    assert "You gave this answer by phone" in client.get(f"/en/rate/{ticket.reference}/").content.decode()
