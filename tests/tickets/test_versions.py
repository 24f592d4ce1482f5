"""The version check: who has not read what others added does not answer it."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from helpdesk.base.errors import Outdated
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from helpdesk.tickets.models import Entry, Ticket
from helpdesk.tickets.rules import Exclusion, Outcome
from helpdesk.tickets.selectors import news_since
from helpdesk.tickets.services import (
    exclude_ticket,
    post_message,
    resolve_ticket,
    resume_ticket,
    take_ticket,
    transfer_ticket,
    wait_ticket,
    write_note,
)
from tests.factories import citizen_with, make_council, make_staff, make_ticket, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def council() -> Council:
    return make_council()


@pytest.fixture
def one(council: Council) -> Actor:
    return make_staff(council)


@pytest.fixture
def two(council: Council) -> Actor:
    return make_staff(council, name="Arnau Vidal")


@pytest.fixture
def ticket(council: Council) -> Ticket:
    return make_ticket(council)


WRITES: dict[str, Callable[[Ticket, Actor, int], object]] = {
    "reply": lambda t, by, seen: post_message(ticket_id=t.pk, body="Mine", client_id=uuid4(), by=by, seen=seen),
    "note": lambda t, by, seen: write_note(ticket_id=t.pk, body="Mine", client_id=uuid4(), by=by, seen=seen),
    "take": lambda t, by, seen: take_ticket(ticket_id=t.pk, by=by, seen=seen),
    "transfer": lambda t, by, seen: transfer_ticket(ticket_id=t.pk, to_user_id=by.user_id, by=by, seen=seen),
    "wait": lambda t, by, seen: wait_ticket(ticket_id=t.pk, for_citizen=True, by=by, seen=seen),
    "resolve": lambda t, by, seen: resolve_ticket(ticket_id=t.pk, outcome=Outcome.SOLVED, by=by, seen=seen),
}
NEWS: dict[str, Callable[[Ticket, Actor], object]] = {
    "a colleague's reply": lambda t, by: post_message(ticket_id=t.pk, body="Theirs", client_id=uuid4(), by=by),
    "a colleague's note": lambda t, by: write_note(ticket_id=t.pk, body="Theirs", client_id=uuid4(), by=by),
    "a colleague who takes it": lambda t, by: take_ticket(ticket_id=t.pk, by=by),
    "a colleague who waits": lambda t, by: wait_ticket(ticket_id=t.pk, for_citizen=True, by=by),
    "the citizen's message": lambda t, by: post_message(ticket_id=t.pk, body="Theirs", client_id=uuid4(), by=citizen_with(t)),
}


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("news", NEWS)
def test_nothing_is_done_over_what_was_not_read(write: str, news: str, ticket: Ticket, one: Actor, two: Actor) -> None:
    seen = ticket.last_seq
    NEWS[news](ticket, two)
    ticket.refresh_from_db()
    before = (ticket.status, ticket.assignee_id, ticket.last_seq)
    with pytest.raises(Outdated):
        WRITES[write](ticket, one, seen)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.assignee_id, ticket.last_seq) == before


@pytest.mark.parametrize("write", WRITES)
def test_what_was_read_is_answered(write: str, ticket: Ticket, one: Actor, two: Actor) -> None:
    post_message(ticket_id=ticket.pk, body="Theirs", client_id=uuid4(), by=two)
    ticket.refresh_from_db()
    WRITES[write](ticket, one, ticket.last_seq)
    last = Entry.objects.filter(ticket=ticket).order_by("-seq")[0]
    assert last.author_user_id == one.user_id


@pytest.mark.parametrize("write", WRITES)
def test_own_entries_are_known_to_their_author(write: str, ticket: Ticket, one: Actor) -> None:
    seen = ticket.last_seq
    write_note(ticket_id=ticket.pk, body="In another window", client_id=uuid4(), by=one)
    WRITES[write](ticket, one, seen)


def test_without_a_version_nothing_is_checked(ticket: Ticket, one: Actor, two: Actor) -> None:
    post_message(ticket_id=ticket.pk, body="Theirs", client_id=uuid4(), by=two)
    assert post_message(ticket_id=ticket.pk, body="By the socket", client_id=uuid4(), by=one).seq


def test_the_same_message_twice_is_one_even_when_others_wrote_in_between(ticket: Ticket, one: Actor, two: Actor) -> None:
    seen, client_id = ticket.last_seq, UUID(int=7)
    first = post_message(ticket_id=ticket.pk, body="Mine", client_id=client_id, by=one, seen=seen)
    post_message(ticket_id=ticket.pk, body="Theirs", client_id=uuid4(), by=two)
    assert post_message(ticket_id=ticket.pk, body="Mine", client_id=client_id, by=one, seen=seen) == first


def test_what_changes_nothing_for_an_answer_holds_nobody_up(ticket: Ticket, one: Actor, two: Actor) -> None:
    seen = ticket.last_seq
    exclude_ticket(ticket_id=ticket.pk, reason=Exclusion.TEST, by=two)
    assert post_message(ticket_id=ticket.pk, body="Mine", client_id=uuid4(), by=one, seen=seen).body == "Mine"


def test_somebody_is_told_only_what_they_may_read(ticket: Ticket, one: Actor, two: Actor, council: Council) -> None:
    seen = ticket.last_seq
    write_note(ticket_id=ticket.pk, body="Internal", client_id=uuid4(), by=two)
    post_message(ticket_id=ticket.pk, body="Public", client_id=uuid4(), by=two)
    assert [entry.body for entry in news_since(ticket, one, seen=seen)] == ["Internal", "Public"]
    assert [entry.body for entry in news_since(ticket, citizen_with(ticket), seen=seen)] == ["Public"]
    assert news_since(ticket, two, seen=seen) == []


def test_a_wait_that_changed_is_not_ended_over(ticket: Ticket, one: Actor, two: Actor) -> None:
    wait_ticket(ticket_id=ticket.pk, for_citizen=True, by=one)
    ticket.refresh_from_db()
    seen = ticket.last_seq
    wait_ticket(ticket_id=ticket.pk, for_citizen=False, for_whom="AOC", by=two)
    with pytest.raises(Outdated):
        resume_ticket(ticket_id=ticket.pk, by=one, seen=seen)


def test_to_a_team_and_back_to_a_person(ticket: Ticket, one: Actor, council: Council) -> None:
    member = make_user(council, Role.AGENT, name="Marc Vila")
    team = council.teams.create(name="Signatures")
    team.members.add(member)
    take_ticket(ticket_id=ticket.pk, by=one)
    given = transfer_ticket(ticket_id=ticket.pk, to_team_id=team.pk, by=one)
    assert (given.team, given.assignee) == (team, None)
    taken = take_ticket(ticket_id=ticket.pk, by=one)
    assert (taken.team, taken.assignee_id) == (team, one.user_id)
    assert Entry.objects.get(event="transferred").data == {"name": "Signatures"}
