"""Waiting for a third party: for whom, until when, and the reminder."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import translation

from helpdesk.base import clock
from helpdesk.base.errors import DomainError, ForbiddenTransition, InvalidInput
from helpdesk.calendars.models import OpeningInterval
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from helpdesk.tickets.labels import waiting_words
from helpdesk.tickets.models import Entry, Ticket
from helpdesk.tickets.rules import Event, Outcome, Status, Visibility, WaitingParty
from helpdesk.tickets.services import remind_third_parties, resolve_ticket, resume_ticket, wait_ticket
from tests.factories import citizen_with, make_council, make_staff, make_ticket

pytestmark = pytest.mark.django_db

# A Wednesday in Vallclara, two hours ahead of the world's clock.
NOW = datetime(2026, 5, 20, 9, 0, tzinfo=UTC)
TODAY, FRIDAY, SATURDAY = date(2026, 5, 20), date(2026, 5, 22), date(2026, 5, 23)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def council() -> Council:
    """Open from eight to twenty on weekdays."""
    council = make_council(open_always=False)
    for weekday in range(5):
        OpeningInterval.objects.create(council=council, weekday=weekday, opens=time(8), closes=time(20))
    return council


@pytest.fixture
def agent(council: Council) -> Actor:
    return make_staff(council)


@pytest.fixture
def ticket(council: Council) -> Ticket:
    with clock.at(NOW):
        return make_ticket(council)


def wait(ticket: Ticket, agent: Actor, until: date | None = FRIDAY, **fields: object) -> Ticket:
    with clock.at(NOW):
        return wait_ticket(
            ticket_id=ticket.pk,
            for_citizen=False,
            until=until,
            by=agent,
            **{"party": WaitingParty.ADMINISTRATION, "for_whom": "AOC", **fields},  # type: ignore[arg-type]
        )


def local(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), UTC) - timedelta(hours=2)


def remind(moment: datetime) -> int:
    with clock.at(moment):
        return remind_third_parties()


def test_the_timeline_and_the_ticket_say_for_whom_and_until_when(ticket: Ticket, agent: Actor) -> None:
    wait(ticket, agent)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.waiting_party, ticket.waiting_for, ticket.waiting_until) == (
        Status.WAITING_THIRD_PARTY,
        "administration",
        "AOC",
        FRIDAY,
    )
    entry = Entry.objects.get(event=Event.WAITING)
    assert (entry.visibility, entry.data) == (
        Visibility.PUBLIC,
        {"party": "administration", "for": "AOC", "until": "2026-05-22", "citizen": False},
    )


@pytest.mark.parametrize(
    ("party", "name", "words"),
    [
        (WaitingParty.TECHNICIANS, "", "The council’s technicians"),
        (WaitingParty.ADMINISTRATION, "AOC", "Another administration: AOC"),
        (WaitingParty.OTHER, "The bank", "The bank"),
        (None, "The bank", "The bank"),
    ],
)
def test_for_whom_is_said_in_words(party: WaitingParty | None, name: str, words: str, ticket: Ticket, agent: Actor) -> None:
    assert waiting_words(wait(ticket, agent, party=party, for_whom=name)) == words


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"party": None, "for_whom": ""}, "Say for whom we are waiting."),
        ({"party": WaitingParty.OTHER, "for_whom": "  "}, "Say for whom we are waiting."),
        ({"until": date(2026, 5, 19)}, "Choose today or a later day."),
    ],
)
def test_an_incomplete_wait_is_refused_in_words(fields: dict[str, object], message: str, ticket: Ticket, agent: Actor) -> None:
    with pytest.raises(InvalidInput) as refused:
        wait(ticket, agent, **fields)  # type: ignore[arg-type]
    assert str(refused.value.message) == message
    ticket.refresh_from_db()
    assert ticket.status == Status.NEW


def test_today_is_the_councils_own(ticket: Ticket, agent: Actor) -> None:
    late = datetime(2026, 5, 20, 22, 30, tzinfo=UTC)  # already Thursday in Vallclara
    with clock.at(late), pytest.raises(InvalidInput):
        wait_ticket(ticket_id=ticket.pk, for_citizen=True, until=TODAY, by=agent)


def test_the_reminder_comes_once_at_the_first_open_moment_of_the_day(ticket: Ticket, agent: Actor) -> None:
    wait(ticket, agent)
    assert remind(local(FRIDAY, 7, 59)) == 0
    assert remind(local(FRIDAY, 8)) == 1
    assert remind(local(FRIDAY, 9)) == 0
    ticket.refresh_from_db()
    assert (ticket.waiting_reminded_at, ticket.reply_due_at, ticket.status) == (
        local(FRIDAY, 8),
        local(FRIDAY, 8),
        Status.WAITING_THIRD_PARTY,
    )
    entry = Entry.objects.get(event=Event.THIRD_PARTY_DUE)
    assert (entry.visibility, entry.author_kind) == (Visibility.INTERNAL, "system")


def test_a_day_that_is_closed_is_reminded_on_the_next_open_one(ticket: Ticket, agent: Actor) -> None:
    wait(ticket, agent, until=SATURDAY)
    assert remind(local(SATURDAY, 12)) == 0
    assert remind(local(date(2026, 5, 25), 8)) == 1


def test_a_worker_that_slept_reminds_when_it_wakes(ticket: Ticket, agent: Actor) -> None:
    wait(ticket, agent)
    assert remind(local(FRIDAY, 23)) == 1


def test_without_a_calendar_the_day_itself_counts(ticket: Ticket, agent: Actor, council: Council) -> None:
    OpeningInterval.objects.filter(council=council).delete()
    wait(ticket, agent)
    assert remind(local(FRIDAY, 0) - timedelta(minutes=1)) == 0
    assert remind(local(FRIDAY, 0)) == 1


def test_a_new_wait_is_reminded_again(ticket: Ticket, agent: Actor) -> None:
    wait(ticket, agent, until=TODAY)
    assert remind(NOW) == 1
    wait(ticket, agent)
    assert remind(local(FRIDAY, 8)) == 1


def test_what_does_not_wait_any_more_is_not_reminded(ticket: Ticket, agent: Actor) -> None:
    wait(ticket, agent)
    with clock.at(NOW):
        resolve_ticket(ticket_id=ticket.pk, outcome=Outcome.SOLVED, by=agent)
    assert remind(local(FRIDAY, 8)) == 0
    ticket.refresh_from_db()
    assert (ticket.waiting_party, ticket.waiting_for, ticket.waiting_until) == ("", "", None)


def test_going_on_forgets_the_wait(ticket: Ticket, agent: Actor) -> None:
    wait(ticket, agent)
    resume_ticket(ticket_id=ticket.pk, by=agent)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.waiting_party, ticket.waiting_for, ticket.waiting_until) == (Status.OPEN, "", "", None)
    with pytest.raises(ForbiddenTransition):
        resume_ticket(ticket_id=ticket.pk, by=agent)


@pytest.mark.parametrize("who", ["officer", "administrator", "other council", "citizen"])
def test_nobody_else_ends_a_wait(who: str, ticket: Ticket, agent: Actor, council: Council) -> None:
    wait(ticket, agent)
    other = make_council("rocabruna", host="other.test", prefix="RB")
    actors = {
        "officer": make_staff(council, Role.OFFICER),
        "administrator": make_staff(council, Role.ADMINISTRATOR),
        "other council": make_staff(other, Role.AGENT),
        "citizen": citizen_with(ticket),
    }
    with pytest.raises(DomainError):
        resume_ticket(ticket_id=ticket.pk, by=actors[who])
    ticket.refresh_from_db()
    assert ticket.status == Status.WAITING_THIRD_PARTY
