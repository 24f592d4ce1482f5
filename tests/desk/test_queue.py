"""The queue shows what one may see, narrowed as asked, with a fixed number of queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from helpdesk.base import clock
from helpdesk.desk import rows
from helpdesk.desk.views import queue as views
from helpdesk.people.models import Council, User
from helpdesk.people.rules import Role
from helpdesk.people.selectors import staff_actor
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Channel, Motive, Outcome, Preference, Requester, WaitingParty
from helpdesk.tickets.selectors import queue
from helpdesk.tickets.services import post_message, resolve_ticket, take_ticket, wait_ticket
from tests.factories import citizen_with, make_council, make_procedure, make_ticket, make_user


def found(desk: Client, query: str) -> list[str]:
    return [row.ticket.subject for row in desk.get(f"/en/desk/?{query}").context["rows"]]


@pytest.fixture
def tickets(council: Council, agent: User) -> dict[str, Ticket]:
    """One ticket per view."""
    by = staff_actor(agent)
    rows = {name: make_ticket(council, subject=name) for name in ("free", "mine", "waiting", "done")}
    take_ticket(ticket_id=rows["mine"].pk, by=by)
    wait_ticket(ticket_id=rows["waiting"].pk, for_citizen=True, by=by)
    resolve_ticket(ticket_id=rows["done"].pk, outcome=Outcome.SOLVED, by=by)
    return rows


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        ("mine", {"mine"}),
        ("unassigned", {"free", "waiting"}),
        ("open", {"free", "mine"}),
        ("waiting", {"waiting"}),
        ("done", {"done"}),
        ("all", {"free", "mine", "waiting", "done"}),
        ("nonsense", {"free", "mine"}),
    ],
)
def test_a_view_holds_its_tickets(view: str, expected: set[str], tickets: dict[str, Ticket], desk: Client) -> None:
    assert set(found(desk, f"view={view}")) == expected


def test_filters_narrow(council: Council, desk: Client) -> None:
    procedure = make_procedure(council)
    make_ticket(council, subject="by phone", channel=Channel.PHONE, motive=Motive.PAYMENT, name="Pere Soler", procedure=procedure)
    other = make_ticket(council, subject="by web", name="Ainhoa")
    assert found(desk, "channel=phone") == ["by phone"]
    assert found(desk, "motive=payment") == ["by phone"]
    assert found(desk, f"procedure={procedure.pk}") == ["by phone"]
    assert found(desk, "status=new&channel=web") == ["by web"]
    assert found(desk, "q=soler") == ["by phone"]
    assert found(desk, f"q={other.reference.lower()}") == ["by web"]
    assert found(desk, "q=nothing+like+it") == []


def test_needs_people_teams_and_days_narrow(council: Council, agent: User, desk: Client) -> None:
    with clock.at(clock.now() - timedelta(days=10)):
        old = make_ticket(
            council, subject="old", interpreter="Àrab", preference=Preference.SIGN, requester=Requester.COMPANY, language="es"
        )
    new = make_ticket(council, subject="new")
    team, other = council.teams.create(name="Signatures"), council.teams.create(name="Padró")
    team.members.add(agent)
    wait_ticket(ticket_id=old.pk, for_citizen=False, party=WaitingParty.TECHNICIANS, by=staff_actor(agent))
    Ticket.objects.filter(pk=new.pk).update(team=team)
    day = (clock.now() - timedelta(days=5)).date().isoformat()
    for query in ("needs=interpreter", "needs=sign", "requester=company", "language=es", "waiting_party=technicians", f"created_to={day}"):
        assert found(desk, f"view=all&{query}") == ["old"], query
    for query in (f"team={team.pk}", "team=mine", f"created_from={day}"):
        assert found(desk, f"view=all&{query}") == ["new"], query
    assert found(desk, f"view=all&team={other.pk}") == []


def test_lists_and_counts_end_at_a_thousand(council: Council, desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (queue, rows, views):
        monkeypatch.setattr(module, "CAP", 2)
    for number in range(4):
        make_ticket(council, subject=f"Padró {number}")
    page = desk.get("/en/desk/?view=open")
    assert (len(page.context["rows"]), page.context["is_capped"], page.context["tabs"][2]["count"]) == (2, True, "2+")
    assert b"More than 1,000 tickets" in desk.get("/en/desk/?view=all&q=padro").content


def test_what_is_done_shows_the_latest_first(council: Council, agent: User, desk: Client) -> None:
    tickets = [make_ticket(council, subject=f"{number}") for number in range(3)]
    for ticket in reversed(tickets):
        resolve_ticket(ticket_id=ticket.pk, outcome=Outcome.SOLVED, by=staff_actor(agent))
    assert found(desk, "view=done") == ["0", "1", "2"]


def test_the_assignee_narrows(tickets: dict[str, Ticket], agent: User, desk: Client) -> None:
    assert found(desk, f"view=open&assignee={agent.pk}") == ["mine"]


def test_a_council_can_be_chosen_by_who_works_for_two(council: Council, client: Client) -> None:
    second = make_council("second", host="second.example", prefix="SE")
    user = make_user(council, Role.AGENT)
    user.memberships.create(council=second, role=Role.AGENT)
    make_ticket(council, subject="one")
    make_ticket(second, subject="two")
    client.force_login(user)
    assert sorted(found(client, "")) == ["one", "two"]
    assert found(client, f"council={second.pk}") == ["two"]


def test_a_council_without_a_role_cannot_be_chosen(council: Council, desk: Client) -> None:
    second = make_council("second", host="second.example", prefix="SE")
    make_ticket(second, subject="two")
    assert found(desk, f"council={second.pk}") == []


def test_the_next_reply_comes_first_and_late_ones_are_marked(council: Council, desk: Client) -> None:
    with clock.at(clock.now() - timedelta(days=3)):
        make_ticket(council, subject="late")
    make_ticket(council, subject="new")
    rows = desk.get("/en/desk/").context["rows"]
    assert [(row.ticket.subject, row.due.kind) for row in rows] == [("late", "late"), ("new", "ok")]


def test_a_row_is_unread_while_the_citizen_spoke_last(council: Council, agent: User, desk: Client) -> None:
    ticket = make_ticket(council)

    def unread() -> bool:
        return bool(desk.get("/en/desk/").context["rows"][0].is_unread)

    assert unread()
    post_message(
        ticket_id=ticket.pk, body="Try again", client_id=ticket.entries.get(seq=1).client_id.__class__(int=1), by=staff_actor(agent)
    )
    assert not unread()
    post_message(
        ticket_id=ticket.pk, body="It works", client_id=ticket.entries.get(seq=1).client_id.__class__(int=2), by=citizen_with(ticket)
    )
    assert unread()


@pytest.mark.parametrize("address", ["/en/desk/?view=all", "/en/desk/queue/?view=all"])
def test_thirty_rows_cost_as_many_queries_as_one(address: str, council: Council, agent: User, desk: Client) -> None:
    procedure = make_procedure(council)
    by = staff_actor(agent)

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert desk.get(address).status_code == 200
        return len(queries)

    take_ticket(ticket_id=make_ticket(council, procedure=procedure).pk, by=by)
    desk.get(address)
    one = cost()
    for _number in range(29):
        take_ticket(ticket_id=make_ticket(council, procedure=procedure).pk, by=by)
    assert cost() == one


def test_a_page_has_twenty_five_rows(council: Council, desk: Client) -> None:
    for _number in range(26):
        make_ticket(council)
    assert len(found(desk, "")) == 25
    assert len(found(desk, "page=2")) == 1


def test_the_fragment_brings_rows_and_tells_that_the_agent_is_there(council: Council, agent: User, desk: Client) -> None:
    make_ticket(council, subject="fresh")
    desk.post("/en/desk/presence/", {"available": "1"})
    before = agent.presence.last_seen_at
    response = desk.get("/en/desk/queue/", headers={"HX-Request": "true"})
    agent.presence.refresh_from_db()
    assert b"fresh" in response.content
    assert b"<html" not in response.content
    assert agent.presence.last_seen_at > before
