"""What the demonstration writes in bulk is what the services write, row by row."""

import random
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from typing import Any

import pytest
from django.db.models import Model

from config.demo.afterwards import with_again
from config.demo.bulk import write_contacts
from config.demo.calendar import make_week
from config.demo.endings import with_endings
from config.demo.plan import Planned, Volume, plan_month
from config.demo.served import write_contact
from helpdesk.base import clock
from helpdesk.calendars.models import Booking
from helpdesk.callbacks.models import Call, CallAttempt
from helpdesk.chat.models import Chat
from helpdesk.people.models import Citizen, Council
from helpdesk.people.rules import Role
from helpdesk.tickets.models import Entry, SearchDocument, Ticket
from satisfaction.models import Invitation, Rating
from tests.factories import make_council, make_procedure, make_user

NOW = datetime(2026, 11, 9, 9, tzinfo=UTC)
DAYS = [date(2026, 10, 1) + timedelta(days=n) for n in range(31) if (date(2026, 10, 1) + timedelta(days=n)).weekday() < 5]
# What differs by chance: keys, random references and numbers of files of history.
BY_CHANCE = {
    "id",
    "reference",
    "client_id",
    "uid",
    "ticket_id",
    "citizen_id",
    "booking_id",
    "call_id",
    "invitation_id",
    "rating_invitation_id",
    "sealed_comment",  # sealed anew each time, and gone after a day
}


def kinds() -> dict[str, Planned]:
    """One contact of every kind that the plan knows, rated where it can be."""
    found: dict[str, list[Planned]] = defaultdict(list)
    month = with_endings(plan_month("Europe/Madrid", DAYS, Volume(900, answer=60), seed=9), seed=9)
    # Each time others are opened again: of every kind that can be, one is found.
    for contact in chain.from_iterable(with_again(month, DAYS, seed) for seed in range(9)):
        tries = "-again" if contact.again else f"-{len(contact.call.attempts)}" if contact.call else ""
        found[f"{contact.channel}-{contact.origin or 'none'}-{'answered' if contact.answered_at else 'settled'}{tries}"].append(contact)
    return {kind: max(contacts, key=lambda contact: contact.score is not None) for kind, contacts in sorted(found.items())}


KINDS = kinds()


def rows(model: type[Model], council: Council, *, order: str = "pk") -> list[dict[str, Any]]:
    manager = model._default_manager
    return [{k: v for k, v in row.items() if k not in BY_CHANCE} for row in manager.filter(council=council).order_by(order).values()]


def written(council: Council) -> dict[str, Any]:
    """Every row that a contact left in the tables of a council."""
    found: dict[str, Any] = {
        model.__name__: rows(model, council) for model in (Citizen, Ticket, Entry, Chat, Call, CallAttempt, Booking, Invitation, Rating)
    }
    for row in found["Booking"]:
        row["seat"] = "any"
    [document] = SearchDocument.objects.filter(council=council)
    found["words"] = document.words.partition("|")[2]  # after the reference
    found["history"] = [
        (row.history_type, row.history_date)
        for row in Ticket.history.filter(council=council).order_by("history_id")
        if row.history_type == "+"
    ]
    found["calls in history"] = Call.history.filter(council=council, history_type="+").count()
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_a_contact_in_bulk_is_the_contact_of_the_services(kind: str) -> None:
    contact = replace(KINDS[kind], agent=0)
    council = make_council(open_always=False)
    make_week(council)
    make_procedure(council)
    agent = make_user(council, Role.AGENT)
    with clock.at(NOW):
        write_contact(council, contact, agent, random.Random(1))  # noqa: S311
        by_services = written(council)
        for model in (SearchDocument, Rating, Invitation, CallAttempt, Call, Booking, Chat, Entry, Ticket, Citizen):
            model._default_manager.filter(council=council).delete()
        for history in (Ticket.history, Call.history):
            history.filter(council=council).delete()
        write_contacts(council, [contact], [agent], seed=1)
        assert written(council) == by_services


def test_every_kind_is_tried() -> None:
    assert {kind.rsplit("-", 1)[0] if kind[-1].isdigit() else kind for kind in KINDS} == {
        "callback-web-answered",
        "callback-web-answered-again",
        "chat-chat-answered-again",
        "chat-none-answered-again",
        "counter-none-answered-again",
        "email-none-answered-again",
        "phone-none-answered-again",
        "phone-voice-answered-again",
        "web-none-answered-again",
        "chat-chat-answered",
        "chat-none-answered",
        "counter-none-answered",
        "email-none-answered",
        "phone-none-answered",
        "phone-voice-answered",
        "web-none-answered",
        "web-none-settled",
    }
