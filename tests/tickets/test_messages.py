"""Messages, notes and who may read them."""

from uuid import uuid4

import pytest

from helpdesk.base.errors import InvalidInput, NotAllowed, NotFound
from helpdesk.people.actors import Actor
from helpdesk.people.models import SecretLink
from helpdesk.people.rules import Purpose, Role
from helpdesk.people.services import issue_link
from helpdesk.tickets.rules import Outcome, Status
from helpdesk.tickets.selectors import entries_since
from helpdesk.tickets.services import close_ticket, post_message, resolve_ticket, wait_ticket, write_note
from tests.factories import citizen_of, citizen_with, make_council, make_staff, make_ticket

pytestmark = pytest.mark.django_db


def say(ticket_id: int, by: Actor, body: str = "Hello") -> int:
    return post_message(ticket_id=ticket_id, body=body, client_id=uuid4(), by=by).seq


def test_the_same_client_id_is_stored_once() -> None:
    ticket = make_ticket(make_council())
    client_id = uuid4()
    first, second = (post_message(ticket_id=ticket.pk, body="Hello", client_id=client_id, by=citizen_with(ticket)) for _ in range(2))
    assert first.pk == second.pk
    assert ticket.entries.count() == 3


def test_first_reply_of_staff_is_the_human_response_and_assigns() -> None:
    council = make_council()
    ticket, agent = make_ticket(council), make_staff(council)
    say(ticket.pk, agent)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.assignee_id) == (Status.OPEN, agent.user_id)
    answered = ticket.first_human_response_at
    say(ticket.pk, agent)
    ticket.refresh_from_db()
    assert answered is not None
    assert ticket.first_human_response_at == answered


def test_note_never_counts_as_a_response_and_never_reaches_the_citizen() -> None:
    council = make_council()
    ticket = make_ticket(council)
    note = write_note(ticket_id=ticket.pk, body="canary", client_id=uuid4(), by=make_staff(council))
    ticket.refresh_from_db()
    assert ticket.first_human_response_at is None
    assert note.seq not in [e.seq for e in entries_since(ticket, citizen_with(ticket))]


def test_citizen_reply_opens_a_resolved_ticket_again() -> None:
    council = make_council()
    ticket = make_ticket(council)
    resolve_ticket(ticket_id=ticket.pk, outcome=Outcome.SOLVED, by=make_staff(council))
    say(ticket.pk, citizen_with(ticket))
    ticket.refresh_from_db()
    assert (ticket.status, ticket.resolved_at, ticket.outcome) == (Status.OPEN, None, "")


def test_citizen_reply_to_a_closed_ticket_keeps_the_links_alive() -> None:
    council = make_council()
    ticket, agent = make_ticket(council), make_staff(council)
    issue_link(council_id=council.pk, purpose=Purpose.FOLLOW_UP, subject_id=ticket.pk, language="ca")
    resolve_ticket(ticket_id=ticket.pk, outcome=Outcome.SOLVED, by=agent)
    close_ticket(ticket_id=ticket.pk, by=agent)
    assert SecretLink.objects.get().expires_at is not None
    say(ticket.pk, citizen_with(ticket))
    assert SecretLink.objects.get().expires_at is None


def test_citizen_reply_ends_the_waiting_for_the_citizen() -> None:
    council = make_council()
    ticket, agent = make_ticket(council), make_staff(council)
    say(ticket.pk, agent)
    wait_ticket(ticket_id=ticket.pk, for_citizen=True, by=agent)
    say(ticket.pk, citizen_with(ticket))
    ticket.refresh_from_db()
    assert ticket.status == Status.OPEN


@pytest.mark.parametrize("body", ["", "   ", "\u200b", "x" * 5001])
def test_empty_and_endless_messages_are_refused(body: str) -> None:
    ticket = make_ticket(make_council())
    with pytest.raises(InvalidInput):
        say(ticket.pk, citizen_with(ticket), body)
    assert ticket.entries.count() == 2


def test_citizen_cannot_write_on_someone_elses_ticket() -> None:
    council = make_council()
    mine, theirs = make_ticket(council), make_ticket(council)
    with pytest.raises(NotFound):
        say(theirs.pk, citizen_with(mine))
    with pytest.raises(NotFound):
        say(theirs.pk, citizen_of(council))


def test_staff_of_another_council_finds_nothing() -> None:
    ticket = make_ticket(make_council())
    stranger = make_staff(make_council("rocabruna", host="other.test", prefix="RB"))
    with pytest.raises(NotFound):
        say(ticket.pk, stranger)
    with pytest.raises(NotFound):
        write_note(ticket_id=ticket.pk, body="x", client_id=uuid4(), by=stranger)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMINISTRATOR])
def test_other_roles_see_no_ticket(role: Role) -> None:
    council = make_council()
    ticket = make_ticket(council)
    with pytest.raises(NotFound):
        say(ticket.pk, make_staff(council, role))


def test_citizen_cannot_write_notes() -> None:
    ticket = make_ticket(make_council())
    with pytest.raises(NotAllowed):
        write_note(ticket_id=ticket.pk, body="x", client_id=uuid4(), by=citizen_with(ticket))


def test_reading_a_timeline_takes_as_many_queries_for_thirty_entries_as_for_one(django_assert_num_queries: object) -> None:
    council = make_council()
    ticket, agent = make_ticket(council), make_staff(council)
    for _number in range(30):
        say(ticket.pk, agent)
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(entries_since(ticket, agent)) == 32
