"""Waiting, needs, teams and what does not count, on the page of a ticket; and what the citizen reads of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from helpdesk.base import clock
from helpdesk.chat.services import accept_chat, set_presence, start_chat
from helpdesk.people.models import Council, User
from helpdesk.people.rules import Purpose, Role
from helpdesk.people.selectors import staff_actor
from helpdesk.people.services import issue_link
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import CallbackOrigin, Channel, Preference, Status
from helpdesk.tickets.services import post_message, remind_third_parties, write_note
from tests.factories import citizen_with, make_staff, make_ticket, make_user
from tests.markup import squeeze


@pytest.fixture
def ticket(council: Council) -> Ticket:
    return make_ticket(council)


def url(ticket: Ticket, action: str = "") -> str:
    return f"/en/desk/tickets/{ticket.reference}/{action}"


def page(desk: Client, ticket: Ticket) -> str:
    return squeeze(desk.get(url(ticket)).content.decode())


def test_a_wait_says_for_whom_and_comes_back_when_it_is_over(ticket: Ticket, desk: Client) -> None:
    until = (clock.now() + timedelta(days=2)).date()
    data = {"wait-whom": "third_party", "wait-party": "administration", "wait-for_whom": "AOC", "wait-until": until.isoformat()}
    assert desk.post(url(ticket, "wait/"), data).status_code == 302
    assert "Another administration: AOC" in page(desk, ticket)
    with clock.at(clock.now() + timedelta(days=4)):
        assert remind_third_parties() == 1
        assert "The third party should have answered by now" in page(desk, ticket)
        desk.post(url(ticket, "resume/"))
    ticket.refresh_from_db()
    assert (ticket.status, ticket.waiting_party) == (Status.OPEN, "")


def test_the_citizen_reads_for_whom_in_the_language_of_the_page(ticket: Ticket, desk: Client, council: Council, client: Client) -> None:
    desk.post(url(ticket, "wait/"), {"wait-whom": "third_party", "wait-party": "administration", "wait-for_whom": "AOC"})
    citizen = Client(headers={"host": "testserver"})
    _link, token = issue_link(council_id=council.pk, purpose=Purpose.FOLLOW_UP, subject_id=ticket.pk, language="en")
    citizen.post(f"/s/{token}/")
    text = squeeze(citizen.get(f"/en/my/{ticket.reference}/").content.decode())
    assert text.count("Another administration: AOC") == 2  # at the top, and on the timeline


def test_a_day_in_the_past_is_refused_and_everything_typed_stays(ticket: Ticket, desk: Client) -> None:
    data = {"wait-whom": "third_party", "wait-party": "other", "wait-for_whom": "The bank", "wait-until": "2020-01-01"}
    response = desk.post(url(ticket, "wait/"), data)
    assert response.status_code == 422
    for words in ("Choose today or a later day.", 'value="The bank"', 'value="2020-01-01"'):
        assert words in response.content.decode()


def test_needs_are_noted_and_shown_first(ticket: Ticket, desk: Client) -> None:
    assert "Note a need" in page(desk, ticket)
    data = {
        "needs-interpreter": "Arabic",
        "needs-preference": "written",
        "needs-helper_name": "Karim",
        "needs-helper_contact": "+34972 00 11 22",
    }
    assert desk.post(url(ticket, "needs/"), data).status_code == 302
    text = page(desk, ticket)
    for words in ("Needs an interpreter: Arabic", "Only in writing", "Somebody else writes: Karim", "+34972 00 11 22", "Change the needs"):
        assert words in text
    assert desk.post(url(ticket, "needs/"), {"needs-preference": "telepathy"}).status_code == 422


def test_left_out_of_the_indicators_and_counted_again(ticket: Ticket, desk: Client) -> None:
    desk.post(url(ticket, "exclude/"), {"exclude-reason": "duplicate"})
    assert "Left out of the indicators: A duplicate" in page(desk, ticket)
    desk.post(url(ticket, "include/"))
    ticket.refresh_from_db()
    assert ticket.excluded_reason == ""
    assert desk.post(url(ticket, "exclude/"), {"exclude-reason": "because"}).status_code == 422


def test_a_team_gets_a_ticket_and_nobody_in_particular(ticket: Ticket, council: Council, agent: User, desk: Client) -> None:
    assert "<optgroup" not in page(desk, ticket)
    empty, team = council.teams.create(name="Nobody"), council.teams.create(name="Signatures")
    team.members.add(make_user(council, Role.AGENT, name="Marc Vila"))
    text = page(desk, ticket)
    assert 'label="Teams"' in text
    assert f'value="team-{empty.pk}"' not in text
    assert desk.post(url(ticket, "transfer/"), {"transfer-to": f"team-{team.pk}"}).status_code == 302
    ticket.refresh_from_db()
    assert (ticket.team, ticket.assignee) == (team, None)
    assert "Signatures" in page(desk, ticket)
    desk.post(url(ticket, "take/"))
    ticket.refresh_from_db()
    assert (ticket.team, ticket.assignee) == (team, agent)


def test_a_logged_contact_keeps_needs_and_where_the_call_was_asked_for(council: Council, desk: Client) -> None:
    least = {"channel": "phone", "subject": "Cannot sign", "language": "ca", "requester": "citizen", "outcome": "solved"}
    needs = {"interpreter": "Arabic", "preference": "slowly", "helper_name": "Karim", "helper_contact": "karim@example.org"}
    desk.post("/en/desk/log/", least | needs | {"asked_to_be_called": "on"})
    ticket = Ticket.objects.get()
    assert (ticket.interpreter, ticket.preference, ticket.helper_name, ticket.helper_contact, ticket.callback_origin) == (
        "Arabic",
        Preference.SLOWLY,
        "Karim",
        "karim@example.org",
        CallbackOrigin.VOICE,
    )


def test_only_the_agent_of_a_live_chat_writes_over_the_socket(council: Council, agent: User, desk: Client) -> None:
    """Everybody else sends a form, whose version is checked."""
    set_presence(available=True, by=staff_actor(agent))
    ticket = make_ticket(council, channel=Channel.CHAT)
    start_chat(ticket_id=ticket.pk, by=citizen_with(ticket))
    assert "data-composer" not in page(desk, ticket)
    accept_chat(ticket_id=ticket.pk, by=staff_actor(agent))
    assert "data-composer" in page(desk, ticket)
    colleague = Client(headers={"host": "testserver"})
    colleague.force_login(make_user(council, Role.AGENT, name="Pau Riu"))
    assert "data-composer" not in page(colleague, ticket)


def test_the_page_asks_the_database_as_often_for_thirty_entries_as_for_one(ticket: Ticket, council: Council, desk: Client) -> None:
    def queries(address: str, method: str) -> int:
        getattr(desk, method)(address)
        with CaptureQueriesContext(connection) as found:
            getattr(desk, method)(address)
        return len(found)

    def all_of_them() -> list[int]:
        return [queries(url(ticket), "get"), queries(url(ticket, "looking/"), "post"), queries(url(ticket, "timeline/"), "get")]

    colleague = make_staff(council, name="Arnau Vidal")
    write_note(ticket_id=ticket.pk, body="x", client_id=uuid4(), by=colleague)
    before = all_of_them()
    for number in range(30):
        post_message(ticket_id=ticket.pk, body=f"Message {number}", client_id=uuid4(), by=colleague)
    assert all_of_them() == before
