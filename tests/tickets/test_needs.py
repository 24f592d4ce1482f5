"""Needs, teams and what does not count."""

from collections.abc import Callable

import pytest

from helpdesk.base.errors import DomainError, InvalidInput
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from helpdesk.tickets.models import Entry, Ticket
from helpdesk.tickets.rules import Event, Exclusion, Preference, Visibility
from helpdesk.tickets.services import exclude_ticket, include_ticket, set_needs, transfer_ticket
from tests.factories import citizen_with, make_council, make_staff, make_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def council() -> Council:
    return make_council()


@pytest.fixture
def agent(council: Council) -> Actor:
    return make_staff(council)


@pytest.fixture
def ticket(council: Council) -> Ticket:
    return make_ticket(council)


def needs(ticket: Ticket, by: Actor) -> Ticket:
    return set_needs(
        ticket_id=ticket.pk,
        interpreter="Arabic",
        preference=Preference.WRITTEN,
        helper_name="Karim",
        helper_contact="+34972 00 11 22",
        by=by,
    )


WRITES: dict[str, Callable[[Ticket, Actor], Ticket]] = {
    "needs": needs,
    "exclude": lambda ticket, by: exclude_ticket(ticket_id=ticket.pk, reason=Exclusion.TEST, by=by),
    "include": lambda ticket, by: include_ticket(ticket_id=ticket.pk, by=by),
    "team": lambda ticket, by: transfer_ticket(ticket_id=ticket.pk, to_team_id=1, by=by),
}


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("who", ["officer", "administrator", "other council", "citizen"])
def test_nobody_else_writes_them(write: str, who: str, ticket: Ticket, council: Council) -> None:
    other = make_council("rocabruna", host="other.test", prefix="RB")
    actors = {
        "officer": make_staff(council, Role.OFFICER),
        "administrator": make_staff(council, Role.ADMINISTRATOR),
        "other council": make_staff(other, Role.AGENT, Role.SUPERVISOR),
        "citizen": citizen_with(ticket),
    }
    with pytest.raises(DomainError):
        WRITES[write](ticket, actors[who])
    ticket.refresh_from_db()
    assert (ticket.interpreter, ticket.excluded_reason, ticket.team, ticket.last_seq) == ("", "", None, 2)


def test_needs_are_noted_without_telling_them_on_the_timeline(ticket: Ticket, agent: Actor) -> None:
    needs(ticket, agent)
    ticket.refresh_from_db()
    assert (ticket.interpreter, ticket.preference, ticket.helper_name, ticket.helper_contact) == (
        "Arabic",
        "written",
        "Karim",
        "+34972 00 11 22",
    )
    entry = Entry.objects.get(event=Event.NEEDS_CHANGED)
    assert (entry.visibility, entry.body, entry.data) == (Visibility.INTERNAL, "", {})


def test_the_same_needs_twice_are_one_entry(ticket: Ticket, agent: Actor) -> None:
    needs(ticket, agent)
    needs(ticket, agent)
    assert Entry.objects.filter(event=Event.NEEDS_CHANGED).count() == 1


def test_left_out_and_counted_again(ticket: Ticket, agent: Actor) -> None:
    assert exclude_ticket(ticket_id=ticket.pk, reason=Exclusion.DUPLICATE, by=agent).excluded_reason == "duplicate"
    assert include_ticket(ticket_id=ticket.pk, by=agent).excluded_reason == ""
    include_ticket(ticket_id=ticket.pk, by=agent)
    events = Entry.objects.filter(ticket=ticket, event__in=[Event.EXCLUDED, Event.INCLUDED]).values_list("event", "visibility")
    assert list(events) == [("excluded", "internal"), ("included", "internal")]


def test_a_team_of_another_council_gets_nothing(ticket: Ticket, agent: Actor) -> None:
    theirs = make_council("rocabruna", host="other.test", prefix="RB").teams.create(name="Signatures")
    with pytest.raises(InvalidInput):
        transfer_ticket(ticket_id=ticket.pk, to_team_id=theirs.pk, by=agent)
