"""Results: right numbers, nobody named, flat costs, and nothing for who may not see them."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from helpdesk.base import clock
from helpdesk.base.errors import NotFound
from helpdesk.people.models import Team
from helpdesk.people.rules import Role
from helpdesk.tickets.rules import Channel, Exclusion
from helpdesk.tickets.services import exclude_ticket
from satisfaction.rules import Kind, Solved
from satisfaction.selectors import invitations_of, ratings_of, results_of
from satisfaction.services import Extras, Wording, add_office, rate, rate_office, save_question
from tests.factories import citizen_of, citizen_with, make_procedure, make_staff, make_user
from tests.satisfaction.asking import resolved

pytestmark = pytest.mark.django_db
URL = "/en/rate/results/"


@pytest.fixture
def officer(council):
    return make_staff(council, Role.OFFICER)


def login(council, *roles, **fields):
    client = Client()
    client.force_login(make_user(council, *roles, **fields))
    return client


def filled(council, agent, supervisor):
    """Seven answers: six of tickets in two channels and two months, one at an office."""
    procedure = make_procedure(council)
    team = Team.objects.create(council=council, name="Taxes")
    office = add_office(council_id=council.pk, name="Ground floor", team_id=team.pk, by=supervisor)
    question = save_question(council_id=council.pk, slot=1, wording=Wording(Kind.YES_NO, {"ca": "Hi tornareu?"}), by=supervisor)
    # The last minute of May and the first of June where the council is.
    for at, given in ((datetime(2026, 5, 31, 21, 59, tzinfo=UTC), [5, 4]), (datetime(2026, 5, 31, 22, 1, tzinfo=UTC), [1, 5, 5])):
        with clock.at(at):
            for score in given:
                ticket = resolved(council, agent, name="Rosa Mas", procedure=procedure if score == 5 else None)
                extras = Extras(solved=Solved.YES if score > 3 else Solved.NO, ease=score, own={question.pk: int(score > 3)})
                rate(ticket_id=ticket.pk, score=score, comment=f"=Em dic Rosa {score}", extras=extras, by=citizen_with(ticket))
            phone = resolved(council, agent, channel=Channel.PHONE)
    rate(ticket_id=phone.pk, score=3, comment="", by=citizen_with(phone))
    excluded = resolved(council, agent)
    rate(ticket_id=excluded.pk, score=1, comment="SPAM", by=citizen_with(excluded))
    exclude_ticket(ticket_id=excluded.pk, reason=Exclusion.UNWANTED, by=agent)
    rate_office(code=office.code, council=council, score=2, comment="Cua", by=citizen_of(council))
    return question


def counted(council, actor):
    return results_of(council, ratings_of(council, actor), invitations_of(council, actor))


def test_the_numbers_are_right(council, agent, supervisor, officer):
    filled(council, agent, supervisor)
    found = counted(council, officer)
    assert (found.total.distribution, found.total.invited, found.total.asked_answers) == ((1, 1, 1, 1, 3), 7, 6)
    assert (round(found.total.mean, 2), round(found.total.good), round(found.total.response)) == (3.57, 57, 86)
    assert [(line.key, line.invited, line.distribution) for line in found.by["channel"]] == [
        ("phone", 2, (0, 0, 1, 0, 0)),
        ("web", 5, (1, 0, 0, 1, 3)),
        (None, None, (0, 1, 0, 0, 0)),
    ]
    assert [(line.key.month, line.invited, line.answers) for line in found.by["month"] if line.key.year == 2026 and line.key.month < 7] == [
        (5, 3, 2),
        (6, 4, 3),
    ]
    assert [(line.invited, line.answers) for line in found.by["procedure"]] == [(3, 3), (4, 3)]
    assert [(line.key is None, line.answers) for line in found.by["team"]] == [(False, 1), (True, 6)]
    assert [(line.key, line.answers, line.invited) for line in found.by["via"]] == [("office", 1, None), ("page", 6, None)]
    assert (found.solved, found.ease) == ((4, 0, 1), (1, 0, 0, 1, 3))
    assert [(own.question.text, own.counts) for own in found.own] == [("Hi tornareu?", (4, 1))]


def test_another_councils_results_do_not_exist(council, agent, stranger):
    for actor in (stranger, agent, citizen_of(council), make_staff(council, Role.ADMINISTRATOR)):
        for read in (ratings_of, invitations_of):
            with pytest.raises(NotFound):
                read(council, actor)


def test_the_page_shows_results_and_nobody(council, agent, supervisor):
    filled(council, agent, supervisor)
    for role in (Role.OFFICER, Role.SUPERVISOR):
        page = login(council, role).get(URL, {"since": "2026-05-01"}).content.decode()
        for words in ("By channel", "By procedure", "By team", "By month", "May 2026", "Hi tornareu?", "6 comments"):
            assert words in page, words
        assert "=Em dic [name removed] 5" in page
        assert "Rosa" not in page
        assert "SPAM" not in page
        assert "VC-" not in page


NARROWED = [
    ({}, 7),
    ({"channel": "phone"}, 1),
    ({"channel": "office"}, 1),
    ({"score": "5"}, 3),
    ({"solved": "no"}, 1),
    ({"via": "page"}, 6),
    ({"until": "2026-05-31"}, 2),
    ({"since": "2026-06-01", "until": "2026-06-01"}, 3),
    ({"since": "nonsense", "channel": "pigeon", "team": "x", "procedure": "999", "page": "x"}, 7),
]


def test_filters_narrow_and_nonsense_does_not(council, agent, supervisor):
    filled(council, agent, supervisor)
    client = login(council, Role.OFFICER)
    for query, answers in NARROWED:
        text = client.get("/en/rate/results/file.csv", {"since": "2026-05-01", **query}).content.decode()
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
        assert int(rows[1][4]) == answers, query


def test_files_are_safe_for_spreadsheets(council, agent, supervisor):
    filled(council, agent, supervisor)
    response = login(council, Role.OFFICER).get("/en/rate/results/comments.csv", {"since": "2026-05-01"})
    rows = list(csv.reader(io.StringIO(response.content.decode().removeprefix("\ufeff"))))
    assert rows[0] == ["Month", "Channel", "Score", "Answer", "Was it solved?", "Comment"]
    assert ["May 2026", "Web form", "5", "Very good", "Yes", "'=Em dic [name removed] 5"] in rows
    assert response.headers["Content-Disposition"] == 'attachment; filename="comments-vallclara.csv"'
    assert "Rosa" not in response.content.decode()


def test_who_may_not_see_results_sees_none(council, agent, supervisor, elsewhere):
    filled(council, agent, supervisor)
    for path in (URL, f"{URL}file.csv", f"{URL}comments.csv"):
        for roles in ((Role.AGENT,), (Role.ADMINISTRATOR,)):
            assert login(council, *roles).get(path).status_code == 403
        assert Client().get(path).status_code == 302
        answer = login(elsewhere, Role.SUPERVISOR, Role.OFFICER).get(path, {"council": council.slug, "since": "2026-05-01"})
        assert "Em dic" not in answer.content.decode()
        assert "Hi tornareu?" not in answer.content.decode()


def test_the_page_costs_the_same_for_one_and_for_many(council, agent, supervisor):
    client, costs = login(council, Role.SUPERVISOR), []
    client.get(URL)
    for _ in range(2):
        filled(council, agent, supervisor) if not costs else [
            rate(ticket_id=ticket.pk, score=4, comment="Bé", by=citizen_with(ticket))
            for ticket in (resolved(council, agent) for _ in range(8))
        ]
        with CaptureQueriesContext(connection) as queries:
            assert client.get(URL, {"since": (clock.now() - timedelta(days=900)).date().isoformat()}).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]
