"""Who gets in, and that nobody else writes anything."""

from uuid import uuid4

import pytest
from django.test import Client

from helpdesk.chat.models import Presence
from helpdesk.desk.models import ComposerDraft, Looking
from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from helpdesk.tickets.models import Entry, Ticket
from helpdesk.tickets.rules import Status
from tests.factories import make_council, make_ticket, make_user

POSTS = {
    "reply": {"body": "Hello"},
    "note": {"body": "Secret"},
    "take": {},
    "transfer": {"transfer-to": "1"},
    "wait": {"wait-whom": "citizen"},
    "resolve": {"resolve-outcome": "solved"},
    "reopen": {},
    "resume": {},
    "needs": {"needs-interpreter": "Arabic"},
    "exclude": {"exclude-reason": "test"},
    "include": {},
    "draft": {"kind": "reply", "body": "Hello"},
    "looking": {"writing": "1"},
    "chat/accept": {},
    "chat/end": {},
}


def state(ticket: Ticket) -> tuple[object, ...]:
    ticket.refresh_from_db()
    own = ComposerDraft.objects.count(), Looking.objects.count()
    return ticket.status, ticket.assignee_id, ticket.last_seq, ticket.outcome, Entry.objects.count(), Ticket.objects.count(), own


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMINISTRATOR])
@pytest.mark.parametrize("action", POSTS)
def test_a_role_without_tickets_writes_nothing(action: str, role: Role, council: Council, client: Client) -> None:
    ticket = make_ticket(council)
    before = state(ticket)
    client.force_login(make_user(council, role))
    response = client.post(f"/en/desk/tickets/{ticket.reference}/{action}/", POSTS[action] | {"client_id": str(uuid4())})
    assert response.status_code == 403
    assert state(ticket) == before


@pytest.mark.parametrize("action", POSTS)
def test_an_agent_of_another_council_finds_nothing(action: str, council: Council, client: Client) -> None:
    ticket = make_ticket(council)
    before = state(ticket)
    client.force_login(make_user(make_council("second", host="second.example", prefix="SE"), Role.AGENT))
    response = client.post(f"/en/desk/tickets/{ticket.reference}/{action}/", POSTS[action] | {"client_id": str(uuid4())})
    assert response.status_code == 404
    assert state(ticket) == before


@pytest.mark.parametrize("address", ["log", "presence"])
def test_an_officer_can_neither_log_nor_be_present(address: str, council: Council, client: Client) -> None:
    client.force_login(make_user(council, Role.OFFICER))
    response = client.post(
        f"/en/desk/{address}/", {"subject": "x", "available": "1", "channel": "phone", "language": "ca", "outcome": "solved"}
    )
    assert response.status_code == 403
    assert (Ticket.objects.count(), Presence.objects.count()) == (0, 0)


@pytest.mark.parametrize("address", ["", "queue/", "log/"])
def test_an_officer_is_sent_to_the_indicators(address: str, council: Council, client: Client) -> None:
    client.force_login(make_user(council, Role.OFFICER))
    response = client.get(f"/en/desk/{address}")
    assert (response.status_code, response.headers["Location"]) == (302, "/en/indicators/")


def test_somebody_without_any_role_is_refused(council: Council, client: Client) -> None:
    client.force_login(make_user())
    assert client.get("/en/desk/").status_code == 403


@pytest.mark.parametrize("address", ["", "queue/", "log/", "tickets/VC-0000-0000-0/"])
def test_a_stranger_is_asked_to_log_in(address: str, council: Council, client: Client) -> None:
    response = client.get(f"/en/desk/{address}")
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/en/accounts/login/?next=/en/desk/")


def test_a_script_whose_session_ended_gets_no_login_page_into_the_queue(council: Council, client: Client) -> None:
    response = client.get("/en/desk/queue/", headers={"HX-Request": "true"})
    assert (response.status_code, response.headers["HX-Reswap"], response.content) == (401, "none", b"")


def test_an_agent_sees_no_ticket_of_another_council(council: Council, desk: Client) -> None:
    other = make_ticket(make_council("second", host="second.example", prefix="SE"))
    assert desk.get(f"/en/desk/tickets/{other.reference}/").status_code == 404
    assert desk.get(f"/en/desk/tickets/{other.reference}/timeline/").status_code == 404
    assert other.status == Status.NEW
