"""Steps of the wizard that several tests take."""

from datetime import timedelta
from typing import Any

from django.test import Client

from helpdesk.base import clock
from helpdesk.calendars.models import SlotRule
from helpdesk.people.models import Council
from helpdesk.tickets.models import Ticket

PLACE = {"procedure": "residence-certificate", "step": "sign", "problem": ""}
BODY = "When I press Sign nothing happens."


def fill(visitor: Client, *, channel: str = "write", body: str = BODY, **who: Any) -> None:
    """Answer everything up to the last page."""
    response = visitor.post("/en/help/problem/", {**PLACE, "channel": channel, "body": body})
    assert (response.status_code, response.headers["Location"]) == (302, "/en/help/who/")
    answers = {"requester": "citizen", "name": "Rosa Mas", "email": "rosa@example.org", "phone": "600 00 00 00", **who}
    assert visitor.post("/en/help/who/", answers).headers["Location"] == "/en/help/check/"


def send(visitor: Client) -> Any:
    """Press Send, as fast as a person."""
    with clock.at(clock.now() + timedelta(seconds=30)):
        return visitor.post("/en/help/check/")


def ask(visitor: Client, **answers: Any) -> Ticket:
    """Go the whole way and return the ticket."""
    fill(visitor, **answers)
    assert send(visitor).status_code == 302
    return Ticket.objects.latest("pk")


def offer_no_calls(council: Council) -> None:
    """The council does not call people at agreed times."""
    SlotRule.objects.update_or_create(council=council, defaults={"is_offered": False})


def up_to_when(visitor: Client, **answers: Any) -> None:
    """Ask to be called, up to the page of times."""
    response = visitor.post("/en/help/problem/", {**PLACE, "channel": "call", "body": BODY, **answers})
    assert (response.status_code, response.headers["Location"]) == (302, "/en/help/when/")


def choose(visitor: Client, key: str, **who: Any) -> None:
    """Choose a time and say who it is, up to the last page."""
    assert visitor.post("/en/help/when/", {"slot": key}).headers["Location"] == "/en/help/who/"
    answers = {"requester": "citizen", "name": "Rosa Mas", "email": "", "phone": "972 00 00 12", **who}
    assert visitor.post("/en/help/who/", answers).headers["Location"] == "/en/help/check/"
