"""Who gets into the sockets of a session, and what closes them: other people, foreign pages, frames of the other side, floods."""

import json
import struct

import pytest

from helpdesk.people.rules import Role
from remote.consumers import live, pictures
from tests.chat.conftest import in_thread, sockets  # noqa: F401  a fixture
from tests.chat.keys import citizen_session, staff_session
from tests.factories import make_council, make_ticket, make_user
from tests.remote.sharing import DIRECT, SHARE, WEBP, chunk, gets_in, looking, page, two

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("sockets")]


async def test_who_gets_in() -> None:
    """The citizen with the link and the agent of the session, each on their own side, and nobody else."""
    pair = await two()

    def strangers() -> dict[str, str]:
        elsewhere = make_council("rocabruna", host="other.test", prefix="RB")
        return {
            "colleague": staff_session(make_user(pair.council, Role.AGENT)),
            "supervisor": staff_session(make_user(pair.council, Role.SUPERVISOR)),
            "foreign agent": staff_session(make_user(elsewhere, Role.AGENT)),
            "citizen of another ticket": citizen_session(make_ticket(pair.council)),
            "foreign citizen": citizen_session(make_ticket(elsewhere)),
            "nobody": "",
        }

    assert await gets_in(pair, "citizen")
    assert await gets_in(pair, "agent")
    assert not await gets_in(pair, "citizen", pair.keys["agent"])
    assert not await gets_in(pair, "agent", pair.keys["citizen"])
    for name, key in (await in_thread(strangers)()).items():
        for side in ("citizen", "agent"):
            assert not await gets_in(pair, side, key), (name, side)


async def test_only_a_page_of_the_council_gets_in() -> None:
    pair = await two()
    await in_thread(make_council)("rocabruna", host="other.test", prefix="RB")
    for side in ("citizen", "agent"):
        assert not await gets_in(pair, side, origin="http://evil.example")
        assert not await gets_in(pair, side, origin="null")
    assert not await gets_in(pair, "citizen", host="other.test", origin="http://other.test")


async def test_a_session_held_in_another_way_has_no_sockets() -> None:
    pair = await two("fake", behaviour="well")
    for side in ("citizen", "agent"):
        assert not await gets_in(pair, side)


BAD_FOR_ALL = ['{"t":"nonsense"}', "[]", "not json", '{"t":"ack"}', '{"t":["x"]}', '{"t":"ack","n":-1}', "[" * 2_000, "x" * 40_000]
BAD_FOR_THE_CITIZEN = ['{"t":"ack","n":1}', '{"t":"mark","id":1,"stroke":false,"points":[[0.5,0.5]]}', '{"t":"clear"}']
BAD_FOR_THE_AGENT = [
    json.dumps(SHARE),
    '{"t":"beat"}',
    '{"t":"stopped"}',
    '{"t":"mark","id":1,"stroke":false,"points":[[0.5,1.5]]}',
    '{"t":"mark","id":1,"stroke":false,"points":[[0.5,NaN]]}',
    '{"t":"mark","id":1,"stroke":false,"points":[]}',
    json.dumps({"t": "mark", "id": 1, "stroke": True, "points": [[0, 0]] * 61}),
    json.dumps({"t": "signal", "data": {"call": 1, "description": {"type": "offer", "sdp": "x" * 25_000}}}),
    json.dumps({"t": "signal", "data": {"call": 1, "html": "<b>"}}),
]


async def test_a_frame_that_no_page_of_that_side_says_closes_it() -> None:
    pair = await two()
    for side, own in (("citizen", BAD_FOR_THE_CITIZEN), ("agent", BAD_FOR_THE_AGENT)):
        for text in [*BAD_FOR_ALL, *own]:
            async with page(pair, side) as one:
                await one.raw(text)
                assert (await one.until("closed"))["code"] == live.Closed.POLICY, (side, text[:80])


BAD_BYTES = {
    "nothing": b"",
    "no header": b"short",
    "no body": chunk(1)[:8],
    "middle first": chunk(1, 1),
    "unknown kind": struct.pack(">BBHI", 2, 1, 0, 1) + WEBP,
    "no picture": struct.pack(">BBHI", 1, 1, 0, 1) + b"<html>not a picture",
    "too large": chunk(1, body=b"x" * pictures.MAX_CHUNK),
}


async def test_bytes_that_are_no_picture_close_the_page() -> None:
    pair = await two()
    for name, data in BAD_BYTES.items():
        async with page(pair, "citizen") as citizen:
            await citizen.say(**SHARE)
            await citizen.raw(data=data)
            assert (await citizen.until("closed"))["code"] == live.Closed.POLICY, name


async def test_the_agent_sends_no_pictures_and_nobody_before_sharing() -> None:
    pair = await two()
    for side in ("agent", "citizen"):
        async with page(pair, side) as one:
            await one.raw(data=chunk(1))
            assert (await one.until("closed"))["code"] == live.Closed.POLICY


async def test_a_flood_is_cut() -> None:
    pair = await two()
    async with page(pair, "agent") as agent:
        for _ in range(live.TEXTS_PER_WINDOW + 1):
            await agent.raw('{"t":"clear"}')
        assert (await agent.until("closed"))["code"] == live.Closed.POLICY


async def test_a_slow_agent_gets_one_picture_and_not_a_queue() -> None:
    """Whoever does not acknowledge is sent nothing more: what a hostile page pushes goes nowhere, and at last it is closed."""
    pair = await two()
    async with looking(pair) as (citizen, agent):
        for number in range(1, pictures.MAX_EARLY + 3):
            await citizen.raw(data=chunk(number, body=b"x" * 40_000))
        assert (await citizen.until("closed"))["code"] == live.Closed.POLICY
        assert await agent.picture() == chunk(1, body=b"x" * 40_000)
        assert await agent.silent(0.3)


async def test_pictures_are_refused_where_the_council_allows_no_second_way() -> None:
    pair = await two("browser_direct", **(DIRECT | {"fallback": "no"}))
    async with page(pair, "citizen") as citizen:
        await citizen.say(**SHARE)
        assert (await citizen.until("closed"))["code"] == live.Closed.POLICY
