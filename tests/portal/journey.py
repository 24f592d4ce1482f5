"""Steps of the wizard that several tests take."""

from datetime import timedelta
from typing import Any

from django.test import Client

from helpdesk.base import clock
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
