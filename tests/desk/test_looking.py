"""Who else has the ticket open: seen by colleagues, never by citizens."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client

from helpdesk.base import clock
from helpdesk.base.errors import NotAllowed
from helpdesk.desk.models import Looking
from helpdesk.desk.selectors.looking import Looker, others_looking
from helpdesk.desk.services.looking import look, look_away, prune_looking
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, User
from helpdesk.people.rules import Role
from helpdesk.people.selectors import staff_actor
from helpdesk.tickets.models import Ticket
from tests.factories import citizen_with, make_council, make_staff, make_ticket


@pytest.fixture
def ticket(council: Council) -> Ticket:
    return make_ticket(council)


@pytest.fixture
def arnau(council: Council) -> Actor:
    return make_staff(council, name="Arnau Vidal")


def url(ticket: Ticket, action: str = "") -> str:
    return f"/en/desk/tickets/{ticket.reference}/{action}"


def test_a_colleague_at_the_ticket_is_named(ticket: Ticket, desk: Client, arnau: Actor) -> None:
    look(ticket=ticket, by=arnau)
    assert "Arnau is looking at this ticket" in desk.get(url(ticket)).content.decode()
    look(ticket=ticket, writing=True, by=arnau)
    assert "Arnau is writing on this ticket" in desk.get(url(ticket)).content.decode()


def test_opening_a_ticket_tells_colleagues_and_not_oneself(ticket: Ticket, desk: Client, agent: User, arnau: Actor) -> None:
    text = desk.get(url(ticket)).content.decode()
    assert "is looking at this ticket" not in text
    assert others_looking(ticket, arnau) == [Looker("Laia", is_writing=False)]
    assert others_looking(ticket, staff_actor(agent)) == []


def test_the_heartbeat_brings_the_head_up_to_date(ticket: Ticket, desk: Client, arnau: Actor) -> None:
    look(ticket=ticket, writing=True, by=arnau)
    text = desk.post(url(ticket, "looking/"), {"writing": "1", "actions": "1", "seen": "2"}).content.decode()
    assert "Arnau is writing on this ticket" in text
    assert 'id="action-take"' in text
    assert 'name="seen" value="2"' in text
    assert others_looking(ticket, arnau) == [Looker("Laia", is_writing=True)]
    assert 'id="action-take"' not in desk.post(url(ticket, "looking/"), {"actions": "0"}).content.decode()


def test_half_a_minute_of_silence_means_that_nobody_is_there(ticket: Ticket, arnau: Actor, agent: User) -> None:
    me, now = staff_actor(agent), clock.now()
    with clock.at(now):
        look(ticket=ticket, writing=True, by=arnau)
    with clock.at(now + timedelta(seconds=21)):
        assert others_looking(ticket, me) == [Looker("Arnau", is_writing=False)]
    with clock.at(now + timedelta(seconds=31)):
        assert others_looking(ticket, me) == []


def test_closing_the_page_is_told_at_once(ticket: Ticket, desk: Client, arnau: Actor) -> None:
    desk.get(url(ticket))
    assert desk.post(url(ticket, "looking/"), {"away": "1"}).status_code == 204
    assert others_looking(ticket, arnau) == []


def test_the_bell_rings_only_when_colleagues_would_see_a_difference(ticket: Ticket, arnau: Actor) -> None:
    now = clock.now()
    with patch("helpdesk.desk.services.looking.bell.ring_readers") as ring:
        for seconds, writing in ((0, False), (15, False), (20, True), (25, True), (30, False), (100, False)):
            with clock.at(now + timedelta(seconds=seconds)):
                look(ticket=ticket, writing=writing, by=arnau)
        assert ring.call_count == 4  # arrives, writes, stops, comes back after a silence
        look_away(ticket=ticket, by=arnau)
        look_away(ticket=ticket, by=arnau)
        assert ring.call_count == 5


def test_nobody_else_looks_or_is_told(ticket: Ticket, council: Council, arnau: Actor) -> None:
    look(ticket=ticket, by=arnau)
    other = make_staff(make_council("second", host="second.example", prefix="SE"), Role.AGENT)
    for actor in (make_staff(council, Role.OFFICER), other, citizen_with(ticket)):
        assert others_looking(ticket, actor) == []
        for service in (look, look_away):
            with pytest.raises(NotAllowed):
                service(ticket=ticket, by=actor)
    assert Looking.objects.count() == 1


def test_old_rows_go(ticket: Ticket, arnau: Actor, agent: User) -> None:
    with clock.at(clock.now() - timedelta(hours=2)):
        look(ticket=ticket, by=arnau)
    look(ticket=ticket, by=staff_actor(agent))
    assert prune_looking() == 1
    assert [row.user_id for row in Looking.objects.all()] == [agent.pk]
