"""A call instead of the chat: what was written is kept, and so is the place in the queue."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from helpdesk.base import clock
from helpdesk.base.errors import ForbiddenTransition, NotAllowed, NotFound, SlotTaken
from helpdesk.callbacks.models import Call
from helpdesk.chat.models import Chat
from helpdesk.chat.services import accept_chat, set_presence, start_chat
from helpdesk.people.actors import Actor
from helpdesk.people.rules import Role
from helpdesk.portal.services import call_instead
from helpdesk.tickets.models import Entry, Ticket
from helpdesk.tickets.services import post_message
from tests.factories import citizen_of, citizen_with, make_council, make_staff
from tests.markup import squeeze
from tests.portal.calls.times import NOON, PHONE, TUESDAY_ELEVEN, TUESDAY_TEN, call_page, take


@pytest.fixture
def waiting(visitor: Client, ticket: Ticket) -> Ticket:
    """The request waits in the queue of the chat, with something written there."""
    with clock.at(NOON - timedelta(seconds=5)):
        set_presence(available=True, by=make_staff(ticket.council, Role.AGENT))
        start_chat(ticket_id=ticket.pk, by=citizen_with(ticket))
        post_message(ticket_id=ticket.pk, body="It is the second page.", client_id=uuid4(), by=citizen_with(ticket))
    return ticket


def test_a_call_instead_of_the_chat_keeps_what_was_written(visitor: Client, waiting: Ticket) -> None:
    with clock.at(NOON):
        assert f"{call_page(waiting)}?from=chat" in visitor.get(f"/en/my/{waiting.reference}/chat/").content.decode()
        page = visitor.get(call_page(waiting), {"from": "chat"}).content.decode()
        assert "You keep your place in the queue:<span data-chat-position>1</span>" in squeeze(page)
        assert (
            visitor.post(f"{call_page(waiting)}?from=chat", {"slot": TUESDAY_TEN, **PHONE}).headers["Location"]
            == f"/en/my/{waiting.reference}/"
        )
        page = visitor.get(f"/en/my/{waiting.reference}/chat/").content.decode()
    waiting.refresh_from_db()
    call, chat = Call.objects.get(), Chat.objects.get()
    assert (call.origin, chat.state, waiting.channel, waiting.callback_origin) == ("chat", "converted", "web", "chat")
    assert Entry.objects.filter(ticket=waiting, body="It is the second page.").count() == 1
    assert ("Tuesday 24 November, 10:00" in page, "You left the queue of the chat." in page, "Nobody could attend it" in page) == (
        True,
        True,
        False,
    )


def test_when_the_time_is_gone_the_place_in_the_queue_is_kept(visitor: Client, waiting: Ticket) -> None:
    with clock.at(NOON):
        take(waiting.council, TUESDAY_TEN)
        before = Chat.objects.get()
        assert visitor.post(f"{call_page(waiting)}?from=chat", {"slot": TUESDAY_TEN, **PHONE}).status_code == 409
    after = Chat.objects.get()
    assert (after.state, after.requested_at, waiting.calls.count()) == ("waiting", before.requested_at, 0)


def test_whoever_is_attended_meanwhile_goes_to_the_chat(visitor: Client, waiting: Ticket) -> None:
    with clock.at(NOON):
        accept_chat(ticket_id=waiting.pk, by=make_staff(waiting.council, Role.AGENT))
        assert "A person is with you in the chat now" in visitor.get(call_page(waiting), {"from": "chat"}).content.decode()
        response = visitor.post(f"{call_page(waiting)}?from=chat", {"slot": TUESDAY_TEN, **PHONE})
    assert (response.headers["Location"], Call.objects.count()) == (f"/en/my/{waiting.reference}/chat/", 0)


def test_choosing_a_time_is_waiting_too(visitor: Client, waiting: Ticket) -> None:
    with clock.at(NOON + timedelta(seconds=50)):
        visitor.get(call_page(waiting), {"from": "chat"})
    assert Chat.objects.get().citizen_seen_at == NOON + timedelta(seconds=50)


def test_the_service_refuses_whom_it_must(waiting: Ticket) -> None:
    second = make_council("second", host="second.example", prefix="SE")
    strangers: list[tuple[Actor, type[Exception]]] = [
        (make_staff(waiting.council, Role.OFFICER), NotAllowed),
        (make_staff(second, Role.AGENT), NotFound),
        (citizen_of(waiting.council), NotFound),
        (citizen_of(second), NotFound),
    ]
    with clock.at(NOON):
        for actor, error in strangers:
            with pytest.raises((error, NotFound)):
                call_instead(ticket_id=waiting.pk, key=TUESDAY_TEN, phone="972000012", by=actor)
        take(waiting.council, TUESDAY_TEN)
        with pytest.raises(SlotTaken):
            call_instead(ticket_id=waiting.pk, key=TUESDAY_TEN, phone="972000012", by=citizen_with(waiting))
        accept_chat(ticket_id=waiting.pk, by=make_staff(waiting.council, Role.AGENT))
        with pytest.raises(ForbiddenTransition):
            call_instead(ticket_id=waiting.pk, key=TUESDAY_ELEVEN, phone="972000012", by=citizen_with(waiting))
    assert waiting.calls.count() == 0
