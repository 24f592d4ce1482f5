"""What the desk asks when a contact ends: little, most of it optional, and nothing typed is lost."""

import pytest
from django.test import Client

from helpdesk.people.models import Council
from helpdesk.tickets.models import Ticket
from tests.factories import make_ticket

LOGGED = {"channel": "phone", "subject": "Cannot sign", "language": "ca", "requester": "citizen", "outcome": "solved"}


@pytest.fixture
def ticket(council: Council) -> Ticket:
    return make_ticket(council)


def address(ticket: Ticket, action: str) -> str:
    return f"/en/desk/tickets/{ticket.reference}/{action}/"


def test_resolving_keeps_what_was_noted(ticket: Ticket, desk: Client) -> None:
    data = {"resolve-outcome": "not_solved", "resolve-result": "not_finished", "resolve-cause": "identification"}
    assert desk.post(address(ticket, "resolve"), data).status_code == 302
    ticket.refresh_from_db()
    assert (ticket.outcome, ticket.procedure_result, ticket.failure_cause, ticket.referral) == (
        "not_solved",
        "not_finished",
        "identification",
        "",
    )


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"resolve-outcome": "referred"}, "Say where the person was referred to."),
        ({"resolve-outcome": "solved", "resolve-result": "maybe"}, "Select a valid choice"),
        ({"resolve-outcome": "referred", "resolve-referral": "moon"}, "Select a valid choice"),
    ],
)
def test_what_is_missing_is_asked_and_the_rest_comes_back(ticket: Ticket, desk: Client, wrong: dict[str, str], words: str) -> None:
    response = desk.post(address(ticket, "resolve"), {"resolve-cause": "document", **wrong})
    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert '<option value="document" selected>' in page
    ticket.refresh_from_db()
    assert ticket.resolved_at is None


def test_feedback_is_noted_and_shown(ticket: Ticket, desk: Client) -> None:
    page = desk.post(address(ticket, "feedback"), {"feedback-kind": "suggestion"}, follow=True).content.decode()
    assert '<option value="suggestion" selected>' in page
    assert "A suggestion" in page
    ticket.refresh_from_db()
    assert ticket.feedback_kind == "suggestion"
    desk.post(address(ticket, "feedback"), {"feedback-kind": ""})
    ticket.refresh_from_db()
    assert ticket.feedback_kind == ""
    assert desk.post(address(ticket, "feedback"), {"feedback-kind": "moon"}).status_code == 422


def test_a_logged_contact_says_the_same(council: Council, desk: Client) -> None:
    more = {"outcome": "referred", "referral": "department", "result": "other_channel", "cause": "technical", "feedback": "complaint"}
    assert desk.post("/en/desk/log/", LOGGED | more).status_code == 302
    ticket = Ticket.objects.get()
    assert (ticket.outcome, ticket.referral, ticket.procedure_result, ticket.failure_cause, ticket.feedback_kind) == (
        "referred",
        "department",
        "other_channel",
        "technical",
        "complaint",
    )


def test_a_logged_referral_says_where_to_and_loses_nothing(council: Council, desk: Client) -> None:
    response = desk.post("/en/desk/log/", LOGGED | {"outcome": "referred", "note": "Do not lose me"})
    assert response.status_code == 422
    assert "Say where the person was referred to." in response.content.decode()
    assert "Do not lose me" in response.content.decode()
    assert not Ticket.objects.exists()
