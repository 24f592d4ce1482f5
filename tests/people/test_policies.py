"""Which role may do what, and only in its own council."""

import pytest

from helpdesk.base.errors import NotAllowed
from helpdesk.people.actors import SYSTEM, Actor
from helpdesk.people.models import Council, Membership
from helpdesk.people.policies import allowed, councils_where, require
from helpdesk.people.rules import Role
from helpdesk.people.selectors import actor_by_email, citizen_actor, colleagues, staff_actor
from helpdesk.tickets.permissions import Permission
from tests.factories import citizen_with, make_council, make_staff, make_ticket, make_user

EXPECTED: dict[Role, set[Permission]] = {
    Role.AGENT: {Permission.SEE, Permission.WORK, Permission.WRITE, Permission.LOG, Permission.REOPEN},
    Role.SUPERVISOR: {Permission.SEE, Permission.WORK, Permission.WRITE, Permission.LOG, Permission.REOPEN},
    Role.OFFICER: {Permission.MEASURE},
    Role.ADMINISTRATOR: set(),
}


@pytest.fixture
def council(db: None) -> Council:
    return make_council()


@pytest.fixture
def second(db: None) -> Council:
    return make_council("second", host="second.example", prefix="SE")


@pytest.mark.parametrize("role", EXPECTED)
def test_a_role_has_exactly_its_permissions(role: Role, council: Council) -> None:
    actor = make_staff(council, role)
    assert {permission for permission in Permission if allowed(actor, permission, council.pk)} == EXPECTED[role]


@pytest.mark.parametrize("role", EXPECTED)
def test_a_role_ends_at_the_border_of_its_council(role: Role, council: Council, second: Council) -> None:
    actor = make_staff(council, role)
    assert [permission for permission in Permission if allowed(actor, permission, second.pk)] == []
    assert actor.roles_in(second.pk) == frozenset()


def test_roles_of_two_councils_do_not_mix(council: Council, second: Council) -> None:
    user = make_user(council, Role.AGENT)
    Membership.objects.create(council=second, user=user, role=Role.OFFICER)
    actor = staff_actor(user)
    assert councils_where(actor, Permission.WORK) == [council.pk]
    assert councils_where(actor, Permission.MEASURE) == [second.pk]
    with pytest.raises(NotAllowed):
        require(actor, Permission.WORK, second.pk)


def test_two_roles_in_one_council_add_up(council: Council) -> None:
    actor = make_staff(council, Role.AGENT, Role.OFFICER)
    assert allowed(actor, Permission.WORK, council.pk)
    assert allowed(actor, Permission.MEASURE, council.pk)


def test_the_system_may_do_everything(council: Council) -> None:
    assert all(allowed(SYSTEM, permission, council.pk) for permission in Permission)


def test_a_citizen_writes_and_opens_and_nothing_else(council: Council, second: Council) -> None:
    actor = citizen_with(make_ticket(council))
    assert {permission for permission in Permission if allowed(actor, permission, council.pk)} == {Permission.WRITE, Permission.OPEN}
    assert [permission for permission in Permission if allowed(actor, permission, second.pk)] == []
    assert actor.is_staff is False


def test_nobody_at_all_may_nothing(council: Council) -> None:
    assert [permission for permission in Permission if allowed(Actor(), permission, council.pk)] == []


def test_a_person_without_a_role_is_no_staff(council: Council) -> None:
    actor = staff_actor(make_user())
    assert (actor.is_staff, councils_where(actor, Permission.SEE)) == (False, [])


def test_a_deactivated_person_loses_every_role(council: Council) -> None:
    user = make_user(council, Role.AGENT)
    user.is_active = False
    user.save()
    assert staff_actor(user).roles == {}
    assert actor_by_email(user.email) is None
    assert list(colleagues(council.pk)) == []


def test_a_command_finds_its_actor_whatever_the_case(council: Council) -> None:
    user = make_user(council, Role.AGENT, email="laia@example.org")
    actor = actor_by_email("Laia@Example.org")
    assert actor is not None
    assert (actor.user_id, actor.roles) == (user.pk, {council.pk: frozenset({Role.AGENT})})


def test_colleagues_are_those_who_answer_tickets(council: Council, second: Council) -> None:
    agent = make_user(council, Role.AGENT, Role.SUPERVISOR, name="Ada Roig")
    make_user(council, Role.OFFICER)
    make_user(second, Role.AGENT)
    assert list(colleagues(council.pk)) == [agent]


def test_a_citizen_without_links_sees_nothing(council: Council) -> None:
    actor = citizen_actor(council, [1, 2, 3])
    assert (actor.ticket_ids, actor.rating_ticket_ids) == (frozenset(), frozenset())
