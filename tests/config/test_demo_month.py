"""The demonstration's published month agrees with what such services publish within two points, and with SQL exactly."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from config.demo.calendar import make_holidays, make_week
from config.demo.councils import make_councils, make_people
from config.demo.past import past_months, publication_moment, write_past
from helpdesk.base import clock
from helpdesk.catalogue.services import load_catalogue
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.selectors import actor_by_email
from tests.transparency.conftest import quick_press  # noqa: F401  a fixture
from tests.transparency.months import publish_unchecked
from transparency.months import Month
from transparency.selectors import draft_report, published_file, stored_bytes
from transparency.services import make_draft

NOW = datetime(2026, 11, 18, 11, tzinfo=UTC)
MONTHS = past_months(NOW, "Europe/Madrid")
POINTS = 2
# SERVICE.md: shares of contacts in percent.
PUBLISHED = {
    ("vol.contacts", "phone"): 85,
    ("vol.band", "morning"): 80,
    ("vol.callbacks", "voice"): 13,
    ("vol.callbacks", "web"): 5,
    ("vol.motives", "procedure"): 27,
    ("vol.motives", "appointment"): 22,
    ("vol.motives", "folder"): 14,
    ("vol.motives", "catalogue"): 11,
    ("vol.motives", "certificate"): 6,
    ("vol.requester", "citizen"): 83,
}
pytestmark = pytest.mark.usefixtures("quick_press")

COLUMNS = {"vol.contacts": "channel", "vol.motives": "motive", "vol.requester": "requester", "vol.callbacks": "callback_origin"}
Report = dict[str, Any]


@pytest.fixture(scope="module")
def _house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """One month of each council for all tests of this file; its rows are rolled back at the end."""
    from django.db import transaction

    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            with clock.at(NOW):
                councils = make_councils(8000, "127.0.0.1")
                make_people(councils)
                by = actor_by_email("admin@vallclara.example")
                assert by is not None
                for council in councils:
                    load_catalogue(council=council, by=by)
                    make_week(council)
                    make_holidays(council, {2026}, by)
                    write_past(council, [].append)
            yield
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture
def officer(_house: None, db: None) -> Actor:
    found = actor_by_email("officer@vallclara.example")
    assert found is not None
    return found


def report_of(slug: str, month: Month, officer: Actor) -> Report:
    """The newest month of the first council as its published file; the others as they would be published."""
    council = Council.objects.get(slug=slug)
    with clock.at(publication_moment(month, NOW, ZoneInfo(council.time_zone))):
        draft = make_draft(council=council, month=month, by=officer)
        if (slug, month) != ("vallclara", MONTHS[-1]):
            return dict(draft_report(draft))
        publish_unchecked(council, month, officer)
    report: Report = json.loads(stored_bytes(published_file(council, month, 1, "report.json")))
    return report


def cells(report: Report, name: str, dimension: str = "") -> dict[str, int | None]:
    """The rows of an indicator's breakdown: its first, unless another is named."""
    [found] = [indicator for indicator in report["indicators"] if indicator["id"] == name]
    group = next(group for group in found["breakdowns"] if dimension in {"", group["dimension"]})
    return {cell["member"]: cell["value"] for cell in group["cells"]}


def value(report: Report, name: str) -> float | None:
    [found] = [indicator for indicator in report["indicators"] if indicator["id"] == name]
    number: float | None = found["value"]
    return number


@pytest.mark.parametrize("month", MONTHS, ids=str)
def test_every_share_is_within_two_points_of_what_services_publish(officer: Actor, month: Month) -> None:
    report = report_of("vallclara", month, officer)
    contacts = value(report, "vol.contacts")
    assert contacts is not None
    assert 1020 <= contacts <= 1120
    for (name, member), share in PUBLISHED.items():
        count = cells(report, name)[member]
        assert count is not None
        assert abs(100 * count / contacts - share) <= POINTS, (name, member)
    again = value(report, "res.reopened")
    assert again is not None
    assert 2 <= again <= 4
    score, on_time = value(report, "sat.score"), value(report, "wait.calls_on_time")
    assert score is not None
    assert on_time is not None
    assert 4.6 <= score <= 4.8
    assert 85 <= on_time < 100


