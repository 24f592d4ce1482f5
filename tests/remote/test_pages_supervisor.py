"""The supervisor's pages: what goes on, settings, and who may not."""

from collections.abc import Callable

import pytest
from pytest_django import DjangoAssertNumQueries

from helpdesk.base import clock
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, User
from helpdesk.people.rules import Role
from remote.models import ProviderConfig
from remote.rules import State
from remote.selectors import live_sessions, recent_sessions
from tests.factories import make_remote_session, make_staff, make_user
from tests.remote.browsing import logged_in, read, url
from tests.remote.conftest import REASON, Line, reachable
from tests.remote.test_services import LINK

Counted = Callable[..., DjangoAssertNumQueries]


def test_the_supervisor_sees_what_goes_on_and_ends_it(line: Line, council: Council) -> None:
    client = logged_in(make_user(council, Role.SUPERVISOR))
    assert "No session is going on" in read(client, url("live"))
    session = line.agreed()
    page = read(client, url("live"))
    assert REASON in page
    assert "Laia Ferrer" in page
    with line.commits(execute=True):
        client.post(url("terminate", session.public_id))
    session.refresh_from_db()
    assert session.state == State.TERMINATED
    assert "Ended by a supervisor" in read(client, url("live"))


def test_the_lists_need_as_many_queries_for_thirty_as_for_one(
    council: Council, agent: Actor, agent_user: User, supervisor: Actor, django_assert_num_queries: Counted
) -> None:
    def add(count: int) -> None:
        for _number in range(count):
            now = clock.now()
            make_remote_session(reachable(council, agent), agent_user)
            make_remote_session(reachable(council, agent), agent_user, state=State.DECLINED, ended_at=now)

    add(1)
    for total in (1, 30):
        if total > 1:
            add(total - 1)
        with django_assert_num_queries(2):
            live, recent = live_sessions(supervisor), recent_sessions(supervisor)
            assert [card.session.agent.full_name for card in live if card.session] == ["Laia Ferrer"] * total
            assert len(recent) == total


def test_a_supervisor_of_another_council_sees_none_of_it(line: Line, other: Council) -> None:
    line.offer()
    assert live_sessions(make_staff(other, Role.SUPERVISOR)) == []


# Settings


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMINISTRATOR])
def test_programs_are_switched_on_set_up_and_tested_in_the_product(council: Council, role: Role) -> None:
    client = logged_in(make_user(council, role))
    assert "Not enforced by this service" in read(client, url("settings"))
    address = url("provider", council.slug, "link")
    sent = {"is_enabled": "on", "max_minutes": "45", **LINK, "citizen_address": "http://meet.example/{room}"}
    response = client.post(address, sent)
    assert response.status_code == 422
    assert "http://meet.example/{room}" in response.content.decode()
    assert client.post(address, {**sent, "citizen_address": "https://meet.example/{room}"}).status_code == 302
    row = ProviderConfig.objects.get(provider="link")
    assert (row.is_enabled, row.max_minutes, row.settings["kind"]) == (True, 45, "jitsi")
    response = client.post(url("provider_check", council.slug, "link"), follow=True)
    assert "cannot be tested from here" in response.content.decode()
    assert client.post(address, {**sent, "max_minutes": "90"}).status_code == 422


@pytest.mark.parametrize("role", [Role.AGENT, Role.OFFICER])
def test_other_roles_do_not_configure(council: Council, role: Role) -> None:
    client = logged_in(make_user(council, role))
    read(client, url("settings"), 403)
    read(client, url("provider", council.slug, "fake"), 403)


def test_another_councils_programs_do_not_exist(council: Council, other: Council) -> None:
    client = logged_in(make_user(other, Role.SUPERVISOR))
    read(client, url("provider", council.slug, "fake"), 404)
    assert client.post(url("provider_check", council.slug, "fake")).status_code == 404
