"""The whole way once: a town's month published by its officer, corrected, withdrawn; what is then online, read as others read it."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import frictionless
import jsonschema
import pytest
from csvw import CSVW
from django.test import Client
from rdflib import Graph

from helpdesk.base import clock
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.tickets.models import Ticket
from tests.transparency.formats.dcat_rules import breaches
from tests.transparency.formats.jsonstat_rules import findings
from tests.transparency.formats.test_equal import in_csv, in_jsonstat, in_report
from tests.transparency.jsonfeed import check_feed
from tests.transparency.months import AFTER_OCTOBER, OCTOBER, publish_unchecked, town_month
from transparency import services
from transparency.data_views import SCHEMAS
from transparency.kinds import Kind, Severity
from transparency.models import PublishedFile

pytestmark = pytest.mark.usefixtures("quick_press")
ROOT = "/transparency/"
REASON = {"ca": "Hi havia proves.", "es": "Había pruebas."}


def check(client: Client, revision: int, folder: Path) -> dict[str, Any]:
    """Read every file of a revision, have each validated, and compare them; returns the report."""
    folder.mkdir()
    names = list(PublishedFile.objects.filter(publication__revision=revision).values_list("name", flat=True))
    data = {name: client.get(f"{ROOT}2026-10/r{revision}/{name}").content for name in names}
    for name, found in data.items():
        (folder / name).write_bytes(found)
    documents = {name: json.loads(data[name]) for name in data if name.endswith(".json")}
    for name in ("report", "changes", "manifest"):
        if f"{name}.json" in documents:
            jsonschema.validate(documents[f"{name}.json"], json.loads((SCHEMAS / f"{name}.json").read_bytes()))
    assert findings(documents["indicators.json"]) == set()
    assert frictionless.Package(str(folder / "datapackage.json")).validate().valid
    assert CSVW(str(folder / "indicators.csv-metadata.json"), validate=True).is_valid
    cells = in_report(documents["report.json"])
    assert in_csv(data["indicators.csv"]) == in_jsonstat(documents["indicators.json"]) == cells
    listed = {file["name"]: file for file in documents["manifest.json"]["files"]}
    assert set(listed) == {name for name in names if not name.startswith("manifest")}
    report: dict[str, Any] = documents["report.json"]
    return report


def test_a_month_its_correction_and_everything_around_it(client: Client, council: Council, officer: Actor, tmp_path: Path) -> None:
    council.language_order = ["ca", "es"]
    council.save()
    tickets = town_month(council)
    with clock.at(AFTER_OCTOBER):
        services.make_draft(council=council, month=OCTOBER, by=officer)
        publish_unchecked(council, OCTOBER, officer)
    first = check(client, 1, tmp_path / "r1")
    before = {name: client.get(f"{ROOT}2026-10/r1/{name}")["ETag"] for name in ("report.json", "indicators.csv", "manifest.json")}
    Ticket.objects.filter(pk__in=[ticket.pk for ticket in tickets[100:150]]).update(excluded_reason="test")
    with clock.at(AFTER_OCTOBER + timedelta(days=2)):
        services.open_correction(
            council=council,
            month=OCTOBER,
            kind=Kind.CORRECTION,
            severity=Severity.MINOR,
            reason=REASON,
            changes_conclusion=False,
            by=officer,
        )
        publish_unchecked(council, OCTOBER, officer)
    second = check(client, 2, tmp_path / "r2")
    assert (first["indicators"][0]["value"], second["indicators"][0]["value"], second["indicators"][0]["status"]) == (330, 280, "R")
    assert {name: client.get(f"{ROOT}2026-10/r1/{name}")["ETag"] for name in before} == before
    changes = json.loads(client.get(f"{ROOT}2026-10/r2/changes.json").content)["changes"]
    assert ("vol.contacts", "", 330, 280) in [(one["indicator"], one["dimension"], one["old"], one["new"]) for one in changes]
    with clock.at(AFTER_OCTOBER + timedelta(days=3)):
        series = json.loads(client.get(f"{ROOT}series/vol.contacts.json").content)
        assert series["link"]["item"][0]["value"] == [280]
        assert breaches(Graph().parse(data=client.get(f"{ROOT}catalog.ttl").content, format="turtle")) == []
        feed = json.loads(client.get(f"{ROOT}feed.json").content)
    check_feed(feed)
    assert [item["url"].removeprefix("http://testserver/transparency/") for item in feed["items"]] == ["2026-10/r2/", "2026-10/r1/"]
