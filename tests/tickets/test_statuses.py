"""Take, transfer, wait, resolve, reopen, close."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from helpdesk.base import clock
from helpdesk.base.errors import DomainError, ForbiddenTransition, InvalidInput, NotFound
from helpdesk.people.actors import Actor
from helpdesk.people.models import SecretLink
from helpdesk.people.rules import Purpose, Role
from helpdesk.people.services import issue_link
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Outcome, Status
from helpdesk.tickets.services import (
    close_due_tickets,
    close_ticket,
    reopen_ticket,
    resolve_ticket,
    take_ticket,
    transfer_ticket,
    wait_ticket,
)
from tests.factories import citizen_with, make_council, make_staff, make_ticket, make_user

pytestmark = pytest.mark.django_db

WRITES: dict[str, Callable[[int, Actor], Ticket]] = {
    "take": lambda pk, by: take_ticket(ticket_id=pk, by=by),
    "transfer": lambda pk, by: transfer_ticket(ticket_id=pk, to_user_id=by.user_id or 0, by=by),
    "wait": lambda pk, by: wait_ticket(ticket_id=pk, for_citizen=True, by=by),
    "resolve": lambda pk, by: resolve_ticket(ticket_id=pk, outcome=Outcome.SOLVED, by=by),
    "reopen": lambda pk, by: reopen_ticket(ticket_id=pk, by=by),
    "close": lambda pk, by: close_ticket(ticket_id=pk, by=by),
}


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("who", ["officer", "administrator", "other council", "citizen"])
def test_nobody_else_changes_a_ticket(write: str, who: str) -> None:
    council = make_council()
    ticket = make_ticket(council)
    other = make_council("rocabruna", host="other.test", prefix="RB")
    actors = {
        "officer": make_staff(council, Role.OFFICER),
        "administrator": make_staff(council, Role.ADMINISTRATOR),
        "other council": make_staff(other, Role.AGENT, Role.SUPERVISOR),
        "citizen": citizen_with(ticket),
    }
    with pytest.raises(DomainError):
        WRITES[write](ticket.pk, actors[who])
    ticket.refresh_from_db()
    assert (ticket.status, ticket.assignee_id, ticket.last_seq) == (Status.NEW, None, 2)


def test_transfer_only_to_a_colleague_of_the_council() -> None:
    council = make_council()
    ticket, agent = make_ticket(council), make_staff(council)
    stranger = make_user(make_council("rocabruna", host="other.test", prefix="RB"), Role.AGENT)
    with pytest.raises(InvalidInput):
        transfer_ticket(ticket_id=ticket.pk, to_user_id=stranger.pk, by=agent)
    colleague = make_user(council, Role.AGENT)
    assert transfer_ticket(ticket_id=ticket.pk, to_user_id=colleague.pk, by=agent).assignee == colleague


def test_waiting_for_a_third_party_says_for_whom() -> None:
    council = make_council()
    ticket, agent = make_ticket(council), make_staff(council)
    with pytest.raises(InvalidInput):
        wait_ticket(ticket_id=ticket.pk, for_citizen=False, by=agent)
    assert wait_ticket(ticket_id=ticket.pk, for_citizen=False, for_whom="AOC", by=agent).waiting_for == "AOC"


def test_open_ticket_cannot_be_closed_or_reopened() -> None:
    council = make_council()
    ticket, agent = make_ticket(council), make_staff(council)
    for write in ("close", "reopen"):
        with pytest.raises(ForbiddenTransition):
            WRITES[write](ticket.pk, agent)


def test_resolved_ticket_is_closed_after_a_week_and_its_links_end_90_days_later() -> None:
    council = make_council()
    ticket, agent = make_ticket(council), make_staff(council)
    issue_link(council_id=council.pk, purpose=Purpose.FOLLOW_UP, subject_id=ticket.pk, language="ca")
    resolve_ticket(ticket_id=ticket.pk, outcome=Outcome.SOLVED, by=agent)
    now = clock.now()
    with clock.at(now + timedelta(days=6)):
        assert close_due_tickets() == 0
    with clock.at(now + timedelta(days=8)):
        assert close_due_tickets() == 1
    ticket.refresh_from_db()
    assert ticket.status == Status.CLOSED
    assert SecretLink.objects.get().expires_at == now + timedelta(days=98)


def test_unknown_ticket_is_not_found() -> None:
    with pytest.raises(NotFound):
        take_ticket(ticket_id=0, by=make_staff(make_council()))
