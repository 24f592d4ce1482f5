"""Ways into a ticket."""

import re

import pytest

from helpdesk.base import clock
from helpdesk.base.errors import InvalidInput, NotAllowed
from helpdesk.people.rules import Role
from helpdesk.tickets.models import Entry, Ticket, UnservedDemand
from helpdesk.tickets.rules import Channel, Motive, Outcome, Status, UnservedReason
from helpdesk.tickets.services import NewTicket, log_contact, open_ticket, record_unserved
from tests.factories import citizen_of, make_council, make_procedure, make_staff, make_ticket

pytestmark = pytest.mark.django_db


def contact(**fields: object) -> NewTicket:
    return NewTicket(
        **{"subject": "Cita", "body": "Vol hora", "channel": Channel.PHONE, "motive": Motive.APPOINTMENT, "language": "ca", **fields}
    )  # type: ignore[arg-type]


def test_request_opens_with_an_event_and_the_first_message() -> None:
    ticket = make_ticket(make_council())
    assert [(e.seq, e.kind, e.body) for e in ticket.entries.all()] == [
        (1, "event", ""),
        (2, "message", "When I press Sign nothing happens."),
    ]
    assert (ticket.status, ticket.last_seq, ticket.first_human_response_at) == (Status.NEW, 2, None)
    assert re.fullmatch(r"VC-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]", ticket.reference)


def test_nobody_has_to_leave_a_name_or_an_address() -> None:
    ticket = make_ticket(make_council(), name="", email="", phone="")
    assert (ticket.citizen.name, ticket.citizen.email, ticket.citizen.phone) == ("", "", "")


def test_procedure_of_another_council_is_refused() -> None:
    council, other = make_council(), make_council("rocabruna", host="other.test", prefix="RB")
    with pytest.raises(InvalidInput):
        make_ticket(council, procedure=make_procedure(other))
    assert not Ticket.objects.exists()


def test_logged_contact_counts_its_creation_as_the_human_response() -> None:
    council = make_council()
    ticket = log_contact(council=council, new=contact(), outcome=Outcome.SOLVED, note="Li he donat hora.", by=make_staff(council))
    assert ticket.first_human_response_at == ticket.created_at == ticket.resolved_at
    assert (ticket.status, ticket.outcome) == (Status.RESOLVED, Outcome.SOLVED)
    assert [(e.kind, e.event) for e in ticket.entries.all()] == [
        ("event", "contact_logged"),
        ("message", ""),
        ("note", ""),
        ("event", "resolved"),
    ]


def test_logged_contact_may_stay_open() -> None:
    council = make_council()
    agent = make_staff(council)
    ticket = log_contact(council=council, new=contact(), outcome=None, by=agent)
    assert (ticket.status, ticket.assignee_id, ticket.resolved_at) == (Status.OPEN, agent.user_id, None)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMINISTRATOR])
def test_other_roles_cannot_log_a_contact(role: Role) -> None:
    council = make_council()
    with pytest.raises(NotAllowed):
        log_contact(council=council, new=contact(), outcome=None, by=make_staff(council, role))
    assert not Ticket.objects.exists()


def test_agent_of_another_council_cannot_log_a_contact() -> None:
    council, other = make_council(), make_council("rocabruna", host="other.test", prefix="RB")
    with pytest.raises(NotAllowed):
        log_contact(council=council, new=contact(), outcome=None, by=make_staff(other))


def test_citizen_of_another_council_cannot_open_here() -> None:
    council, other = make_council(), make_council("rocabruna", host="other.test", prefix="RB")
    with pytest.raises(NotAllowed):
        open_ticket(council=council, new=contact(channel=Channel.WEB), by=citizen_of(other))


def test_unserved_demand_is_recorded_once_per_ticket() -> None:
    ticket = make_ticket(make_council())
    for _again in range(2):
        record_unserved(council_id=ticket.council_id, channel=Channel.CHAT, reason=UnservedReason.ABANDONED, ticket=ticket)
    assert UnservedDemand.objects.count() == 1


def test_history_follows_the_clock() -> None:
    moment = clock.now().replace(year=2020)
    with clock.at(moment):
        ticket = make_ticket(make_council())
    assert ticket.history.latest().history_date == moment  # type: ignore[attr-defined]


def test_invisible_characters_are_removed() -> None:
    ticket = make_ticket(make_council(), body="a\u202eb\u200bc\x00d")
    assert Entry.objects.get(ticket=ticket, kind="message").body == "abcd"
