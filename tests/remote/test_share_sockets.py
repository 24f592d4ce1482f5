"""What goes from one page of a session to the other: pictures and their acknowledgements, rings, signals, pauses."""

import pytest

from remote.consumers import live
from remote.models import RemoteEvent, RemoteSession
from remote.rules import State
from tests.chat.conftest import in_thread, sockets  # noqa: F401  a fixture
from tests.remote.sharing import DIRECT, SHARE, chunk, looking, page, two

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("sockets")]


async def test_a_picture_goes_from_one_page_to_the_other_and_its_acknowledgement_back() -> None:
    pair = await two()
    async with looking(pair) as (citizen, agent):
        first, second = chunk(1, last=False, body=b"a" * 40_000), chunk(1, 1, body=b"b" * 2_000)
        for one in (first, second):
            await citizen.raw(data=one)
        assert [await agent.picture(), await agent.picture()] == [first, second]
        await agent.say(t="ack", n=1)
        await citizen.until("ack", n=1)
        await citizen.raw(data=chunk(2))
        assert await agent.picture() == chunk(2)
    assert await in_thread(pair.state)() == State.AWAITING_DEVICE
    told = await in_thread(pair.told)()
    for name in ("device_connected", "viewer_opened", "viewer_closed", "device_lost"):
        assert name in told
    closed = await in_thread(RemoteEvent.objects.get)(session=pair.session, name="viewer_closed")
    assert closed.data == {"bytes_down": 42_000 + 24, "pictures": 1, "points": 0, "strokes": 0, "dropped": 0}


async def test_sharing_makes_it_ready_and_looking_begins_by_itself() -> None:
    pair = await two()
    async with page(pair, "citizen") as citizen:
        assert (await citizen.until("hello"))["transport"] == "relay"
        await citizen.say(**SHARE)
        await citizen.until("viewer", on=False)
        assert await in_thread(pair.state)() == State.READY
        async with page(pair, "agent") as agent:
            await agent.until("sharer", on=True, surface="window", paused=False)
            await citizen.until("viewer", on=True)
            assert await in_thread(pair.state)() == State.VIEWING
        await citizen.until("viewer", on=False)
        await citizen.say(t="unshare")
        await citizen.say(**SHARE)
        await citizen.until("viewer", on=False)
    assert await in_thread(pair.state)() == State.AWAITING_DEVICE


async def test_nothing_goes_over_while_nobody_looks_and_while_it_is_paused() -> None:
    pair = await two()
    async with page(pair, "citizen") as citizen:
        await citizen.say(**SHARE)
        await citizen.until("viewer", on=False)
        await citizen.raw(data=chunk(1))
        async with page(pair, "agent") as agent:
            await agent.until("sharer", on=True, paused=False)
            await citizen.until("viewer", on=True)
            await citizen.say(t="pause", on=True)
            await agent.until("sharer", paused=True)
            await citizen.raw(data=chunk(2))
            await citizen.say(t="pause", on=False)
            assert (await agent.any())["t"] != "bytes"


async def test_the_newest_page_of_the_agent_looks() -> None:
    pair = await two()
    async with looking(pair) as (citizen, first), page(pair, "agent") as second:
        assert (await first.until("closed"))["code"] == live.Closed.TAKEN
        await second.until("sharer", on=True)
        await citizen.until("viewer", on=True)
        await citizen.raw(data=chunk(1))
        assert await second.picture() == chunk(1)


async def test_the_newest_page_of_the_citizen_shares() -> None:
    pair = await two()
    async with looking(pair) as (first, agent):
        async with page(pair, "citizen") as second:
            await second.say(**SHARE)
            await first.until("taken")
            await agent.until("sharer", on=True)
            await second.until("viewer", on=True)
            await second.raw(data=chunk(1))
            assert await agent.picture() == chunk(1)
        assert await in_thread(pair.state)() == State.AWAITING_DEVICE


async def test_the_citizen_sees_where_the_agent_points_and_it_is_counted() -> None:
    pair = await two()
    async with looking(pair) as (citizen, agent):
        await agent.say(t="mark", id=1, stroke=False, points=[[0.25, 0.75]])
        assert await citizen.until("mark") == {"t": "mark", "id": 1, "stroke": False, "points": [[0.25, 0.75]]}
        for _ in range(2):
            await agent.say(t="mark", id=2, stroke=True, points=[[0, 0], [1, 1]])
            await citizen.until("mark", id=2)
        await agent.say(t="clear")
        await citizen.until("clear")
    closed = await in_thread(RemoteEvent.objects.get)(session=pair.session, name="viewer_closed")
    assert (closed.data["points"], closed.data["strokes"]) == (1, 1)


async def test_a_page_that_is_asked_says_that_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = await two()
    async with page(pair, "citizen") as citizen:
        await citizen.until("beat")
        await citizen.say(t="beat")
        await citizen.say(**SHARE)
        await citizen.until("viewer")
    session = await in_thread(RemoteSession.objects.get)(pk=pair.session.pk)
    assert session.citizen_seen_at is not None


async def test_signals_go_to_the_other_page_only() -> None:
    pair = await two("browser_direct", **DIRECT)
    async with page(pair, "citizen") as citizen, page(pair, "agent") as agent:
        hello = await citizen.until("hello")
        assert hello["ice"][0]["urls"] == "turn:127.0.0.1:3478"
        assert hello["relay_only"] is True
        await citizen.until("viewer", on=True)
        await citizen.say(t="share", surface="window", transport="webrtc")
        await agent.until("sharer", on=True, transport="webrtc")
        offer = {"call": 7, "description": {"type": "offer", "sdp": "v=0"}}
        await citizen.say(t="signal", data=offer)
        assert (await agent.until("signal"))["data"] == offer
        candidate = {"call": 7, "candidate": {"candidate": "candidate:1", "sdpMid": "0", "sdpMLineIndex": 0}}
        await agent.say(t="signal", data=candidate)
        assert (await citizen.until("signal"))["data"] == candidate
        await citizen.raw(data=chunk(1))
        assert (await citizen.until("closed"))["code"] == live.Closed.POLICY
