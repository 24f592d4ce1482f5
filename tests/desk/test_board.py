"""The supervisor's board: what it counts, whom it shows, and moving work; only for the councils that she supervises."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from helpdesk.base import clock
from helpdesk.base.errors import InvalidInput, NotAllowed
from helpdesk.chat.models import Presence
from helpdesk.chat.services import accept_chat, set_presence, start_chat
from helpdesk.desk.selectors.board import AgentState, board_of
from helpdesk.desk.services.moving import move_work
from helpdesk.desk.tiles import span_words, tiles_of, tone_of
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, Team, User
from helpdesk.people.rules import Role
from helpdesk.people.selectors import staff_actor
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Channel, Outcome, Status
from helpdesk.tickets.services import post_message, resolve_ticket, take_ticket
from tests.factories import citizen_with, make_council, make_staff, make_ticket, make_user

NOON = datetime(2026, 5, 20, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


def later(monkeypatch: pytest.MonkeyPatch, **span: int) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(**span))


@pytest.fixture
def supervisor(council: Council) -> User:
    return make_user(council, Role.SUPERVISOR, name="Rosa Mas")


@pytest.fixture
def actor(supervisor: User) -> Actor:
    return staff_actor(supervisor)


@pytest.fixture
def visitor(supervisor: User, client: Client) -> Client:
    client.force_login(supervisor)
    return client


def wait_in_chat(council: Council) -> Ticket:
    """Somebody in the waiting room, whom the agents there have not taken."""
    ticket = make_ticket(council, channel=Channel.CHAT)
    start_chat(ticket_id=ticket.pk, by=citizen_with(ticket))
    return ticket


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


def test_the_page_is_for_supervisors(council: Council, client: Client) -> None:
    for role, status in ((Role.SUPERVISOR, 200), (Role.AGENT, 403), (Role.OFFICER, 403), (Role.ADMINISTRATOR, 403)):
        client.force_login(make_user(council, role))
        assert client.get("/en/desk/board/").status_code == status, role
    client.logout()
    assert client.get("/en/desk/board/").status_code == 302
    assert client.get("/en/desk/board/", headers={"HX-Request": "true"}).status_code == 401


def test_another_council_does_not_exist(council: Council, visitor: Client) -> None:
    make_council("second", host="second.example", prefix="SE")
    assert visitor.get("/en/desk/board/?council=second").status_code == 404
    assert visitor.get("/en/desk/board/?council=vallclara").status_code == 200


def test_several_councils_are_summed_and_narrowed(council: Council, supervisor: User, visitor: Client) -> None:
    other = make_council("second", host="second.example", prefix="SE")
    supervisor.memberships.create(council=other, role=Role.SUPERVISOR)
    make_ticket(council)
    make_ticket(other)
    everything, one = visitor.get("/en/desk/board/").context, visitor.get("/en/desk/board/?council=second").context
    assert (everything["board"].unassigned, one["board"].unassigned) == (2, 1)
    assert [council.slug for council in everything["councils"]] == ["second", "vallclara"]


def test_a_script_gets_the_middle_only_and_a_wall_screen_its_own_page(council: Council, visitor: Client) -> None:
    part = visitor.get("/en/desk/board/", headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in part, "b-tiles" in part) == (False, True)
    wall = visitor.get("/en/desk/board/?tv=1").content.decode()
    assert ('data-color-scheme="dark"' in wall, "w-rail" in wall, "tv=1" in wall) == (True, False, True)


def test_a_wall_screen_shows_no_names_of_citizens(council: Council, visitor: Client, actor: Actor) -> None:
    ticket = make_ticket(council, name="Montserrat Puigdevall")
    Ticket.objects.filter(pk=ticket.pk).update(status=Status.WAITING_THIRD_PARTY, waiting_until=date(2026, 5, 1))
    assert "Puigdevall" not in visitor.get("/en/desk/board/?tv=1").content.decode()


def test_every_tile_says_its_state_in_a_word(council: Council, visitor: Client) -> None:
    text = visitor.get("/en/desk/board/").content.decode()
    assert text.count("b-sign") == 6
    assert "In order" in text


@pytest.mark.parametrize(("value", "tone"), [(0, "ok"), (9, "ok"), (10, "soon"), (24, "soon"), (25, "late"), (900, "late")])
def test_a_tone_follows_its_thresholds(value: int, tone: str) -> None:
    assert tone_of(value, 10, 25) == tone


@pytest.mark.parametrize(("seconds", "words"), [(0, "less than 1 min"), (61, "1 min"), (3600, "1 h"), (4860, "1 h 21 min")])
def test_a_span_is_short(seconds: int, words: str) -> None:
    assert span_words(seconds) == words


def test_a_long_wait_is_late(council: Council, actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    set_presence(available=True, by=make_staff(council))
    wait_in_chat(council)
    tones: list[str] = []
    for minutes in (1, 3, 6):
        later(monkeypatch, minutes=minutes)
        tones.append(tiles_of(board_of(actor, [council]))[0].tone)
    assert tones == ["ok", "soon", "late"]


def filled(council: Council, number: int) -> None:
    for index in range(number):
        user = make_user(council, Role.AGENT, name=f"Person {index}")
        ticket = make_ticket(council)
        past = {"status": Status.WAITING_THIRD_PARTY, "waiting_until": date(2026, 5, 1)} if index % 2 else {"status": Status.OPEN}
        Ticket.objects.filter(pk=ticket.pk).update(assignee=user, **past)


def test_queries_do_not_grow(council: Council, visitor: Client) -> None:
    counts: list[int] = []
    for number in (2, 30):
        filled(council, number)
        visitor.get("/en/desk/board/")
        with CaptureQueriesContext(connection) as queries:
            assert visitor.get("/en/desk/board/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


# ---- moving work ------------------------------------------------------------------------------------------------------------------


def taken(council: Council, by: User, number: int = 2) -> list[Ticket]:
    return [take_ticket(ticket_id=make_ticket(council).pk, by=staff_actor(by)) for _number in range(number)]


def test_all_open_work_goes_to_a_colleague(council: Council, actor: Actor, agent: User) -> None:
    tickets = taken(council, agent, 3)
    resolve_ticket(ticket_id=tickets[0].pk, outcome=Outcome.SOLVED, by=actor)
    colleague = make_user(council, Role.AGENT, name="Pere Soler")
    assert move_work(council_id=council.pk, from_user_id=agent.pk, to_user_id=colleague.pk, reason="Ill", by=actor) == 2
    assert [ticket.assignee for ticket in Ticket.objects.order_by("pk")] == [agent, colleague, colleague]


def test_all_open_work_goes_to_a_team(council: Council, actor: Actor, agent: User) -> None:
    team = Team.objects.create(council=council, name="Taxes")
    taken(council, agent)
    assert move_work(council_id=council.pk, from_user_id=agent.pk, to_team_id=team.pk, by=actor) == 2
    assert {(ticket.team, ticket.assignee) for ticket in Ticket.objects.all()} == {(team, None)}


def test_all_or_nothing_moves(council: Council, actor: Actor, agent: User) -> None:
    taken(council, agent)
    stranger = make_user(make_council("second", host="second.example", prefix="SE"), Role.AGENT)
    with pytest.raises(InvalidInput):
        move_work(council_id=council.pk, from_user_id=agent.pk, to_user_id=stranger.pk, by=actor)
    assert set(Ticket.objects.values_list("assignee", flat=True)) == {agent.pk}


@pytest.mark.parametrize("target", [{}, {"to_user_id": 1, "to_team_id": 1}])
def test_one_target_is_needed(council: Council, actor: Actor, agent: User, target: dict[str, int]) -> None:
    with pytest.raises(InvalidInput):
        move_work(council_id=council.pk, from_user_id=agent.pk, **target, by=actor)


@pytest.mark.parametrize("role", [Role.AGENT, Role.OFFICER, Role.ADMINISTRATOR])
def test_only_a_supervisor_moves_work(council: Council, agent: User, role: Role) -> None:
    taken(council, agent)
    colleague = make_user(council, Role.AGENT)
    with pytest.raises(NotAllowed):
        move_work(council_id=council.pk, from_user_id=agent.pk, to_user_id=colleague.pk, by=make_staff(council, role))
    assert set(Ticket.objects.values_list("assignee", flat=True)) == {agent.pk}


def test_a_supervisor_of_another_council_moves_nothing(council: Council, agent: User, client: Client) -> None:
    taken(council, agent)
    other = make_council("second", host="second.example", prefix="SE")
    stranger = make_user(other, Role.SUPERVISOR)
    with pytest.raises(NotAllowed):
        move_work(council_id=council.pk, from_user_id=agent.pk, to_user_id=stranger.pk, by=staff_actor(stranger))
    client.force_login(stranger)
    assert client.get(f"/en/desk/board/vallclara/{agent.pk}/").status_code == 404
    assert client.get(f"/en/desk/board/second/{agent.pk}/").status_code == 404


def test_the_form_moves_and_says_how_many(council: Council, agent: User, visitor: Client) -> None:
    taken(council, agent)
    colleague = make_user(council, Role.AGENT, name="Pere Soler")
    address = f"/en/desk/board/vallclara/{agent.pk}/"
    assert "2 open tickets" in visitor.get(address).content.decode()
    response = visitor.post(address, {"to": str(colleague.pk), "reason": "Ill"}, follow=True)
    assert "2 tickets have been moved." in response.content.decode()
    assert set(Ticket.objects.values_list("assignee", flat=True)) == {colleague.pk}


def test_a_form_without_a_target_comes_back(council: Council, agent: User, visitor: Client) -> None:
    taken(council, agent)
    response = visitor.post(f"/en/desk/board/vallclara/{agent.pk}/", {"to": "", "reason": "Ill since Monday"})
    text = response.content.decode()
    assert (response.status_code, "k-errors" in text, "Ill since Monday" in text) == (422, True, True)


def test_the_rail_offers_the_board_to_supervisors(council: Council, visitor: Client, agent: User, client: Client) -> None:
    assert "/en/desk/board/" in visitor.get("/en/desk/").content.decode()
    client.force_login(agent)
    assert "/en/desk/board/" not in client.get("/en/desk/").content.decode()
