"""Waiting room, acceptance, ending, and what becomes of chats that nobody attends."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from helpdesk.base import clock
from helpdesk.base.errors import Conflict, ForbiddenTransition, NotAllowed, NotFound
from helpdesk.calendars.models import OpeningInterval
from helpdesk.chat.models import Chat, Presence
from helpdesk.chat.rules import ChatState, OfferReason
from helpdesk.chat.selectors import availability, chat_open, my_chats, position, waiting_for
from helpdesk.chat.services import (
    accept_chat,
    convert_chat,
    end_chat,
    leave_chat,
    set_presence,
    start_chat,
    sweep_chats,
    touch_citizen,
    touch_presence,
)
from helpdesk.people.actors import SYSTEM, Actor
from helpdesk.people.models import Council, User
from helpdesk.people.rules import Role
from helpdesk.tickets.models import Entry, Ticket, UnservedDemand
from helpdesk.tickets.rules import Channel, Outcome, Status
from helpdesk.tickets.selectors import ticket_for
from helpdesk.tickets.services import resolve_ticket
from tests.factories import citizen_with, make_council, make_staff, make_ticket

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon() -> object:
    with clock.at(NOON):
        yield


@pytest.fixture
def waiting(ticket: Ticket, agent: Actor) -> Chat:
    return start_chat(ticket_id=ticket.pk, by=citizen_with(ticket))


def events(ticket: Ticket) -> list[str]:
    return [e for e in Entry.objects.filter(ticket=ticket).values_list("event", flat=True) if e]


def test_the_chat_is_open_when_the_calendar_is_and_an_agent_was_heard_of(council: Council, agent: Actor) -> None:
    assert (chat_open(council).is_open, chat_open(council).agents, chat_open(council).reason) == (True, 1, OfferReason.OPEN)
    with clock.at(NOON + timedelta(seconds=61)):
        assert (chat_open(council).is_open, chat_open(council).reason) == (False, OfferReason.NOBODY)
        touch_presence(by=agent)
        assert chat_open(council).is_open
    set_presence(available=False, by=agent)
    assert chat_open(council).reason is OfferReason.NOBODY
    assert not availability(agent).exists()
    touch_presence(by=agent)
    assert not availability(agent).exists()


def test_an_agent_of_another_council_or_without_the_role_does_not_open_the_chat(council: Council, other: Council, agent: Actor) -> None:
    assert not chat_open(other).is_open
    User.objects.update(is_active=False)
    assert not chat_open(council).is_open
    for actor in (make_staff(council, Role.OFFICER), citizen_with(make_ticket(council)), SYSTEM):
        with pytest.raises(NotAllowed):
            set_presence(available=True, by=actor)
    assert Presence.objects.count() == 1


def test_outside_hours_the_chat_is_closed_and_an_attempt_becomes_a_written_request(council: Council, agent: Actor, ticket: Ticket) -> None:
    OpeningInterval.objects.all().delete()
    OpeningInterval.objects.create(council=council, weekday=1, opens="08:00", closes="14:00")
    offer = chat_open(council)
    assert (offer.is_open, offer.reason) == (False, OfferReason.CLOSED)
    assert offer.next_opening == datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
    chat = start_chat(ticket_id=ticket.pk, by=citizen_with(ticket))
    assert chat.state == ChatState.CONVERTED
    assert UnservedDemand.objects.values_list("channel", "reason", "ticket_id").get() == ("chat", "outside_hours", ticket.pk)
    assert events(ticket) == ["opened", "chat_converted"]
    assert Ticket.objects.get(pk=ticket.pk).status == Status.NEW


def test_places_in_the_queue(council: Council, agent: Actor) -> None:
    tickets = [make_ticket(council, channel=Channel.CHAT) for _ in range(3)]
    chats = []
    for number, one in enumerate(tickets):
        with clock.at(NOON + timedelta(seconds=number)):
            chats.append(start_chat(ticket_id=one.pk, by=citizen_with(one)))
    assert [position(chat) for chat in chats] == [1, 2, 3]
    assert [chat.pk for chat in waiting_for(agent)] == [chat.pk for chat in chats]
    accept_chat(ticket_id=tickets[0].pk, by=agent)
    assert [position(Chat.objects.get(pk=chat.pk)) for chat in chats] == [0, 1, 2]
    assert [chat.ticket_id for chat in my_chats(agent)] == [tickets[0].pk]


def test_entering_twice_keeps_the_place(waiting: Chat, ticket: Ticket) -> None:
    with clock.at(NOON + timedelta(seconds=30)):
        again = start_chat(ticket_id=ticket.pk, by=citizen_with(ticket))
    assert (again.pk, again.requested_at) == (waiting.pk, NOON)


def test_accepting_takes_the_ticket_and_tells_who(waiting: Chat, ticket: Ticket, agent: Actor) -> None:
    chat = accept_chat(ticket_id=ticket.pk, by=agent)
    assert (chat.state, chat.accepted_by_id, chat.accepted_at) == (ChatState.ACTIVE, agent.user_id, NOON)
    fresh = ticket_for(ticket.reference, agent)
    assert (fresh.assignee_id, fresh.status) == (agent.user_id, Status.OPEN)
    assert events(ticket) == ["opened", "taken", "chat_started"]
    assert accept_chat(ticket_id=ticket.pk, by=agent).pk == chat.pk
    assert len(events(ticket)) == 3


def test_the_second_agent_is_told_that_somebody_was_faster(waiting: Chat, council: Council, ticket: Ticket, agent: Actor) -> None:
    accept_chat(ticket_id=ticket.pk, by=agent)
    with pytest.raises(Conflict):
        accept_chat(ticket_id=ticket.pk, by=make_staff(council))


def test_who_may_not_accept(waiting: Chat, council: Council, other: Council, ticket: Ticket) -> None:
    for actor, error in [
        (citizen_with(ticket), NotAllowed),
        (make_staff(council, Role.OFFICER), NotFound),
        (make_staff(council, Role.ADMINISTRATOR), NotFound),
        (make_staff(other, Role.SUPERVISOR), NotFound),
        (SYSTEM, NotAllowed),
    ]:
        with pytest.raises(error):
            accept_chat(ticket_id=ticket.pk, by=actor)
    assert Chat.objects.get().state == ChatState.WAITING


def test_who_may_not_start_leave_end_or_convert(waiting: Chat, council: Council, other: Council, ticket: Ticket, agent: Actor) -> None:
    stranger = citizen_with(make_ticket(council))
    foreign = Actor(citizen_council_id=other.pk, ticket_ids=frozenset({ticket.pk}))
    for service in (start_chat, leave_chat, end_chat, convert_chat):
        for actor in (stranger, foreign, make_staff(other)):
            with pytest.raises(NotFound):
                service(ticket_id=ticket.pk, by=actor)
    for service in (start_chat, leave_chat):
        with pytest.raises(NotAllowed):
            service(ticket_id=ticket.pk, by=agent)
    assert Chat.objects.get().state == ChatState.WAITING


@pytest.mark.parametrize("side", ["citizen", "agent"])
def test_either_side_ends_a_chat_and_the_timeline_stays(waiting: Chat, ticket: Ticket, agent: Actor, side: str) -> None:
    with pytest.raises(ForbiddenTransition):
        end_chat(ticket_id=ticket.pk, by=agent)
    accept_chat(ticket_id=ticket.pk, by=agent)
    by = agent if side == "agent" else citizen_with(ticket)
    for _ in range(2):
        chat = end_chat(ticket_id=ticket.pk, by=by)
    assert (chat.state, chat.ended_at) == (ChatState.ENDED, NOON)
    assert events(ticket)[-1:] == ["chat_ended"]
    assert events(ticket).count("chat_ended") == 1
    assert Ticket.objects.get(pk=ticket.pk).status == Status.OPEN


def test_leaving_the_waiting_room_is_an_abandoned_wait(waiting: Chat, ticket: Ticket) -> None:
    for _ in range(2):
        assert leave_chat(ticket_id=ticket.pk, by=citizen_with(ticket)).state == ChatState.ABANDONED
    assert UnservedDemand.objects.values_list("channel", "reason", "ticket_id").get() == ("chat", "abandoned", ticket.pk)
    assert events(ticket) == ["opened", "chat_abandoned"]
    assert Ticket.objects.get(pk=ticket.pk).status == Status.NEW


def test_a_citizen_may_enter_again(waiting: Chat, ticket: Ticket) -> None:
    leave_chat(ticket_id=ticket.pk, by=citizen_with(ticket))
    with clock.at(NOON + timedelta(seconds=30)):
        again = start_chat(ticket_id=ticket.pk, by=citizen_with(ticket))
    assert (again.pk, again.state, again.requested_at, again.ended_at) == (
        waiting.pk,
        ChatState.WAITING,
        NOON + timedelta(seconds=30),
        None,
    )


def test_the_sweep_leaves_alone_who_is_there(waiting: Chat, ticket: Ticket) -> None:
    with clock.at(NOON + timedelta(seconds=59)):
        assert sweep_chats() == {"abandoned": 0, "converted": 0, "ended": 0}


def test_a_silent_citizen_has_left(waiting: Chat, ticket: Ticket, agent: Actor) -> None:
    with clock.at(NOON + timedelta(seconds=61)):
        touch_presence(by=agent)
        assert sweep_chats() == {"abandoned": 1, "converted": 0, "ended": 0}
        assert sweep_chats() == {"abandoned": 0, "converted": 0, "ended": 0}
    assert UnservedDemand.objects.get().reason == "abandoned"
    assert Chat.objects.get().state == ChatState.ABANDONED


@pytest.mark.parametrize("why", ["long", "nobody", "closed"])
def test_a_wait_without_prospects_becomes_a_written_request(waiting: Chat, ticket: Ticket, agent: Actor, why: str) -> None:
    moment = NOON + (timedelta(seconds=601) if why == "long" else timedelta(seconds=61))
    if why == "closed":
        OpeningInterval.objects.all().delete()
    with clock.at(moment):
        touch_citizen(ticket_id=ticket.pk, by=citizen_with(ticket))
        if why == "long":
            touch_presence(by=agent)
        assert sweep_chats() == {"abandoned": 0, "converted": 1, "ended": 0}
    assert events(ticket) == ["opened", "chat_converted"]
    assert Entry.objects.get(ticket=ticket, event="chat_converted").visibility == "public"
    assert not UnservedDemand.objects.exists()


def test_a_forgotten_chat_ends_and_a_used_one_does_not(waiting: Chat, ticket: Ticket, agent: Actor) -> None:
    accept_chat(ticket_id=ticket.pk, by=agent)
    with clock.at(NOON + timedelta(minutes=29)):
        assert sweep_chats()["ended"] == 0
    with clock.at(NOON + timedelta(minutes=31)):
        assert sweep_chats()["ended"] == 1


def test_touching_needs_the_citizens_own_link(waiting: Chat, ticket: Ticket, agent: Actor, other: Council) -> None:
    with clock.at(NOON + timedelta(seconds=30)):
        for actor in (
            agent,
            Actor(citizen_council_id=other.pk, ticket_ids=frozenset({ticket.pk})),
            Actor(citizen_council_id=ticket.council_id),
        ):
            touch_citizen(ticket_id=ticket.pk, by=actor)
        assert Chat.objects.get().citizen_seen_at == NOON
        touch_citizen(ticket_id=ticket.pk, by=citizen_with(ticket))
        assert Chat.objects.get().citizen_seen_at == NOON + timedelta(seconds=30)


def test_resolving_the_ticket_ends_its_chat(waiting: Chat, ticket: Ticket, agent: Actor) -> None:
    accept_chat(ticket_id=ticket.pk, by=agent)
    resolve_ticket(ticket_id=ticket.pk, outcome=Outcome.SOLVED, by=agent)
    assert Chat.objects.get().state == ChatState.ENDED


@pytest.mark.parametrize("rows", [1, 30])
def test_the_lists_cost_the_same_for_any_number_of_chats(
    council: Council, agent: Actor, rows: int, django_assert_num_queries: object
) -> None:
    for _ in range(rows):
        one = make_ticket(council, channel=Channel.CHAT)
        start_chat(ticket_id=one.pk, by=citizen_with(one))
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert [chat.ticket.citizen.name for chat in waiting_for(agent)] == ["Rosa Mas"] * rows
    for chat in waiting_for(agent):
        accept_chat(ticket_id=chat.ticket_id, by=agent)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert [chat.ticket.citizen.name for chat in my_chats(agent)] == ["Rosa Mas"] * rows
    assert waiting_for(make_staff(make_council("third", host="third.localhost", prefix="TH"))) == []


@pytest.mark.django_db(transaction=True)
def test_of_two_agents_at_once_exactly_one_wins() -> None:
    council = make_council("race", host="race.localhost", prefix="RA")
    agents = [make_staff(council, name=f"Agent {number}") for number in range(4)]
    set_presence(available=True, by=agents[0])
    ticket = make_ticket(council)
    start_chat(ticket_id=ticket.pk, by=citizen_with(ticket))
    gate = Barrier(len(agents))
    results: list[str] = []

    def accept(actor: Actor) -> None:
        gate.wait()
        try:
            results.append(str(accept_chat(ticket_id=ticket.pk, by=actor).accepted_by_id))
        except Conflict:
            results.append("conflict")
        connection.close()

    threads = [Thread(target=accept, args=(actor,)) for actor in agents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    chat = Chat.objects.get(ticket=ticket)
    assert sorted(results) == sorted([str(chat.accepted_by_id), *["conflict"] * 3])
    assert Ticket.objects.get(pk=ticket.pk).assignee_id == chat.accepted_by_id
    assert events(ticket) == ["opened", "taken", "chat_started"]
