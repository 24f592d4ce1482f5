"""Logging a contact: little to type, nothing lost, nothing twice."""

import pytest
from django.test import Client

from helpdesk.people.models import Council, User
from helpdesk.people.rules import Role
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Channel, EntryKind, Motive, Outcome, Status
from tests.factories import make_council, make_procedure, make_user

URL = "/en/desk/log/"
LEAST = {"channel": "phone", "subject": "Cannot sign", "language": "ca", "requester": "citizen", "outcome": "solved"}


def test_the_least_is_enough_and_counts_as_answered_at_once(council: Council, agent: User, desk: Client) -> None:
    response = desk.post(URL, LEAST, follow=True)
    ticket = Ticket.objects.get()
    assert (ticket.status, ticket.outcome, ticket.channel, ticket.motive, ticket.assignee) == (
        Status.RESOLVED,
        Outcome.SOLVED,
        Channel.PHONE,
        Motive.OTHER,
        agent,
    )
    assert ticket.first_human_response_at == ticket.created_at
    assert ticket.reference in response.content.decode()


def test_everything_is_kept(council: Council, desk: Client) -> None:
    procedure = make_procedure(council)
    step = procedure.steps.get()
    full = {
        "channel": "counter",
        "procedure": procedure.pk,
        "step": step.pk,
        "body": "Brought the ID card",
        "name": "Pere Soler",
        "phone": "600 000 000",
        "email": "Pere@Example.org",
        "language": "eu",
        "requester": "representative",
        "outcome": "open",
        "note": "Comes back on Monday",
    }
    desk.post(URL, LEAST | full)
    ticket = Ticket.objects.get()
    assert (ticket.status, ticket.channel, ticket.procedure, ticket.step, ticket.motive) == (
        Status.OPEN,
        Channel.COUNTER,
        procedure,
        step,
        Motive.PROCEDURE,
    )
    assert (ticket.language, ticket.requester, ticket.citizen.name, ticket.citizen.email) == (
        "eu",
        "representative",
        "Pere Soler",
        "pere@example.org",
    )
    assert list(ticket.entries.exclude(kind=EntryKind.EVENT).values_list("kind", "body")) == [
        ("message", "Brought the ID card"),
        ("note", "Comes back on Monday"),
    ]


def test_a_motive_chosen_by_hand_wins(council: Council, desk: Client) -> None:
    desk.post(URL, LEAST | {"procedure": make_procedure(council).pk, "motive": "payment"})
    assert Ticket.objects.get().motive == Motive.PAYMENT


def test_the_same_form_twice_is_one_contact(council: Council, desk: Client) -> None:
    data = LEAST | {"client_id": "00000000-0000-4000-8000-000000000001"}
    first, second = desk.post(URL, data), desk.post(URL, data)
    assert first.headers["Location"] == second.headers["Location"]
    assert Ticket.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"subject": ""}, {"email": "no address"}, {"outcome": ""}, {"channel": "web"}, {"language": "fr"}])
def test_what_was_typed_comes_back(wrong: dict[str, str], council: Council, desk: Client) -> None:
    response = desk.post(URL, LEAST | {"name": "Pere Soler", "note": "Do not lose me"} | wrong)
    assert response.status_code == 422
    assert "Pere Soler" in response.content.decode()
    assert "Do not lose me" in response.content.decode()
    assert Ticket.objects.count() == 0


def test_another_council_is_no_choice(council: Council, desk: Client) -> None:
    second = make_council("second", host="second.example", prefix="SE")
    foreign = make_procedure(second)
    assert desk.post(URL, LEAST | {"procedure": foreign.pk}).status_code == 422
    desk.post(URL, LEAST | {"council": second.pk})
    assert [ticket.council for ticket in Ticket.objects.all()] == [council]


def test_who_works_for_two_councils_says_for_which(council: Council, client: Client) -> None:
    second = make_council("second", host="second.example", prefix="SE")
    user = make_user(council, Role.AGENT)
    user.memberships.create(council=second, role=Role.AGENT)
    client.force_login(user)
    assert client.post(URL, LEAST).status_code == 422
    assert client.post(URL, LEAST | {"council": second.pk, "procedure": make_procedure(council).pk}).status_code == 422
    client.post(URL, LEAST | {"council": second.pk})
    assert [ticket.council for ticket in Ticket.objects.all()] == [second]


def test_a_reference_of_another_council_is_not_confirmed(council: Council, desk: Client) -> None:
    response = desk.get(f"{URL}?logged=SE-0000-0000-0")
    assert response.context["logged"] is None
