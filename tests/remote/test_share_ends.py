"""How sockets of a session end: at once, by bell, by database, by their own clock, and with the rights that opened them."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.db import connection

from helpdesk.people.models import Membership, SecretLink
from helpdesk.people.rules import Role
from helpdesk.tickets.models import Ticket
from remote.consumers import live, seen
from remote.rules import State
from remote.services import end_session, revoke, sweep_sessions
from remote.services.ending import confirm_end
from tests.chat.conftest import in_thread, sockets  # noqa: F401  a fixture
from tests.factories import make_user
from tests.remote.sharing import DIRECT, SHARE, Two, gets_in, looking, page, two

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("sockets")]


@pytest.mark.parametrize("who", ["agent", "citizen"])
async def test_an_end_closes_both_pages(who: str) -> None:
    pair = await two()
    async with looking(pair) as (citizen, agent):
        action, by = (end_session, pair.agent) if who == "agent" else (revoke, pair.citizen)
        await in_thread(action)(session_id=pair.session.pk, by=by)
        for one in (citizen, agent):
            await one.until("over")
            assert (await one.until("closed"))["code"] == live.Closed.OVER
        assert await in_thread(pair.state)() in {State.ENDED, State.REVOKED}
    for side in ("citizen", "agent"):
        assert not await gets_in(pair, side)
    assert "device_lost" not in await in_thread(pair.told)()


async def test_an_end_whose_bell_was_lost_is_seen_in_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = await two()
    monkeypatch.setattr("remote.bell.send", lambda *_args: None)
    monkeypatch.setattr("remote.providers.browser.send", lambda *_args: None)
    async with looking(pair) as (citizen, agent):
        await in_thread(end_session)(session_id=pair.session.pk, by=pair.agent)
        for one in (citizen, agent):
            await one.until("over")


async def test_the_hard_end_needs_neither_bell_nor_database(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = await two()
    monkeypatch.setattr(live, "LOOK_SECONDS", 60)
    look = seen.look
    monkeypatch.setattr(seen, "look", lambda *args: replace(look(*args), seconds_left=0.5))
    async with page(pair, "citizen") as citizen, page(pair, "agent") as agent:
        for one in (citizen, agent):
            await one.until("over")


@pytest.mark.parametrize("ended", ["role", "link"])
async def test_a_right_that_ended_closes_the_page(ended: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "LOOK_SECONDS", 0.1)
    pair = await two()
    async with page(pair, "agent" if ended == "role" else "citizen") as one:
        await in_thread((Membership if ended == "role" else SecretLink).objects.all().delete)()
        assert (await one.until("closed"))["code"] == live.Closed.REVOKED


async def test_a_ticket_that_changed_hands_closes_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "LOOK_SECONDS", 0.1)
    pair = await two()
    other = await in_thread(make_user)(pair.council, Role.AGENT)
    async with page(pair, "agent") as agent:
        await in_thread(Ticket.objects.filter(pk=pair.ticket.pk).update)(assignee=other)
        assert (await agent.until("closed"))["code"] == live.Closed.REVOKED


async def test_a_direct_session_is_over_for_certain_when_the_page_says_that_it_stopped() -> None:
    pair = await two("browser_direct", **DIRECT)
    async with page(pair, "citizen") as citizen:
        await citizen.say(t="share", surface="window", transport="webrtc")
        await citizen.until("viewer")
        ending = asyncio.create_task(_end(pair))
        await citizen.until("over")
        await citizen.say(t="stopped")
        assert (await citizen.until("closed"))["code"] == live.Closed.OVER
        await ending
    assert await in_thread(pair.state)() == State.ENDED


async def test_without_that_word_its_end_stays_unconfirmed() -> None:
    pair = await two("browser_direct", **DIRECT)
    async with page(pair, "citizen") as citizen:
        await citizen.say(t="share", surface="window", transport="webrtc")
        await citizen.until("viewer")
        await _end(pair)
        assert (await citizen.until("closed"))["code"] == live.Closed.OVER
    assert await in_thread(pair.state)() == State.ENDING
    assert "end_unconfirmed" in await in_thread(pair.told)()


async def _end(pair: Two) -> None:
    """In a thread of its own, as a request has one: the writing thread is needed for the page's word."""

    def end() -> None:
        end_session(session_id=pair.session.pk, by=pair.agent)
        confirm_end(pair.session.pk)
        connection.close()

    await sync_to_async(end, thread_sensitive=False)()


async def test_a_page_that_falls_silent_ends_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = await two()
    async with page(pair, "citizen") as citizen:
        await citizen.until("beat")
        await citizen.say(t="beat")
        await citizen.say(**SHARE)
        await citizen.until("viewer")
        monkeypatch.setattr("remote.services.sweep.HEARTBEAT_LOST", timedelta(0))
        await in_thread(sweep_sessions)()
        await citizen.until("over")
