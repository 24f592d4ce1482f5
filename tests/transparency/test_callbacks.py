"""Calls asked for, calls made on time, and waits without them."""

from datetime import timedelta

import pytest

from helpdesk.callbacks.models import Call
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.selectors import measure_contacts
from tests.transparency.months import MID_OCTOBER, OCTOBER, TOWN, add_calls, add_contacts, measured
from transparency.report import IndicatorData, ReportData

ONE_CHANNEL = {"motive": {"form": 1}, "requester": {"citizen": 1}}


def indicator(report: ReportData, name: str) -> IndicatorData:
    return next(found for found in report["indicators"] if found["id"] == name)


def ask_for_calls(council: Council) -> list[Ticket]:
    """60 calls asked for on the web by a channel of their own, 90 on the telephone, 7 from the chat."""
    tickets = add_contacts(council, {**TOWN, "channel": {**TOWN["channel"], "callback": 60}})
    for channel, origin, number in (("callback", "web", 60), ("phone", "voice", 90), ("chat", "chat", 7)):
        chosen = [ticket.pk for ticket in tickets if ticket.channel == channel][:number]
        Ticket.objects.filter(pk__in=chosen).update(callback_origin=origin)
    return tickets


def test_requests_are_counted_by_origin(council: Council, officer: Actor) -> None:
    ask_for_calls(council)
    found = indicator(measured(council, officer), "vol.callbacks")
    assert found["value"] == 157
    assert {cell["member"]: cell["value"] for cell in found["breakdowns"][0]["cells"]} == {"voice": 90, "web": 60, "chat": 7}


def test_what_is_left_out_of_the_indicators_is_not_counted(council: Council, officer: Actor) -> None:
    tickets = ask_for_calls(council)
    add_calls(council, tickets, on_time=40, late=10)
    Ticket.objects.filter(callback_origin="voice").update(excluded_reason="test")
    Ticket.objects.filter(pk__in=[ticket.pk for ticket in tickets[:5]]).update(excluded_reason="duplicate")
    report = measured(council, officer)
    assert indicator(report, "vol.callbacks")["value"] == 67
    assert indicator(report, "wait.calls_on_time")["value"] == round(100 * 35 / 45)


@pytest.mark.parametrize(
    ("on_time", "late", "value", "status"),
    [(40, 10, 80, "A"), (50, 0, 100, "A"), (25, 5, 83, "A"), (47, 3, None, "C"), (3, 47, None, "C"), (29, 0, None, "M"), (0, 0, None, "M")],
)
def test_the_share_made_on_time_needs_thirty_calls_and_hides_a_few(
    council: Council, officer: Actor, on_time: int, late: int, value: int | None, status: str
) -> None:
    add_calls(council, ask_for_calls(council), on_time=on_time, late=late)
    found = indicator(measured(council, officer), "wait.calls_on_time")
    assert (found["value"], found["status"], found["unit"]) == (value, status, "percent")


def test_calls_count_in_the_month_of_their_deadline(council: Council, officer: Actor) -> None:
    tickets = ask_for_calls(council)
    add_calls(council, tickets[:40], on_time=40)
    add_calls(council, tickets[40:90], late=50, at=MID_OCTOBER + timedelta(days=40))
    assert Call.objects.count() == 90
    assert indicator(measured(council, officer), "wait.calls_on_time")["value"] == 100


def test_who_agreed_a_time_did_not_wait(council: Council, officer: Actor) -> None:
    add_contacts(council, {"channel": {"web": 12}, **ONE_CHANNEL})
    add_contacts(council, {"channel": {"callback": 30}, **ONE_CHANNEL}, callback_origin="web")
    found = measure_contacts(council=council, start=OCTOBER.start("Europe/Madrid"), end=OCTOBER.end("Europe/Madrid"), by=officer)
    assert (len(found.waits), dict(found.by_origin)) == (12, {"web": 30})
