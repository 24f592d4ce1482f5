"""A small council publishes the three months of a quarter: totals by month, and breakdowns with the month that ends the quarter."""

import csv
import io
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from django.test import Client

from helpdesk.base import clock
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.tickets.models import Ticket
from tests.markup import squeeze
from tests.transparency.months import add_contacts, add_ratings, add_unserved
from tests.transparency.workflow.steps import finished
from transparency import selectors, services
from transparency.auditing import facts_published
from transparency.disclosure.audit import audit
from transparency.models import Publication
from transparency.months import Month
from transparency.report import IndicatorData, ReportData

SMALL: dict[str, Mapping[str, int]] = {
    "channel": {"web": 11, "chat": 7, "phone": 18, "counter": 5},
    "motive": {"procedure": 14, "appointment": 9, "certificate": 8, "form": 6, "document": 3, "other": 1},
    "requester": {"citizen": 35, "company": 6},
}
JULY, AUGUST, SEPTEMBER = (Month(2026, number) for number in (7, 8, 9))
QUARTER = "2026-Q3"


def live(council: Council, month: Month) -> list[Ticket]:
    """A month of a small council: 41 contacts and as many calls more as the month's number, two of them unanswered, ratings, unserved demand."""
    at = datetime(2026, month.number, 14, 8, tzinfo=UTC)
    tickets = add_contacts(council, SMALL, at=at, unanswered=2)
    add_contacts(council, {**SMALL, "channel": {"phone": month.number}}, at=at)
    add_ratings(council, tickets, {5: 12 + month.number, 4: 8, 3: 2}, silent=9, at=at)
    add_unserved(council, {("chat", "abandoned"): 3, ("phone", "outside_hours"): 4}, at=at)
    return tickets


def publish(council: Council, month: Month, officer: Actor) -> Publication:
    """Measure, check, sign and publish on the third of the month after."""
    at = month.end(council.time_zone) + timedelta(days=2)
    with clock.at(at):
        services.make_draft(council=council, month=month, by=officer)
    return finished(council, officer, month=month, at=at)


def change_later(tickets: list[Ticket]) -> None:
    """What happens to a month that is published already: the two get their answers, and one contact, whose rating goes with it, turns out to be none."""
    answered = datetime(2026, 8, 20, 8, tzinfo=UTC)
    Ticket.objects.filter(pk__in=[ticket.pk for ticket in tickets[:2]]).update(first_human_response_at=answered)
    Ticket.objects.filter(pk=tickets[20].pk).update(excluded_reason="unwanted")


def broken_down(report: ReportData) -> set[tuple[str, str]]:
    """Which breakdowns a report has, by dimension and period."""
    return {
        (breakdown["dimension"], breakdown.get("period", "")) for indicator in report["indicators"] for breakdown in indicator["breakdowns"]
    }


def indicator(report: ReportData, name: str) -> IndicatorData:
    return next(one for one in report["indicators"] if one["id"] == name)


def rows_of(publication: Publication) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(selectors.stored_bytes(publication.files.get(name="indicators.csv")).decode())))


def test_a_village_publishes_totals_by_month_and_breakdowns_by_quarter(council: Council, officer: Actor, client: Client) -> None:
    services.set_policy(council=council, policy=services.Policy(is_village=True, release_day=1), by=officer)
    july = live(council, JULY)
    first = publish(council, JULY, officer)
    live(council, AUGUST)
    second = publish(council, AUGUST, officer)
    change_later(july)
    live(council, SEPTEMBER)
    last = publish(council, SEPTEMBER, officer)

    for publication, month in ((first, JULY), (second, AUGUST)):
        report = selectors.published_report(publication)
        assert broken_down(report) == {("measure", "")}, "of a month only how many answered"
        assert indicator(report, "vol.contacts")["value"] == 41 + month.number
        assert {row["period"] for row in rows_of(publication)} == {str(month)}
    report = selectors.published_report(last)
    assert {period for dimension, period in broken_down(report) if dimension != "measure"} == {QUARTER}
    contacts = indicator(report, "vol.contacts")
    assert contacts["value"] == 50
    [channels] = [one for one in contacts["breakdowns"] if one["dimension"] == "channel"]
    assert {cell["member"]: cell["value"] for cell in channels["cells"] if cell["value"]} == {
        "web": 33,
        "chat": 21,
        "phone": 77,
        "counter": 15,
    }
    backlog = indicator(report, "res.backlog")
    assert backlog["value"] == 146
    assert sum(cell["value"] or 0 for cell in backlog["breakdowns"][0]["cells"]) == 146, "what is open is that of the end of the quarter"
    rows = rows_of(last)
    assert {(row["period"], row["dimension"] == "total") for row in rows if row["dimension"] != "measure"} == {
        ("2026-09", True),
        (QUARTER, False),
    }
    answers = {row["period"]: row["value"] for row in rows if (row["indicator"], row["member"]) == ("sat.score", "answers")}
    assert answers == {"2026-09": "31", QUARTER: "89"}
    cube = json.loads(selectors.stored_bytes(last.files.get(name="indicators.json")))
    assert any(item["href"].endswith("#vol.contacts.channel.quarter") for item in cube["link"]["item"])
    assert audit(facts_published(council), threshold=5) == [], "no month comes out of its quarter"

    with clock.at(last.published_at):
        panel, page, before = (
            squeeze(client.get(f"/transparency/{address}?lang=en").content.decode()) for address in ("", "2026-09/", "2026-08/")
        )
    for text in (panel, page):
        assert "31 answers: 78 % of those invited" in text
        assert "89 answers" not in text
    assert "July 2026 – September 2026" in page
    assert "Contacts received: channel. July 2026 – September 2026" in page
    assert "Contacts received: channel" not in before
