"""Every route times every actor, generated from the address table: a new route without a row fails."""

import pytest

from tests.project.access import EVERYBODY, LOOSE, ROUTES, allowed
from tests.project.world import CANARY, OTHER_HOST, World

REFUSED = {302, 401, 403, 404, 405}


@pytest.mark.parametrize("name", ROUTES)
def test_every_route_has_a_row(name: str) -> None:
    assert allowed(name)


@pytest.fixture
def world(db: None) -> World:
    return World()


@pytest.mark.parametrize("who", sorted(EVERYBODY))
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_gets_what_is_not_theirs(world: World, who: str, method: str) -> None:
    client = world.client(who)
    before = (world.ticket.last_seq, world.ticket.status)
    for name, pattern in ROUTES.items():
        if name in {"account_logout", "readyz"}:
            continue
        response = getattr(client, method)(world.address(name, pattern))
        body = (
            b"".join(response.streaming_content)
            if response.streaming and not response.is_async
            else (b"" if response.streaming else response.content)
        )
        assert response.status_code < 500, f"{method} {name} as {who}: {response.status_code}"
        if who in allowed(name):
            if method == "get" and name not in LOOSE and not name.startswith(("transparency:", "indicators:")):
                assert response.status_code not in {401, 403, 404}, f"{name} is closed to {who}: {response.status_code}"
            continue
        assert response.status_code in REFUSED, f"{method} {name} is open to {who}: {response.status_code}"
        assert CANARY.encode() not in body, f"{method} {name} tells {who} about the ticket"
    if who not in {"agent", "supervisor", "citizen"}:
        world.ticket.refresh_from_db()
        assert (world.ticket.last_seq, world.ticket.status) == before


@pytest.mark.parametrize("who", ["anonymous", "stranger", "officer", "administrator"])
def test_other_roles_never_see_the_ticket_anywhere(world: World, who: str) -> None:
    client = world.client(who)
    for name, pattern in ROUTES.items():
        if name == "readyz":
            continue
        response = client.get(world.address(name, pattern))
        body = b"" if response.streaming else response.content
        assert CANARY.encode() not in body, f"{name} tells {who} about the ticket"


def test_the_holder_of_a_link_gets_nothing_on_another_councils_host(world: World) -> None:
    client = world.client("citizen")
    for name in ("portal:ticket", "portal:timeline", "portal:chat", "rating:rate", "plain:attachment", "portal:picture"):
        assert client.get(world.address(name, ROUTES[name]), headers={"host": OTHER_HOST}).status_code == 404, name


def test_an_unknown_host_is_misdirected(world: World) -> None:
    response = world.client("anonymous").get("/", headers={"host": "evil.example"})
    assert response.status_code == 421
    assert b"Vallclara" not in response.content
