"""What the supervisor's board counts, and only for the councils that she supervises."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from helpdesk.chat.models import Presence
from helpdesk.chat.services import accept_chat, set_presence
from helpdesk.desk.selectors.board import AgentState, board_of
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, User
from helpdesk.people.rules import Role
from helpdesk.people.selectors import staff_actor
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Outcome, Status
from helpdesk.tickets.services import post_message, resolve_ticket, take_ticket
from tests.desk.board.noon import NOON, later, wait_in_chat
from tests.factories import make_council, make_staff, make_ticket, make_user


def test_it_counts_who_waits_and_the_longest_wait(council: Council, actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    set_presence(available=True, by=make_staff(council))
    wait_in_chat(council)
    later(monkeypatch, seconds=30)
    wait_in_chat(council)
    later(monkeypatch, minutes=4)
    board = board_of(actor, [council])
    assert (board.waiting, board.longest_wait) == (2, 240)


def test_it_counts_what_is_open_today_and_overdue(council: Council, actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    old = make_ticket(council)
    Ticket.objects.filter(pk=old.pk).update(created_at=NOON - timedelta(days=2), reply_due_at=NOON - timedelta(hours=1))
    taken = make_ticket(council)
    later(monkeypatch, minutes=10)
    take_ticket(ticket_id=taken.pk, by=actor)
    post_message(ticket_id=taken.pk, body="Hello", client_id=uuid4(), by=actor)
    resolve_ticket(ticket_id=taken.pk, outcome=Outcome.SOLVED, by=actor)
    board = board_of(actor, [council])
    counts = (board.unassigned, board.overdue, board.received, board.resolved, board.median_response)
    assert counts == (1, 1, 1, 1, 600)
    assert board.oldest_unassigned == NOON - timedelta(days=2)


def test_the_median_counts_service_time_and_leaves_out_who_did_not_wait(council: Council, actor: Actor) -> None:
    council.opening_intervals.all().delete()
    assert board_of(actor, [council]).median_response is None
    ticket = make_ticket(council)
    Ticket.objects.filter(pk=ticket.pk).update(created_at=NOON - timedelta(hours=30), first_human_response_at=NOON - timedelta(hours=1))
    assert board_of(actor, [council]).median_response == 0
    Ticket.objects.filter(pk=ticket.pk).update(created_at=NOON - timedelta(hours=1))
    assert board_of(actor, [council]).median_response is None


def test_it_lists_what_waits_for_others_past_its_date(council: Council, actor: Actor) -> None:
    past, today = make_ticket(council), make_ticket(council)
    waiting = {"status": Status.WAITING_THIRD_PARTY, "waiting_for": "Consorci AOC"}
    Ticket.objects.filter(pk=past.pk).update(**waiting, waiting_until=date(2026, 5, 19))
    Ticket.objects.filter(pk=today.pk).update(**waiting, waiting_until=date(2026, 5, 20))
    board = board_of(actor, [council])
    assert ([ticket.pk for ticket in board.third_party], board.third_party_count) == ([past.pk], 1)


@pytest.mark.parametrize(
    ("available", "silent", "state"),
    [
        (True, 30, AgentState.AVAILABLE),
        (True, 90, AgentState.AWAY),
        (False, 30, AgentState.AWAY),
        (False, 400, AgentState.NOT_SEEN),
        (True, 400, AgentState.NOT_SEEN),
    ],
)
def test_an_agent_is_where_she_was_last_heard_of(
    council: Council, actor: Actor, agent: User, *, available: bool, silent: int, state: AgentState
) -> None:
    Presence.objects.create(user=agent, is_available=available, last_seen_at=NOON - timedelta(seconds=silent))
    rows = {row.user.pk: row for row in board_of(actor, [council]).agents}
    assert rows[agent.pk].state is state
    assert rows[actor.user_id or 0].state is AgentState.NOT_SEEN


def test_a_row_says_chats_and_open_tickets(council: Council, actor: Actor, agent: User) -> None:
    hers = staff_actor(agent)
    set_presence(available=True, by=hers)
    accept_chat(ticket_id=wait_in_chat(council).pk, by=hers)
    take_ticket(ticket_id=make_ticket(council).pk, by=hers)
    done = make_ticket(council)
    resolve_ticket(ticket_id=done.pk, outcome=Outcome.SOLVED, by=hers)
    row = next(row for row in board_of(actor, [council]).agents if row.user == agent)
    assert (row.chats, row.tickets, [(load.council, load.tickets) for load in row.loads]) == (1, 2, [(council, 2)])


def test_only_supervised_councils_are_counted(council: Council, supervisor: User) -> None:
    other = make_council("second", host="second.example", prefix="SE")
    make_user(other, Role.AGENT)
    make_ticket(other)
    supervisor.memberships.create(council=other, role=Role.AGENT)
    board = board_of(staff_actor(supervisor), [council])
    assert (board.unassigned, board.received, len(board.agents)) == (0, 0, 1)
