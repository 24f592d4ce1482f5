"""The board's page: for whom it is, narrowed, on a wall screen, and what its tiles say."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from helpdesk.chat.services import set_presence
from helpdesk.desk.selectors.board import board_of
from helpdesk.desk.tiles import span_words, tiles_of, tone_of
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, User
from helpdesk.people.rules import Role
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Status
from tests.desk.board.noon import later, wait_in_chat
from tests.factories import make_council, make_staff, make_ticket, make_user


def test_the_page_is_for_supervisors(council: Council, client: Client) -> None:
    for role, status in ((Role.SUPERVISOR, 200), (Role.AGENT, 403), (Role.OFFICER, 403), (Role.ADMINISTRATOR, 403)):
        client.force_login(make_user(council, role))
        assert client.get("/en/desk/board/").status_code == status, role
    client.logout()
    assert client.get("/en/desk/board/").status_code == 302
    assert client.get("/en/desk/board/", headers={"HX-Request": "true"}).status_code == 401


def test_another_council_does_not_exist(council: Council, visitor: Client) -> None:
    make_council("second", host="second.example", prefix="SE")
    assert visitor.get("/en/desk/board/?council=second").status_code == 404
    assert visitor.get("/en/desk/board/?council=vallclara").status_code == 200


def test_several_councils_are_summed_and_narrowed(council: Council, supervisor: User, visitor: Client) -> None:
    other = make_council("second", host="second.example", prefix="SE")
    supervisor.memberships.create(council=other, role=Role.SUPERVISOR)
    make_ticket(council)
    make_ticket(other)
    everything, one = visitor.get("/en/desk/board/").context, visitor.get("/en/desk/board/?council=second").context
    assert (everything["board"].unassigned, one["board"].unassigned) == (2, 1)
    assert [council.slug for council in everything["councils"]] == ["second", "vallclara"]


def test_a_script_gets_the_middle_only_and_a_wall_screen_its_own_page(council: Council, visitor: Client) -> None:
    part = visitor.get("/en/desk/board/", headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in part, "b-tiles" in part) == (False, True)
    wall = visitor.get("/en/desk/board/?tv=1").content.decode()
    assert ('data-color-scheme="dark"' in wall, "w-rail" in wall, "tv=1" in wall) == (True, False, True)


def test_a_wall_screen_shows_no_names_of_citizens(council: Council, visitor: Client, actor: Actor) -> None:
    ticket = make_ticket(council, name="Montserrat Puigdevall")
    Ticket.objects.filter(pk=ticket.pk).update(status=Status.WAITING_THIRD_PARTY, waiting_until=date(2026, 5, 1))
    assert "Puigdevall" not in visitor.get("/en/desk/board/?tv=1").content.decode()


def test_every_tile_says_its_state_in_a_word(council: Council, visitor: Client) -> None:
    text = visitor.get("/en/desk/board/").content.decode()
    assert text.count("b-sign") == 6
    assert "In order" in text


@pytest.mark.parametrize(("value", "tone"), [(0, "ok"), (9, "ok"), (10, "soon"), (24, "soon"), (25, "late"), (900, "late")])
def test_a_tone_follows_its_thresholds(value: int, tone: str) -> None:
    assert tone_of(value, 10, 25) == tone


@pytest.mark.parametrize(("seconds", "words"), [(0, "less than 1 min"), (61, "1 min"), (3600, "1 h"), (4860, "1 h 21 min")])
def test_a_span_is_short(seconds: int, words: str) -> None:
    assert span_words(seconds) == words


def test_a_long_wait_is_late(council: Council, actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    set_presence(available=True, by=make_staff(council))
    wait_in_chat(council)
    tones: list[str] = []
    for minutes in (1, 3, 6):
        later(monkeypatch, minutes=minutes)
        tones.append(tiles_of(board_of(actor, [council]))[0].tone)
    assert tones == ["ok", "soon", "late"]


def filled(council: Council, number: int) -> None:
    for index in range(number):
        user = make_user(council, Role.AGENT, name=f"Person {index}")
        ticket = make_ticket(council)
        past = {"status": Status.WAITING_THIRD_PARTY, "waiting_until": date(2026, 5, 1)} if index % 2 else {"status": Status.OPEN}
        Ticket.objects.filter(pk=ticket.pk).update(assignee=user, **past)


def test_queries_do_not_grow(council: Council, visitor: Client) -> None:
    counts: list[int] = []
    for number in (2, 30):
        filled(council, number)
        visitor.get("/en/desk/board/")
        with CaptureQueriesContext(connection) as queries:
            assert visitor.get("/en/desk/board/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_rail_offers_the_board_to_supervisors(council: Council, visitor: Client, agent: User, client: Client) -> None:
    assert "/en/desk/board/" in visitor.get("/en/desk/").content.decode()
    client.force_login(agent)
    assert "/en/desk/board/" not in client.get("/en/desk/").content.decode()
