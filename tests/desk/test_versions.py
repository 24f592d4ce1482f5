"""Two agents at one ticket: the second is told what the first did, and loses nothing."""

from uuid import uuid4

import pytest
from django.test import Client

from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, User
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import EntryKind, Status
from helpdesk.tickets.services import post_message, take_ticket
from tests.factories import citizen_with, make_staff, make_ticket


@pytest.fixture
def ticket(council: Council) -> Ticket:
    return make_ticket(council)


@pytest.fixture
def arnau(council: Council) -> Actor:
    return make_staff(council, name="Arnau Vidal")


def url(ticket: Ticket, action: str = "") -> str:
    return f"/en/desk/tickets/{ticket.reference}/{action}"


def replies(ticket: Ticket) -> list[str]:
    return list(ticket.entries.filter(kind=EntryKind.MESSAGE, author_kind="staff").values_list("body", flat=True))


@pytest.mark.parametrize("kind", ["reply", "note"])
def test_the_second_is_shown_what_the_first_sent(kind: str, ticket: Ticket, arnau: Actor, desk: Client) -> None:
    seen = ticket.last_seq
    post_message(ticket_id=ticket.pk, body="Try with Edge.", client_id=uuid4(), by=arnau)
    before = ticket.entries.count()
    response = desk.post(url(ticket, f"{kind}/?view=mine"), {"body": "Use Firefox.", "client_id": str(uuid4()), "seen": seen})
    text = response.content.decode()
    assert response.status_code == 409
    assert ticket.entries.count() == before
    for words in ("Use Firefox.</textarea>", "Try with Edge.", "anyway", "Discard", f'value="{seen + 1}"'):
        assert words in text
    assert text.count("Try with Edge.") == 2  # on the timeline, and where it cannot be overlooked


def test_sending_anyway_sends_and_keeps_both(ticket: Ticket, arnau: Actor, desk: Client) -> None:
    seen, client_id = ticket.last_seq, str(uuid4())
    post_message(ticket_id=ticket.pk, body="Try with Edge.", client_id=uuid4(), by=arnau)
    desk.post(url(ticket, "reply/"), {"body": "Use Firefox.", "client_id": client_id, "seen": seen})
    assert desk.post(url(ticket, "reply/"), {"body": "Use Firefox.", "client_id": client_id, "seen": seen + 1}).status_code == 302
    assert replies(ticket) == ["Try with Edge.", "Use Firefox."]


def test_what_was_not_sent_is_kept_as_a_draft(ticket: Ticket, arnau: Actor, desk: Client) -> None:
    post_message(ticket_id=ticket.pk, body="Try with Edge.", client_id=uuid4(), by=arnau)
    desk.post(url(ticket, "reply/"), {"body": "Use Firefox.", "client_id": str(uuid4()), "seen": 2})
    assert "Use Firefox.</textarea>" in desk.get(url(ticket)).content.decode()


def test_the_citizens_message_counts_as_news_too(ticket: Ticket, desk: Client) -> None:
    post_message(ticket_id=ticket.pk, body="It works now!", client_id=uuid4(), by=citizen_with(ticket))
    response = desk.post(url(ticket, "reply/"), {"body": "Use Firefox.", "client_id": str(uuid4()), "seen": 2})
    assert (response.status_code, replies(ticket)) == (409, [])


@pytest.mark.parametrize(
    ("action", "data", "words"),
    [
        ("take", {}, "Take it anyway"),
        ("wait", {"wait-whom": "third_party", "wait-for_whom": "AOC"}, "Wait anyway"),
        ("resolve", {"resolve-outcome": "solved"}, "Resolve anyway"),
        ("transfer", {"transfer-reason": "He knows"}, "Transfer anyway"),
    ],
)
def test_an_action_over_news_comes_back_with_them(
    action: str, data: dict[str, str], words: str, ticket: Ticket, arnau: Actor, agent: User, desk: Client
) -> None:
    seen = ticket.last_seq
    take_ticket(ticket_id=ticket.pk, by=arnau)
    if action == "transfer":
        data = data | {"transfer-to": str(agent.pk)}
    response = desk.post(url(ticket, f"{action}/"), data | {"seen": str(seen)})
    text = response.content.decode()
    assert response.status_code == 409
    for expected in (words, "Not done yet", "Taken by an agent", *[v for k, v in data.items() if k.endswith(("reason", "for_whom"))]):
        assert expected in text
    ticket.refresh_from_db()
    assert (ticket.status, ticket.assignee_id) == (Status.OPEN, arnau.user_id)
    assert desk.post(url(ticket, f"{action}/"), data | {"seen": str(ticket.last_seq)}).status_code == 302


def test_the_same_reply_twice_is_one_whatever_happened(ticket: Ticket, arnau: Actor, desk: Client) -> None:
    data = {"body": "Use Firefox.", "client_id": str(uuid4()), "seen": str(ticket.last_seq)}
    desk.post(url(ticket, "reply/"), data)
    post_message(ticket_id=ticket.pk, body="Try with Edge.", client_id=uuid4(), by=arnau)
    assert desk.post(url(ticket, "reply/"), data).status_code == 302
    assert replies(ticket) == ["Use Firefox.", "Try with Edge."]


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 5000])
def test_a_version_that_is_none_is_no_error(seen: str, ticket: Ticket, desk: Client) -> None:
    assert desk.post(url(ticket, "reply/"), {"body": "Use Firefox.", "client_id": str(uuid4()), "seen": seen}).status_code == 302
