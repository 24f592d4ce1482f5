"""What an agent does on the page of a ticket."""

from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from helpdesk.chat.services import set_presence, start_chat
from helpdesk.people.models import Council, User
from helpdesk.people.rules import Role
from helpdesk.people.selectors import staff_actor
from helpdesk.tickets.models import Entry, Ticket
from helpdesk.tickets.rules import Channel, EntryKind, Outcome, Status, Visibility
from helpdesk.tickets.services import resolve_ticket
from tests.factories import citizen_with, make_procedure, make_ticket, make_user


@pytest.fixture
def ticket(council: Council) -> Ticket:
    procedure = make_procedure(council)
    return make_ticket(council, procedure=procedure, step=procedure.steps.get())


def url(ticket: Ticket, action: str = "") -> str:
    return f"/en/desk/tickets/{ticket.reference}/{action}"


def last(ticket: Ticket) -> Entry:
    return ticket.entries.order_by("-seq")[0]


def test_the_page_shows_timeline_citizen_and_guidance(ticket: Ticket, desk: Client) -> None:
    text = desk.get(url(ticket)).content.decode()
    for words in ("When I press Sign nothing happens.", "Rosa Mas", "rosa@example.org", "Install it again.", ticket.reference):
        assert words in text


def test_a_reply_reaches_the_timeline_and_takes_the_ticket(ticket: Ticket, agent: User, desk: Client) -> None:
    response = desk.post(url(ticket, "reply/"), {"body": "Good morning", "client_id": str(uuid4())})
    ticket.refresh_from_db()
    assert response.status_code == 302
    assert (last(ticket).body, last(ticket).visibility, ticket.assignee) == ("Good morning", Visibility.PUBLIC, agent)
    assert ticket.first_human_response_at is not None


def test_a_reply_sent_twice_is_one(ticket: Ticket, desk: Client) -> None:
    data = {"body": "Good morning", "client_id": str(UUID(int=7))}
    desk.post(url(ticket, "reply/"), data)
    desk.post(url(ticket, "reply/"), data)
    assert ticket.entries.filter(kind=EntryKind.MESSAGE).count() == 2


def test_a_note_is_internal_and_no_answer(ticket: Ticket, desk: Client) -> None:
    desk.post(url(ticket, "note/"), {"body": "Old AutoFirma?", "client_id": str(uuid4())})
    ticket.refresh_from_db()
    assert (last(ticket).kind, last(ticket).visibility, ticket.first_human_response_at) == (EntryKind.NOTE, Visibility.INTERNAL, None)


@pytest.mark.parametrize("kind", ["reply", "note"])
def test_what_was_typed_comes_back_when_a_file_is_refused(kind: str, ticket: Ticket, desk: Client) -> None:
    before = ticket.entries.count()
    bad = SimpleUploadedFile("virus.exe", b"MZ\x00\x01")
    response = desk.post(url(ticket, f"{kind}/"), {"body": "Words I do not want to lose", "client_id": str(uuid4()), "files": bad})
    assert response.status_code == 422
    assert "Words I do not want to lose</textarea>" in response.content.decode()
    assert "We accept PDF" in response.content.decode()
    assert ticket.entries.count() == before


def test_an_empty_reply_is_refused_with_words(ticket: Ticket, desk: Client) -> None:
    response = desk.post(url(ticket, "reply/"), {"body": "  ", "client_id": str(uuid4())})
    assert response.status_code == 422
    assert "Write a message or attach a file." in response.content.decode()


