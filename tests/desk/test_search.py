"""Search and the command palette: what was found is marked and escaped; what was typed is kept."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from helpdesk.people.models import Council, User
from helpdesk.people.selectors import staff_actor
from helpdesk.tickets.services import write_note
from tests.factories import make_council, make_ticket

SCRIPT = "<script>alert(1)</script>"


def test_results_say_how_many_and_where(council: Council, agent: User, desk: Client) -> None:
    ticket = make_ticket(council, subject="Rebut", body="El certificat ha caducat", name="Rosa")
    write_note(ticket_id=ticket.pk, body="Certificat nou i certificat vell", client_id=uuid4(), by=staff_actor(agent))
    page = desk.get("/en/desk/?view=all&q=certificát").content.decode()
    assert "1 ticket, newest first" in page
    assert "<mark>Certificat</mark> nou i <mark>certificat</mark> vell" in page
    assert "Internal note:" in page


def test_what_people_wrote_is_escaped_around_the_marks(council: Council, desk: Client) -> None:
    make_ticket(council, subject=f"{SCRIPT} padró", body=f"{SCRIPT} padró", name=f"{SCRIPT} padró")
    for address in ("/en/desk/?view=all&q=padro", "/en/desk/palette/?q=padro", f"/en/desk/?view=all&q={SCRIPT}"):
        page = desk.get(address).content.decode()
        assert SCRIPT not in page
        assert "&lt;script&gt;" in page
    assert "<mark>padró</mark>" in desk.get("/en/desk/?view=all&q=padro").content.decode()


def test_nothing_found_says_what_to_try(desk: Client) -> None:
    assert b"Try fewer words" in desk.get("/en/desk/?view=all&q=enlloc").content


@pytest.mark.parametrize("asked", ['"', "AND", "NEAR(a b)", "*", "%00", "%F0%9F%99%82", "x" * 3000])
@pytest.mark.parametrize("address", ["/en/desk/?view=all&q=", "/en/desk/queue/?view=all&q=", "/en/desk/palette/?q="])
def test_nothing_typed_is_an_error(address: str, asked: str, desk: Client) -> None:
    assert desk.get(f"{address}{asked}").status_code == 200


def test_thirty_results_cost_as_many_queries_as_one(council: Council, desk: Client) -> None:
    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(address).status_code == 200
        return len(queries)

    addresses = ("/en/desk/?view=all&q=autofirma", "/en/desk/palette/?q=autofirma")
    make_ticket(council)
    [desk.get(address) for address in addresses]
    one = [cost(address) for address in addresses]
    for _number in range(29):
        make_ticket(council)
    assert [cost(address) for address in addresses] == one


def test_the_palette_finds_tickets_views_and_pages(council: Council, desk: Client) -> None:
    ticket = make_ticket(council, subject="Unassigned things")
    page = desk.get("/en/desk/palette/?q=unassigned", headers={"HX-Request": "true"}).content.decode()
    assert f"/en/desk/tickets/{ticket.reference}/" in page
    assert "?view=unassigned" in page
    assert "Preferences" not in page


def test_the_palette_is_a_list_for_the_script_and_a_page_without_it(desk: Client) -> None:
    page = desk.get("/en/desk/palette/").content
    options = desk.get("/en/desk/palette/", headers={"HX-Request": "true"}).content
    assert (b"<html" in page, b"<html" in options) == (True, False)
    assert b'role="option"' in options


def test_the_palette_never_shows_another_councils_ticket(desk: Client) -> None:
    other = make_ticket(make_council("second", host="second.example", prefix="SE"), subject="Canary")
    for asked in ("canary", other.reference):
        assert other.reference.encode() not in desk.get(f"/en/desk/palette/?q={asked}").content.replace(asked.encode(), b"")
