"""Moving the work of somebody who is away: all or nothing, and by a supervisor of that council."""

import pytest
from django.test import Client

from helpdesk.base.errors import InvalidInput, NotAllowed
from helpdesk.desk.services.moving import move_work
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, Team, User
from helpdesk.people.rules import Role
from helpdesk.people.selectors import staff_actor
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Outcome
from helpdesk.tickets.services import resolve_ticket, take_ticket
from tests.factories import make_council, make_staff, make_ticket, make_user


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
