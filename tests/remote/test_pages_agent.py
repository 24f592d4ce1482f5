"""The agent's pages, as browsers ask for them."""

from django.test import Client
from django.urls import reverse
from django.utils import translation

from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.tickets.models import Ticket
from remote.models import RemoteSession
from remote.rules import Scope, State
from remote.services import revoke
from tests.factories import enable_remote
from tests.remote.browsing import read, url
from tests.remote.conftest import REASON, Line
from tests.remote.test_services import BOTH, LINK


def test_the_card_on_the_ticket_proposes_and_refuses_in_words(desk: Client, ticket: Ticket, council: Council) -> None:
    with translation.override("en"):
        page = read(desk, reverse("desk:ticket", args=[ticket.reference]))
    assert "Propose a session" in page
    address = url("propose", ticket.reference)
    response = desk.post(address, {"reason": "", "scope": "view", "minutes": "30", "provider": "fake"})
    assert response.status_code == 422
    assert "Say what the session is for" in response.content.decode()
    response = desk.post(address, {"reason": REASON, "scope": "view+control", "minutes": "20", "provider": "fake"})
    assert response.status_code == 302
    session = RemoteSession.objects.get()
    assert (session.scope_asked, session.minutes) == ("view+control", 20)
    response = desk.post(address, {"reason": "Once more", "scope": "view", "minutes": "20", "provider": "fake"})
    assert response.status_code == 422
    assert "There is already a session" in response.content.decode()


def test_the_agent_looks_at_the_picture_until_it_ends(line: Line, desk: Client, citizen: Actor) -> None:
    session = line.agreed()
    viewer, screen = url("viewer", session.public_id), url("screen", session.public_id)
    assert "Nothing is shown until you begin" in read(desk, viewer)
    read(desk, screen, 410)
    assert desk.post(url("start", session.public_id))["Location"] == viewer
    assert 'width="1280"' in read(desk, viewer)
    response = desk.get(screen)
    assert (response.status_code, response["Content-Type"]) == (200, "image/svg+xml")
    line.do(revoke, session, citizen)
    read(desk, screen, 410)
    assert desk.get(viewer).status_code == 302


def test_the_agent_of_a_program_that_is_not_ours_says_when(line: Line, desk: Client, council: Council) -> None:
    enable_remote(council, "link", **LINK)
    session = line.agreed(provider="link")
    page = read(desk, url("viewer", session.public_id))
    assert "This program is not ours" in page
    assert "The citizen agreed that you look, and to nothing else." in page
    desk.post(url("start", session.public_id))
    with line.commits(execute=True):
        desk.post(url("end", session.public_id))
    assert "The program is closed" in read(desk, url("desk_card", line.ticket.reference))
    desk.post(url("attest", session.public_id))
    session.refresh_from_db()
    assert (session.state, session.closed_attested_by) == (State.ENDED, "staff")


def test_an_agent_who_was_logged_out_is_sent_to_the_login(line: Line) -> None:
    session = line.agreed()
    assert "/accounts/login/" in Client().get(url("viewer", session.public_id))["Location"]
    assert Client().get(url("desk_card", line.ticket.reference), headers={"x-requested-with": "fetch"}).status_code == 401


def test_the_scope_that_a_card_shows_is_the_one_that_was_agreed_to(line: Line, desk: Client) -> None:
    session = line.offer(scope=BOTH)
    line.agree(session)
    session.refresh_from_db()
    assert session.scope == Scope.VIEW
    assert "Only look" in read(desk, url("desk_card", line.ticket.reference))
