"""The release calendar, read back by a program for calendars."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from icalendar import Calendar, Event

from helpdesk.base import clock
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from tests.factories import make_council
from tests.transparency.formats.online import put_online
from transparency import services
from transparency.models import Release
from transparency.months import Month
from transparency.report import ReportData

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 12, 15, 11, 0, tzinfo=UTC)
NOVEMBER = Month(2026, 11)
UID = "2026-11.vallclara@testserver"


@pytest.fixture
def council(db: None) -> Council:
    with clock.at(datetime(2026, 8, 2, 9, 0, tzinfo=UTC)):
        return make_council()


def read(client: Client, query: str = "") -> tuple[Calendar, dict[str, Event]]:
    with clock.at(NOW):
        response = client.get(f"/transparency/calendar.ics{query}")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(response.content)
    assert isinstance(calendar, Calendar)
    lines = response.content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in response.content.replace(b"\r\n", b"")
    events = {str(event["uid"]): event for event in calendar.walk("VEVENT")}
    assert len(events) == len(calendar.walk("VEVENT"))
    for event in events.values():
        assert {"UID", "DTSTAMP", "DTSTART", "SEQUENCE", "SUMMARY"} <= set(event)
        assert event["DTSTAMP"].dt.tzinfo is not None
    return calendar, events


def test_each_month_has_its_day(client: Client, council: Council) -> None:
    calendar, events = read(client)
    assert (str(calendar["VERSION"]), str(calendar["METHOD"])) == ("2.0", "PUBLISH")
    assert min(events) == "2026-08.vallclara@testserver"
    event = events[UID]
    # The tenth at ten, in the council's time zone.
    assert event["DTSTART"].dt == datetime(2026, 12, 10, 9, 0, tzinfo=UTC)
    assert "novembre" in str(event["SUMMARY"])
    assert "noviembre" in str(read(client, "?lang=es")[1][UID]["SUMMARY"])
    assert events["2027-03.vallclara@testserver"]["DTSTART"].dt == datetime(2027, 4, 10, 8, 0, tzinfo=UTC)


def test_a_date_that_moves_keeps_its_event_and_counts_on(client: Client, council: Council, officer: Actor) -> None:
    before = read(client)[1][UID]
    with clock.at(NOW):
        services.set_release(council=council, month=NOVEMBER, due_at=LATER, by=officer)
    once = read(client)[1][UID]
    with clock.at(NOW + timedelta(hours=1)):
        services.set_release(council=council, month=NOVEMBER, due_at=LATER + timedelta(days=1), by=officer)
    twice = read(client)[1]
    assert (once["DTSTART"].dt, twice[UID]["DTSTART"].dt) == (LATER, LATER + timedelta(days=1))
    numbers = [int(event["SEQUENCE"]) for event in (before, once, twice[UID])]
    assert numbers == sorted(set(numbers))
    assert twice[UID]["DTSTAMP"].dt > before["DTSTAMP"].dt
    assert int(twice["2026-12.vallclara@testserver"]["SEQUENCE"]) < numbers[2]
    assert Release.objects.count() == 1


def test_another_rule_moves_every_event(client: Client, council: Council, officer: Actor) -> None:
    before = int(read(client)[1][UID]["SEQUENCE"])
    with clock.at(NOW):
        services.set_policy(council=council, policy=services.Policy(release_day=5, release_hour=12), by=officer)
    event = read(client)[1][UID]
    assert (event["DTSTART"].dt, int(event["SEQUENCE"]) > before) == (datetime(2026, 12, 5, 11, 0, tzinfo=UTC), True)


def test_a_published_month_has_an_address_and_the_same_bytes_follow(client: Client, council: Council, report: ReportData) -> None:
    put_online(council, report, "2026-10")
    _calendar, events = read(client)
    assert str(events["2026-10.vallclara@testserver"]["URL"]) == "http://testserver/transparency/2026-10/"
    assert "URL" not in events[UID]
    with clock.at(NOW):
        etags = {client.get("/transparency/calendar.ics")["ETag"] for _time in range(2)}
    assert len(etags) == 1