def window(slug: str, month: Month) -> tuple[str, list[Any]]:
    council = Council.objects.get(slug=slug)
    condition = "council_id = %s AND created_at >= %s AND created_at < %s"
    return condition, [council.pk, month.start(council.time_zone), month.end(council.time_zone)]


def ask(query: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


@pytest.mark.parametrize("slug", ["vallclara", "rocabruna"])
@pytest.mark.parametrize("month", MONTHS, ids=str)
def test_every_published_count_is_that_of_sql(officer: Actor, slug: str, month: Month) -> None:
    report = report_of(slug, month, officer)
    where, values = window(slug, month)
    tickets = f"FROM tickets_ticket WHERE {where} AND excluded_reason = ''"
    [(total, answered, asked)] = ask(
        f"SELECT count(*), count(first_human_response_at), sum(CASE WHEN callback_origin <> '' THEN 1 ELSE 0 END) {tickets}", values
    )
    assert value(report, "vol.contacts") == total
    assert value(report, "vol.attended") in {answered, None}
    assert value(report, "vol.callbacks") in {asked, None}
    for name, column in COLUMNS.items():
        counted = dict(ask(f"SELECT {column}, count(*) {tickets} AND {column} <> '' GROUP BY {column}", values))
        shown = cells(report, name)
        assert {m: n for m, n in shown.items() if n is not None and m != "grouped"} == {
            m: counted.get(m, 0) for m, n in shown.items() if n is not None and m != "grouped"
        }
        assert sum(n for n in shown.values() if n is not None) == sum(counted.values())
    [(unserved,)] = ask(f"SELECT count(*) FROM tickets_unserveddemand WHERE {where}", values)
    assert value(report, "vol.unattended") == unserved
    asked_people = "SELECT i.id FROM satisfaction_invitation i JOIN tickets_ticket t ON t.id = i.ticket_id WHERE i.ask = 'asked' AND t.excluded_reason = ''"
    ratings = ask(f"SELECT count(*), avg(score) FROM satisfaction_rating WHERE {where} AND invitation_id IN ({asked_people})", values)[0]
    assert cells(report, "sat.score")["answers"] == ratings[0]
    assert value(report, "sat.score") == pytest.approx(float(ratings[1]), abs=0.05)


def test_calls_made_on_time_are_those_of_sql(officer: Actor) -> None:
    for month in MONTHS:
        where, values = window("vallclara", month)
        due = where.replace("created_at", "due_at")
        [(agreed, on_time)] = ask(
            f"SELECT count(*), sum(CASE WHEN first_attempt_at <= due_at THEN 1 ELSE 0 END) FROM callbacks_call WHERE {due}", values
        )
        assert agreed >= 30
        assert value(report_of("vallclara", month, officer), "wait.calls_on_time") == int(100 * on_time / agreed + 0.5)


def test_a_smaller_council_shows_how_small_numbers_are_protected(officer: Actor) -> None:
    report = report_of("rocabruna", MONTHS[-1], officer)
    shown = [cell for indicator in report["indicators"] for group in indicator["breakdowns"] for cell in group["cells"]]
    assert any(cell["status"] == "C" for cell in shown)
    assert value(report, "wait.calls_on_time") is None
    assert not [
        number
        for name in ("vol.contacts", "vol.motives", "vol.callbacks")
        for number in cells(report, name).values()
        if number and number < 5
    ]


def test_no_contact_falls_on_a_holiday(officer: Actor) -> None:
    where, values = window("vallclara", Month(2026, 10))
    moments = [row[0] for row in ask(f"SELECT created_at FROM tickets_ticket WHERE {where}", values)]
    days = {datetime.fromisoformat(str(moment)).replace(tzinfo=UTC).astimezone(ZoneInfo("Europe/Madrid")).date() for moment in moments}
    assert date(2026, 10, 12) not in days
    assert all(day.weekday() < 5 for day in days)


def test_months_are_the_three_before_this_one_and_published_on_the_third() -> None:
    assert [str(month) for month in MONTHS] == ["2026-08", "2026-09", "2026-10"]
    zone = ZoneInfo("Europe/Madrid")
    assert publication_moment(Month(2026, 10), NOW, zone) == datetime(2026, 11, 3, 10, tzinfo=zone)
    early = datetime(2026, 11, 1, 0, 30, tzinfo=zone)
    assert publication_moment(Month(2026, 10), early, zone) == early
