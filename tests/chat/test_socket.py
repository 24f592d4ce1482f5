"""What a socket does with a timeline: say, acknowledge, read, resume."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session

from helpdesk.base import clock
from helpdesk.chat.models import Chat, Presence
from helpdesk.chat.selectors import chat_open
from helpdesk.chat.services import accept_chat, end_chat, start_chat
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, Membership, SecretLink, User
from helpdesk.people.rules import Role
from helpdesk.people.selectors import staff_actor
from helpdesk.tickets.models import Entry, Ticket
from helpdesk.tickets.services import post_message, write_note
from tests.chat.conftest import PATIENCE, browser, communicator, in_thread
from tests.chat.keys import citizen_session, staff_session
from tests.factories import citizen_with, make_ticket, make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("sockets")]


async def test_a_message_is_acknowledged_and_reaches_both_sides(ticket: Ticket, agent_user: User) -> None:
    keys = await in_thread(citizen_session)(ticket), await in_thread(staff_session)(agent_user)
    async with browser(keys[0]) as citizen, browser(keys[1]) as agent:
        for one in (citizen, agent):
            await one.say(t="watch", ticket=ticket.reference, since=0)
            backlog = await one.hear("entries")
            assert [entry["seq"] for entry in backlog["entries"]] == [1, 2]
            assert backlog["last"] == 2
        cid = str(uuid4())
        await citizen.say(t="say", ticket=ticket.reference, cid=cid, body="Hola <b>Laia</b>")
        assert await citizen.hear() == {"t": "ack", "cid": cid, "seq": 3}
        for one in (citizen, agent):
            news = await one.hear("entries")
            assert [(entry["seq"], entry["cid"], entry["kind"], entry["author"]) for entry in news["entries"]] == [
                (3, cid, "message", "citizen")
            ]
            assert "Hola &lt;b&gt;Laia&lt;/b&gt;" in news["entries"][0]["html"]
            assert 'data-seq="3"' in news["entries"][0]["html"]
        await agent.say(t="say", ticket=ticket.reference, cid=str(uuid4()), body="Bon dia")
        heard = await citizen.hear("entries")
        assert ">Laia<" in heard["entries"][0]["html"]


async def test_reading_resumes_after_the_last_number(ticket: Ticket) -> None:
    key = await in_thread(citizen_session)(ticket)
    for number in range(3):
        await in_thread(post_message)(ticket_id=ticket.pk, body=f"m{number}", client_id=uuid4(), by=citizen_with(ticket))
    async with browser(key) as citizen:
        await citizen.say(t="watch", ticket=ticket.reference, since=3)
        news = await citizen.hear("entries")
        assert [entry["seq"] for entry in news["entries"]] == [4, 5]


async def test_a_long_backlog_comes_in_pages_and_in_order(ticket: Ticket) -> None:
    def write() -> None:
        for number in range(410):
            post_message(ticket_id=ticket.pk, body=f"m{number}", client_id=uuid4(), by=citizen_with(ticket))

    await in_thread(write)()
    key = await in_thread(citizen_session)(ticket)
    seen: list[int] = []
    async with browser(key) as citizen:
        await citizen.say(t="watch", ticket=ticket.reference, since=0)
        while not seen or seen[-1] < 412:
            news = await citizen.hear("entries")
            assert len(news["entries"]) <= 200
            seen += [entry["seq"] for entry in news["entries"]]
    assert seen == list(range(1, 413))


async def test_the_same_message_twice_is_stored_once_and_acknowledged_twice(ticket: Ticket) -> None:
    key, cid = await in_thread(citizen_session)(ticket), str(uuid4())
    async with browser(key) as citizen:
        for _ in range(2):
            await citizen.say(t="say", ticket=ticket.reference, cid=cid, body="Hola")
            assert await citizen.hear() == {"t": "ack", "cid": cid, "seq": 3}
    assert await in_thread(Entry.objects.filter(ticket=ticket, client_id=cid).count)() == 1


async def test_a_note_never_reaches_the_citizen(ticket: Ticket, agent_user: User) -> None:
    keys = await in_thread(citizen_session)(ticket), await in_thread(staff_session)(agent_user)
    async with browser(keys[0]) as citizen, browser(keys[1]) as agent:
        for one in (citizen, agent):
            await one.say(t="watch", ticket=ticket.reference, since=2)
            await one.hear("entries")
        await in_thread(write_note)(ticket_id=ticket.pk, body="canary", client_id=uuid4(), by=await in_thread(staff_actor)(agent_user))
        assert "canary" in (await agent.hear("entries"))["entries"][0]["html"]
        assert await citizen.silent()
        await citizen.say(t="watch", ticket=ticket.reference, since=0)
        assert [entry["seq"] for entry in (await citizen.hear("entries"))["entries"]] == [1, 2]


async def test_another_council_does_not_exist(ticket: Ticket, other: Council) -> None:
    stranger = await in_thread(make_user)(other, Role.SUPERVISOR)
    foreign = await in_thread(make_ticket)(other)
    for key, options in [
        (await in_thread(staff_session)(stranger), {}),
        (await in_thread(citizen_session)(foreign), {"host": "second.localhost", "origin": "http://second.localhost"}),
    ]:
        async with browser(key, **options) as one:
            await one.say(t="watch", ticket=ticket.reference, since=0)
            assert await one.hear() == {"t": "error", "code": "not_found"}
            cid = str(uuid4())
            await one.say(t="say", ticket=ticket.reference, cid=cid, body="Hola")
            assert await one.hear() == {"t": "error", "code": "not_found", "cid": cid}
    assert await in_thread(Entry.objects.filter(ticket=ticket).count)() == 2


async def test_a_link_of_one_council_opens_nothing_on_the_host_of_another(ticket: Ticket, other: Council) -> None:
    key = await in_thread(citizen_session)(ticket)
    opened, _code = await communicator(key, host="second.localhost", origin="http://second.localhost").connect(PATIENCE)
    assert not opened


async def test_nobody_without_a_session_gets_in(council: Council) -> None:
    for key in ("", "x" * 32):
        opened, _code = await communicator(key).connect(PATIENCE)
        assert not opened


async def test_an_officer_reads_no_timeline(ticket: Ticket, council: Council) -> None:
    key = await in_thread(staff_session)(await in_thread(make_user)(council, Role.OFFICER))
    async with browser(key) as officer:
        await officer.say(t="watch", ticket=ticket.reference, since=0)
        assert await officer.hear() == {"t": "error", "code": "not_found"}
        await officer.say(t="desk")
        assert await officer.hear() == {"t": "error", "code": "not_allowed"}


async def test_a_revoked_role_closes_at_the_next_frame(ticket: Ticket, agent_user: User) -> None:
    key = await in_thread(staff_session)(agent_user)
    async with browser(key) as agent:
        await agent.say(t="watch", ticket=ticket.reference, since=0)
        await agent.hear("entries")
        await in_thread(Membership.objects.all().delete)()
        await agent.say(t="say", ticket=ticket.reference, cid=str(uuid4()), body="Bon dia")
        assert (await agent.hear())["code"] == "not_allowed"
        assert await agent.hear() == {"t": "closed", "code": 4403}
    assert await in_thread(Entry.objects.filter(ticket=ticket).count)() == 2


async def test_a_revoked_role_closes_at_the_next_bell(ticket: Ticket, agent_user: User) -> None:
    key = await in_thread(staff_session)(agent_user)
    async with browser(key) as agent:
        await agent.say(t="watch", ticket=ticket.reference, since=2)
        await agent.hear("entries")
        await in_thread(Membership.objects.all().delete)()
        await in_thread(post_message)(ticket_id=ticket.pk, body="secret", client_id=uuid4(), by=citizen_with(ticket))
        assert await agent.hear() == {"t": "closed", "code": 4403}


@pytest.mark.parametrize("ended", ["logout", "link", "disabled"])
async def test_a_session_that_ended_is_closed_without_any_frame(
    ticket: Ticket, agent_user: User, ended: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("helpdesk.chat.rules.TICK_SECONDS", 0.1)
    key = await (in_thread(citizen_session)(ticket) if ended == "link" else in_thread(staff_session)(agent_user))
    async with browser(key) as one:
        await one.say(t="watch", ticket=ticket.reference, since=0)
        await one.hear("entries")
        if ended == "logout":
            await in_thread(Session.objects.all().delete)()
        elif ended == "link":
            await in_thread(SecretLink.objects.all().delete)()
        else:
            await in_thread(User.objects.update)(is_active=False)
        assert await one.hear() == {"t": "closed", "code": 4403}


async def test_staff_who_test_the_citizens_page_speak_as_the_citizen(ticket: Ticket, agent_user: User) -> None:
    def both() -> str:
        from django.contrib.sessions.backends.db import SessionStore

        session = SessionStore(staff_session(agent_user))
        session["links"] = SessionStore(citizen_session(ticket))["links"]
        session.save()
        return str(session.session_key)

    async with browser(await in_thread(both)(), query="?as=citizen") as one:
        await one.say(t="say", ticket=ticket.reference, cid=str(uuid4()), body="Hola")
        assert (await one.hear())["t"] == "ack"
    entry = await in_thread(Entry.objects.filter(ticket=ticket).latest)("seq")
    assert (entry.author_kind, entry.author_user_id) == ("citizen", None)


async def test_the_desk_hears_of_its_own_council_only(ticket: Ticket, other: Council, agent_user: User) -> None:
    stranger = await in_thread(make_user)(other, Role.AGENT)
    keys = await in_thread(staff_session)(agent_user), await in_thread(staff_session)(stranger)
    async with browser(keys[0]) as mine, browser(keys[1]) as theirs:
        for one in (mine, theirs):
            await one.say(t="desk")
            assert await one.hear() == {"t": "desk"}
        await in_thread(post_message)(ticket_id=ticket.pk, body="Hola", client_id=uuid4(), by=citizen_with(ticket))
        assert await mine.hear() == {"t": "desk"}
        assert await theirs.silent(0.6)


async def test_entries_come_in_the_language_of_the_page(ticket: Ticket) -> None:
    key = await in_thread(citizen_session)(ticket)
    async with browser(key) as citizen:
        await citizen.say(t="watch", ticket=ticket.reference, since=1, lang="en")
        html = (await citizen.hear("entries"))["entries"][0]["html"]
        assert ">You<" in html
        assert 'lang="ca"' in html
        await citizen.say(t="ping")
        assert await citizen.hear() == {"t": "pong"}


async def test_the_waiting_room_follows_the_queue(council: Council, agent_user: User, agent: Actor) -> None:
    first, second = await in_thread(make_ticket)(council), await in_thread(make_ticket)(council)
    for one in (first, second):
        await in_thread(start_chat)(ticket_id=one.pk, by=citizen_with(one))
    keys = await in_thread(citizen_session)(second), await in_thread(citizen_session)(first), await in_thread(staff_session)(agent_user)
    async with browser(keys[0]) as waiting, browser(keys[1]) as attended, browser(keys[2]) as desk:
        for citizen, ticket, place in ((waiting, second, 2), (attended, first, 1)):
            await citizen.say(t="watch", ticket=ticket.reference, since=0)
            assert await citizen.hear("chat") == {
                "t": "chat",
                "ticket": ticket.reference,
                "state": "waiting",
                "position": place,
                "agent": "",
            }
        await desk.say(t="desk")
        await desk.hear("desk")
        await in_thread(accept_chat)(ticket_id=first.pk, by=agent)
        assert await waiting.hear("chat") == {"t": "chat", "ticket": second.reference, "state": "waiting", "position": 1, "agent": ""}
        assert await attended.hear("chat") == {"t": "chat", "ticket": first.reference, "state": "active", "position": 0, "agent": "Laia"}
        assert await desk.hear() == {"t": "desk"}
        await in_thread(end_chat)(ticket_id=first.pk, by=agent)
        assert (await attended.hear("chat"))["state"] == "ended"


async def test_an_open_socket_is_a_sign_of_life(council: Council, agent_user: User, agent: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("helpdesk.chat.rules.TICK_SECONDS", 0.1)
    ticket = await in_thread(make_ticket)(council)
    await in_thread(start_chat)(ticket_id=ticket.pk, by=citizen_with(ticket))
    long_ago = clock.now() - timedelta(hours=1)
    await in_thread(Presence.objects.update)(last_seen_at=long_ago)
    await in_thread(Chat.objects.update)(citizen_seen_at=long_ago)
    assert not (await in_thread(chat_open)(council)).is_open
    keys = await in_thread(citizen_session)(ticket), await in_thread(staff_session)(agent_user)
    async with browser(keys[0]) as citizen, browser(keys[1]):
        await citizen.say(t="watch", ticket=ticket.reference, since=0)
        await citizen.hear("chat")
        await asyncio.sleep(0.5)
        assert (await in_thread(chat_open)(council)).is_open
        assert (await in_thread(Chat.objects.get)()).citizen_seen_at > long_ago
