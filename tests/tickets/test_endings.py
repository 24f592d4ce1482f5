"""How help ended: what is noted, what stays of the first time, what is said of the service."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from helpdesk.base import clock
from helpdesk.base.errors import InvalidInput, NotAllowed, NotFound
from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Channel, FailureCause, Feedback, Motive, Outcome, ProcedureResult, Referral
from helpdesk.tickets.services import Ending, NewTicket, log_contact, note_feedback, reopen_ticket, resolve_ticket
from tests.factories import citizen_with, make_council, make_staff, make_ticket

NOW = datetime(2026, 10, 14, 8, tzinfo=UTC)
EVERYTHING = Ending(result=ProcedureResult.ONLINE, cause=FailureCause.DOUBT)


@pytest.fixture
def council(db: None) -> Council:
    return make_council()


def known(ticket: Ticket) -> tuple[str, str, str]:
    return ticket.procedure_result, ticket.failure_cause, ticket.referral


def test_what_is_noted_is_kept_with_its_history(council: Council) -> None:
    ticket = make_ticket(council)
    with clock.at(NOW):
        resolve_ticket(ticket_id=ticket.pk, outcome=Outcome.SOLVED, ending=EVERYTHING, by=make_staff(council))
    ticket.refresh_from_db()
    assert known(ticket) == ("online", "doubt", "")
    assert (ticket.first_resolved_at, ticket.first_outcome, ticket.reopened_at) == (NOW, "solved", None)
    newest = ticket.history.order_by("-history_id").first()
    assert (newest.procedure_result, newest.failure_cause, newest.first_outcome) == ("online", "doubt", "solved")
    assert ticket.entries.get(event="resolved").data == {"outcome": "solved"}


def test_what_nobody_knows_stays_empty(council: Council) -> None:
    ticket = resolve_ticket(ticket_id=make_ticket(council).pk, outcome=Outcome.INFORMED, by=make_staff(council))
    assert known(ticket) == ("", "", "")


def test_a_referral_says_where_to(council: Council) -> None:
    ticket, agent = make_ticket(council), make_staff(council)
    with pytest.raises(InvalidInput):
        resolve_ticket(ticket_id=ticket.pk, outcome=Outcome.REFERRED, by=agent)
    ticket.refresh_from_db()
    assert (ticket.resolved_at, ticket.outcome) == (None, "")
    resolve_ticket(ticket_id=ticket.pk, outcome=Outcome.REFERRED, ending=Ending(referral=Referral.ADMINISTRATION), by=agent)
    ticket.refresh_from_db()
    assert ticket.referral == "administration"


def test_a_destination_without_a_referral_is_not_kept(council: Council) -> None:
    ending = Ending(referral=Referral.DEPARTMENT)
    assert resolve_ticket(ticket_id=make_ticket(council).pk, outcome=Outcome.SOLVED, ending=ending, by=make_staff(council)).referral == ""


def test_the_first_ending_and_the_first_reopening_stay(council: Council) -> None:
    ticket, agent = make_ticket(council), make_staff(council)
    for day, outcome, ending in ((0, Outcome.SOLVED, EVERYTHING), (4, Outcome.NOT_SOLVED, Ending(result=ProcedureResult.NOT_FINISHED))):
        with clock.at(NOW + timedelta(days=day)):
            resolve_ticket(ticket_id=ticket.pk, outcome=outcome, ending=ending, by=agent)
        with clock.at(NOW + timedelta(days=day + 2)):
            reopen_ticket(ticket_id=ticket.pk, by=agent)
        ticket.refresh_from_db()
        assert (ticket.outcome, ticket.procedure_result, ticket.resolved_at) == ("", "", None)
        assert (ticket.first_resolved_at, ticket.first_outcome, ticket.reopened_at) == (NOW, "solved", NOW + timedelta(days=2))
    assert ticket.failure_cause == "doubt"


def contact(feedback: Feedback | None = None) -> NewTicket:
    return NewTicket(subject="x", channel=Channel.PHONE, motive=Motive.FORM, language="ca", feedback=feedback)


def test_a_logged_contact_takes_the_same(council: Council) -> None:
    agent = make_staff(council)
    ticket = log_contact(council=council, new=contact(Feedback.THANKS), outcome=Outcome.SOLVED, ending=EVERYTHING, by=agent)
    ticket.refresh_from_db()
    assert (*known(ticket), ticket.feedback_kind) == ("online", "doubt", "", "thanks")
    assert (ticket.first_resolved_at, ticket.first_outcome) == (ticket.created_at, "solved")
    left_open = log_contact(council=council, new=contact(), outcome=None, by=agent)
    assert (left_open.first_resolved_at, left_open.first_outcome) == (None, "")
    with pytest.raises(InvalidInput):
        log_contact(council=council, new=contact(), outcome=Outcome.REFERRED, by=agent)
    assert Ticket.objects.count() == 2


def test_feedback_is_noted_once_and_internally(council: Council) -> None:
    ticket, agent = make_ticket(council), make_staff(council)
    for kind in (Feedback.COMPLAINT, Feedback.COMPLAINT, None):
        note_feedback(ticket_id=ticket.pk, kind=kind, by=agent)
    events = ticket.entries.filter(event="feedback_noted").order_by("seq")
    assert [(entry.visibility, entry.data) for entry in events] == [("internal", {"kind": "complaint"}), ("internal", {"kind": ""})]
    ticket.refresh_from_db()
    assert ticket.feedback_kind == ""


def test_feedback_is_noted_by_those_who_answer_tickets_of_the_council(council: Council) -> None:
    ticket, other = make_ticket(council), make_council("second", host="second.example", prefix="SE")
    for role in (Role.OFFICER, Role.ADMINISTRATOR):
        with pytest.raises((NotAllowed, NotFound)):
            note_feedback(ticket_id=ticket.pk, kind=Feedback.THANKS, by=make_staff(council, role))
    with pytest.raises(NotFound):
        note_feedback(ticket_id=ticket.pk, kind=Feedback.THANKS, by=make_staff(other))
    with pytest.raises(NotAllowed):
        note_feedback(ticket_id=ticket.pk, kind=Feedback.THANKS, by=citizen_with(ticket))
    ticket.refresh_from_db()
    assert ticket.feedback_kind == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"procedure_result": "maybe"},
        {"failure_cause": "x"},
        {"referral": "x"},
        {"feedback_kind": "x"},
        {"first_outcome": "x"},
        {"reopened_at": NOW},
        {"resolved_at": NOW, "status": "resolved"},
    ],
    ids=str,
)
def test_the_database_keeps_nonsense_out(council: Council, wrong: dict[str, object]) -> None:
    ticket = make_ticket(council)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.filter(pk=ticket.pk).update(**wrong)
