"""The two sockets of a call by video: who gets in, what goes from one page to the other, and what closes them."""

import json
import random
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import datetime

import pytest
from channels.testing import WebsocketCommunicator
from django.conf import settings

from config.asgi import application
from helpdesk.base import clock
from helpdesk.callbacks.services import hold_by_phone
from helpdesk.people.rules import Role
from remote.consumers import live
from remote.video.services import leave_room
from tests.chat.conftest import in_thread, sockets  # noqa: F401  a fixture
from tests.chat.keys import citizen_session, staff_session
from tests.factories import make_council, make_ticket, make_user
from tests.remote.meeting import Meeting, at
from tests.remote.sharing import Page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("sockets")]
OFFER = {"call": 7, "description": {"type": "offer", "sdp": "v=0"}}


@pytest.fixture(autouse=True)
def ten(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """It is some minutes before ten, for every thread."""
    monkeypatch.setattr(clock, "now", lambda: NOW[0])
    NOW[0] = at(9, 55)
    yield
    NOW[0] = at(9, 55)


NOW: list[datetime] = [at(9, 55)]


class Two(Meeting):
    """A meeting whose citizen has entered, and the sessions of the browsers."""

    def __init__(self, *, entered: bool = True) -> None:
        NOW[0] = at(18, day=19)
        super().__init__()
        NOW[0] = at(9, 55)
        if entered:
            self.enter()
        self.keys = {
            "citizen": citizen_session(self.ticket),
            "agent": staff_session(self.user),
            "colleague": staff_session(self.colleague_user),
        }


async def two(*, entered: bool = True) -> Two:
    return await in_thread(lambda: Two(entered=entered))()


def line(pair: Two, side: str, key: str | None = None, **headers: str) -> WebsocketCommunicator:
    sent = {"host": "testserver", "origin": "http://testserver"} | headers
    sent["cookie"] = f"{settings.SESSION_COOKIE_NAME}={pair.keys[side] if key is None else key}"
    path = f"/ws/remote/video/{pair.ticket.reference}/{side}/"
    return WebsocketCommunicator(application, path, headers=[(name.encode(), value.encode()) for name, value in sent.items()])


async def gets_in(pair: Two, side: str, key: str | None = None, **headers: str) -> bool:
    one = line(pair, side, key, **headers)
    opened, _code = await one.connect(5)
    if opened:
        await one.disconnect(timeout=5)
    return bool(opened)


@asynccontextmanager
async def page(pair: Two, side: str, key: str | None = None) -> AsyncIterator[Page]:
    one = line(pair, side, key)
    opened, _code = await one.connect(5)
    assert opened
    try:
        yield Page(one)
    finally:
        await one.disconnect(timeout=5)


@asynccontextmanager
async def both(pair: Two) -> AsyncIterator[tuple[Page, Page]]:
    """Both pages, each knowing that the other is there."""
    async with page(pair, "citizen") as citizen, page(pair, "agent") as agent:
        await citizen.until("other", on=True)
        await agent.until("other", on=True)
        yield citizen, agent


async def test_who_gets_in() -> None:
    pair = await two()

    def strangers() -> list[str]:
        elsewhere = make_council("rocabruna", host="other.test", prefix="RB")
        return [
            staff_session(make_user(elsewhere, Role.AGENT, Role.SUPERVISOR)),
            staff_session(make_user(pair.council, Role.OFFICER)),
            staff_session(make_user(pair.council, Role.ADMINISTRATOR)),
            citizen_session(make_ticket(pair.council)),
            citizen_session(make_ticket(elsewhere)),
            "",
        ]

    assert await gets_in(pair, "citizen")
    assert await gets_in(pair, "agent")
    assert not await gets_in(pair, "citizen", pair.keys["agent"])
    assert not await gets_in(pair, "agent", pair.keys["citizen"])
    for key in await in_thread(strangers)():
        for side in ("citizen", "agent"):
            assert not await gets_in(pair, side, key)
    for side in ("citizen", "agent"):
        assert not await gets_in(pair, side, origin="http://evil.example")
    assert not await gets_in(pair, "citizen", host="other.test", origin="http://other.test")


async def test_without_agreeing_and_outside_of_the_window_the_sockets_are_closed() -> None:
    pair = await two(entered=False)
    assert not await gets_in(pair, "citizen")
    for now in (at(9, 49), at(10, 30)):
        NOW[0] = now
        assert not await gets_in(pair, "agent")
    NOW[0] = at(9, 55)
    await in_thread(pair.enter)()
    await in_thread(hold_by_phone)(call_id=pair.call.pk, by=pair.citizen)
    assert not await gets_in(pair, "citizen")
    assert not await gets_in(pair, "agent")


async def test_signals_go_from_one_page_to_the_other_and_the_conversation_begins() -> None:
    pair = await two()
    async with page(pair, "citizen") as citizen:
        hello = await citizen.until("hello")
        assert (hello["ice"][0]["urls"], hello["relay_only"], hello["talking"]) == ("turn:127.0.0.1:3478", True, False)
        await citizen.say(t="connected")  # nobody else is there
        async with page(pair, "agent") as agent:
            await agent.until("other", on=True)
            await citizen.until("other", on=True, name=(await in_thread(lambda: pair.room)()).agent_name)
            await citizen.say(t="signal", data=OFFER)
            assert (await agent.until("signal"))["data"] == OFFER
            media = {"call": 7, "media": {"voice": True, "camera": False}}
            await agent.say(t="signal", data=media)
            assert (await citizen.until("signal"))["data"] == media
            assert (await in_thread(lambda: pair.room)()).started_at is None
            await agent.say(t="connected")
            assert (await citizen.until("left"))["talking"] is True
            await citizen.say(t="connected")
        await citizen.until("other", on=False)
    assert (await in_thread(lambda: pair.room)()).started_at == at(9, 55)
    assert await in_thread(pair.events)() == ["video_entered", "video_started"]


async def test_the_newest_page_of_a_side_is_in_the_room() -> None:
    pair = await two()
    async with both(pair) as (citizen, agent), page(pair, "citizen") as newer:
        assert (await citizen.until("closed"))["code"] == live.Closed.TAKEN
        await newer.until("other", on=True)
        await newer.say(t="signal", data=OFFER)
        assert (await agent.until("signal"))["data"] == OFFER


async def test_a_colleague_does_not_get_in_while_somebody_of_us_is() -> None:
    pair = await two()
    async with both(pair) as (_citizen, _agent):
        assert not await gets_in(pair, "agent", pair.keys["colleague"])


@pytest.mark.parametrize("end", [leave_room, hold_by_phone])
async def test_hanging_up_and_the_telephone_close_both_pages(end: Callable[..., object]) -> None:
    pair = await two()
    async with both(pair) as (citizen, agent):
        await agent.say(t="connected")
        await citizen.until("left", talking=True)
        await in_thread(end)(call_id=pair.call.pk, by=pair.citizen)
        for one in (citizen, agent):
            assert (await one.until("closed"))["code"] == live.Closed.OVER


async def test_a_page_that_is_asked_says_that_it_is_there() -> None:
    pair = await two()
    async with page(pair, "citizen") as citizen:
        await citizen.until("beat")
        NOW[0] = at(9, 56)
        await citizen.say(t="beat")
        await citizen.say(t="signal", data=OFFER)
        await citizen.say(t="beat")
    assert (await in_thread(lambda: pair.room)()).citizen_seen_at == at(9, 56)


BAD = [
    '{"t":"nonsense"}',
    "[]",
    "not json",
    '{"t":"beat","x":1}',
    '{"t":"connected","by":"agent"}',
    '{"t":"share","surface":"window","transport":"webrtc"}',
    '{"t":"ack","n":1}',
    '{"t":"stopped"}',
    json.dumps({"t": "signal", "data": {"call": 1, "html": "<b>"}}),
    json.dumps({"t": "signal", "data": {"call": 1, "description": {"type": "offer", "sdp": "x" * 25_000}}}),
    json.dumps({"t": "signal", "data": {"call": 1, "media": {"voice": "yes", "camera": True}}}),
    "[" * 2_000,
    "x" * 40_000,
]


async def test_a_frame_that_no_page_says_closes_it() -> None:
    pair = await two()
    for side in ("citizen", "agent"):
        for text in BAD:
            async with page(pair, side) as one:
                await one.raw(text)
                assert (await one.until("closed"))["code"] == live.Closed.POLICY, (side, text[:80])
    async with page(pair, "citizen") as citizen:
        await citizen.raw(data=b"\x01\x01\x00\x00\x00\x00\x00\x01RIFF")
        assert (await citizen.until("closed"))["code"] == live.Closed.POLICY


async def test_no_frame_breaks_the_service() -> None:
    """Frames made of pieces of true ones: the socket obeys or closes for policy, never for an error of its own."""
    pair, rng = await two(), random.Random(22)  # noqa: S311
    pieces = [
        json.dumps({"t": "signal", "data": OFFER}),
        '{"t":"beat"}',
        '{"t":"connected"}',
        '{"t":"signal","data":{"call":1,"media":{}}}',
    ]
    frames = []
    for _ in range(60):
        text = rng.choice(pieces)
        start, end = sorted(rng.randrange(len(text) + 1) for _ in range(2))
        frames.append(text[:start] + rng.choice(['"', "{", "null", "1e999", "\x00", "é", ""]) + text[end:])
    for text in frames:
        async with page(pair, "citizen") as citizen:
            await citizen.until("hello")
            await citizen.raw(text)
            await citizen.say(t="nonsense")
            assert (await citizen.until("closed"))["code"] == live.Closed.POLICY, text


async def test_too_many_connections_close_it() -> None:
    pair = await two()
    async with both(pair) as (citizen, _agent):
        for _ in range(31):
            await citizen.say(t="connected")
        assert (await citizen.until("closed"))["code"] == live.Closed.POLICY
