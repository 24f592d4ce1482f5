"""Measuring a month: figures, edges, waits, queries."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.tickets.selectors import measure_contacts, measure_unserved
from tests.factories import make_council
from tests.transparency.months import OCTOBER, VILLAGE, add_contacts, add_unserved, measured, town_month
from transparency.catalogue import BY_ID
from transparency.months import Month
from transparency.report import ReportData


def figures(report: ReportData) -> dict[str, float | None]:
    return {indicator["id"]: indicator["value"] for indicator in report["indicators"]}


def test_the_figures_of_a_town(council: Council, officer: Actor) -> None:
    town_month(council)
    found = figures(measured(council, officer))
    assert list(found) == list(BY_ID)
    expected = {
        "vol.contacts": 330, "vol.attended": 318, "vol.unattended": 41, "vol.motives": 330, "vol.requester": 330, "vol.band": 330,
        "vol.callbacks": 0, "wait.calls_on_time": None, "wait.first_p50_sh": 1260, "sat.score": 4.4,
    }  # fmt: skip
    assert {name: found[name] for name in expected} == expected


def test_counts_agree_with_plain_sql(council: Council, officer: Actor) -> None:
    town_month(council)
    add_contacts(council, VILLAGE, excluded_reason="unwanted")
    start, end = OCTOBER.start("Europe/Madrid"), OCTOBER.end("Europe/Madrid")
    found = measure_contacts(council=council, start=start, end=end, by=officer)
    window = f"created_at >= %s AND created_at < %s AND council_id = {council.pk} AND excluded_reason = ''"
    bounds = [start, end]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*), count(first_human_response_at) FROM tickets_ticket WHERE {window}", bounds)
        assert cursor.fetchone() == (found.contacts, found.attended)
        for column, counts in (("channel", found.by_channel), ("motive", found.by_motive), ("requester", found.by_requester)):
            cursor.execute(f"SELECT {column}, count(*) FROM tickets_ticket WHERE {window} GROUP BY {column}", bounds)
            assert dict(cursor.fetchall()) == dict(counts)


def test_the_edges_of_the_month_are_those_of_the_council(council: Council, officer: Actor) -> None:
    inside = [
        datetime(2026, 9, 30, 22, tzinfo=UTC),
        datetime(2026, 10, 31, 22, 59, 59, tzinfo=UTC),
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    ]
    outside = [datetime(2026, 9, 30, 21, 59, 59, tzinfo=UTC), datetime(2026, 10, 31, 23, tzinfo=UTC)]
    one = {"channel": {"web": 1}, "motive": {"form": 1}, "requester": {"citizen": 1}}
    for moment in [*inside, *outside]:
        add_contacts(council, one, at=moment)
        add_unserved(council, {("chat", "abandoned"): 1}, at=moment)
    start, end = OCTOBER.start("Europe/Madrid"), OCTOBER.end("Europe/Madrid")
    assert measure_contacts(council=council, start=start, end=end, by=officer).contacts == len(inside)
    assert measure_unserved(council=council, start=start, end=end, by=officer).total == len(inside)


def test_contacts_attended_on_the_spot_are_no_waits(council: Council, officer: Actor) -> None:
    add_contacts(council, {"channel": {"phone": 30, "web": 10}, "motive": {"form": 1}, "requester": {"citizen": 1}})
    found = measure_contacts(council=council, start=OCTOBER.start("Europe/Madrid"), end=OCTOBER.end("Europe/Madrid"), by=officer)
    assert (found.attended, len(found.waits)) == (40, 10)


@pytest.mark.parametrize("size", [1, 30])
def test_measuring_takes_the_same_queries_whatever_the_size(council: Council, officer: Actor, size: int, django_assert_num_queries) -> None:
    add_contacts(council, {"channel": {"web": size}, "motive": {"form": 1}, "requester": {"citizen": 1}})
    start, end = OCTOBER.start("Europe/Madrid"), OCTOBER.end("Europe/Madrid")
    with django_assert_num_queries(6):
        measure_contacts(council=council, start=start, end=end, by=officer)
        measure_unserved(council=council, start=start, end=end, by=officer)


def test_another_councils_contacts_are_not_counted(council: Council, officer: Actor) -> None:
    other = make_council("other", host="other.test", prefix="OT")
    town_month(other)
    assert figures(measured(council, officer))["vol.contacts"] == 0
    assert Month(2026, 10) == OCTOBER