def test_take_transfer_wait_resolve_reopen(ticket: Ticket, council: Council, agent: User, desk: Client) -> None:
    colleague = make_user(council, Role.SUPERVISOR, name="Marc Vila")

    def after(action: str, **data: object) -> tuple[str, object]:
        assert desk.post(url(ticket, f"{action}/"), data).status_code == 302
        ticket.refresh_from_db()
        return ticket.status, ticket.assignee

    assert after("take") == (Status.OPEN, agent)
    assert after("transfer", **{"transfer-to": colleague.pk, "transfer-reason": "He knows"}) == (Status.OPEN, colleague)
    assert last(ticket).visibility == Visibility.INTERNAL
    assert after("wait", **{"wait-whom": "third_party", "wait-for_whom": "AOC", "wait-until": "2030-01-02"}) == (
        Status.WAITING_THIRD_PARTY,
        colleague,
    )
    assert (ticket.waiting_for, str(ticket.waiting_until)) == ("AOC", "2030-01-02")
    assert after("resolve", **{"resolve-outcome": "referred", "resolve-referral": "department"}) == (Status.RESOLVED, colleague)
    assert ticket.outcome == Outcome.REFERRED
    assert after("reopen") == (Status.OPEN, colleague)


@pytest.mark.parametrize(
    ("action", "data", "words"),
    [
        ("wait", {"wait-whom": "third_party", "wait-for_whom": ""}, "Say for whom we are waiting."),
        ("resolve", {}, "This field is required."),
        ("transfer", {"transfer-to": "999999", "transfer-reason": "Because of this"}, "Because of this"),
    ],
)
def test_an_incomplete_action_comes_back_open(action: str, data: dict[str, str], words: str, ticket: Ticket, desk: Client) -> None:
    response = desk.post(url(ticket, f"{action}/"), data)
    assert response.status_code == 422
    assert words in response.content.decode()
    ticket.refresh_from_db()
    assert (ticket.status, ticket.assignee) == (Status.NEW, None)


def test_an_action_that_the_status_forbids_is_a_message(ticket: Ticket, agent: User, desk: Client) -> None:
    resolve_ticket(ticket_id=ticket.pk, outcome=Outcome.SOLVED, by=staff_actor(agent))
    response = desk.post(url(ticket, "wait/"), {"wait-whom": "citizen"}, follow=True)
    assert "This is not possible in the current status." in response.content.decode()
    ticket.refresh_from_db()
    assert ticket.status == Status.RESOLVED


def test_the_timeline_gives_what_is_new(ticket: Ticket, desk: Client) -> None:
    everything = desk.get(url(ticket, "timeline/?since=0")).json()
    assert [entry["seq"] for entry in everything["entries"]] == list(range(1, ticket.last_seq + 1))
    assert desk.get(url(ticket, f"timeline/?since={everything['last']}")).json()["entries"] == []
    assert desk.get(url(ticket, "timeline/?since=nonsense")).json()["last"] == everything["last"]


def test_of_two_agents_one_gets_the_chat(council: Council, agent: User, desk: Client) -> None:
    rival = make_user(council, Role.AGENT, name="Pau Riu")
    set_presence(available=True, by=staff_actor(agent))
    chatting = make_ticket(council, channel=Channel.CHAT, subject="Live")
    start_chat(ticket_id=chatting.pk, by=citizen_with(chatting))
    assert "Live" in desk.get("/en/desk/").content.decode()
    desk.post(url(chatting, "chat/accept/"))
    second = Client(headers={"host": "testserver"})
    second.force_login(rival)
    response = second.post(url(chatting, "chat/accept/"), follow=True)
    chatting.chat.refresh_from_db()
    assert (chatting.chat.state, chatting.chat.accepted_by) == ("active", agent)
    assert "Somebody changed this in the meantime." in response.content.decode()
    desk.post(url(chatting, "chat/end/"))
    chatting.chat.refresh_from_db()
    assert chatting.chat.state == "ended"


@pytest.mark.parametrize(
    ("there", "expected"), [("/en/desk/log/", "/en/desk/log/"), ("https://evil.example/", "/en/desk/"), ("//evil.example", "/en/desk/")]
)
def test_presence_is_switched_and_comes_back(there: str, expected: str, agent: User, desk: Client) -> None:
    response = desk.post("/en/desk/presence/", {"available": "1", "next": there})
    assert (response.headers["Location"], agent.presence.is_available) == (expected, True)
    desk.post("/en/desk/presence/", {"available": "0"})
    agent.presence.refresh_from_db()
    assert agent.presence.is_available is False
