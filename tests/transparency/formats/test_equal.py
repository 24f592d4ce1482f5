"""Every format says the same: each cell of report.json is found, with value and status, in JSON-stat, CSV and series, and nothing else is."""

import copy
import csv
import io
import json
from typing import Any

import pytest

from tests.transparency.formats.jsonstat_rules import findings
from tests.transparency.formats.reports import ROOT
from transparency.formats import files_of
from transparency.formats.terms import WITH_VALUE
from transparency.report import ReportData
from transparency.series import series_document

pytestmark = pytest.mark.django_db
# (indicator, dimension, member, period): value and status.
Cells = dict[tuple[str, str, str, str], tuple[float | None, str]]


def in_report(report: ReportData) -> Cells:
    month, cells = report["period"]["month"], Cells()
    for indicator in report["indicators"]:
        cells[indicator["id"], "", "", month] = (indicator["value"], indicator["status"])
        for breakdown in indicator["breakdowns"]:
            for cell in breakdown["cells"]:
                place = (indicator["id"], breakdown["dimension"], cell["member"], breakdown.get("period", month))
                cells[place] = (cell["value"], cell["status"])
    return cells


def in_csv(data: bytes) -> Cells:
    none = {"total": ""}
    return {
        (row["indicator"], none.get(row["dimension"], row["dimension"]), none.get(row["member"], row["member"]), row["period"]): (
            float(row["value"]) if row["value"] else None,
            row["status"],
        )
        for row in csv.DictReader(io.StringIO(data.decode(), newline=""))
    }


def in_jsonstat(document: dict[str, Any]) -> Cells:
    cells = Cells()
    for dataset in document["link"]["item"]:
        [indicator] = dataset["dimension"]["indicator"]["category"]["index"]
        periods = dataset["dimension"]["period"]["category"]["index"]
        along = dataset["id"][3] if len(dataset["id"]) == 4 else ""
        members = dataset["dimension"][along]["category"]["index"] if along else [""]
        places = [(indicator, along, member, period) for period in periods for member in members]
        for number, place in enumerate(places):
            cells[place] = (dataset["value"][number], dataset.get("status", {}).get(str(number), "A"))
    return cells


def revised(report: ReportData) -> ReportData:
    """The same month again, with a figure that changed, and one less row."""
    again = copy.deepcopy(report)
    again["revision"] = 2
    again["revision_of"] = {
        "kind": "correction",
        "severity": "minor",
        "replaces": 1,
        "reason": {"ca": "Duplicats."},
        "changes_conclusion": False,
    }
    again["indicators"][0].update(value=325, status="R", was=330)
    return again


def months_of(reports: dict[str, ReportData]) -> list[ReportData]:
    """Every kind of report that there is: a town, a village, nothing, a correction, quarters, quarters beside months."""
    quarter = copy.deepcopy(reports["town"])
    for indicator in quarter["indicators"]:
        for breakdown in indicator["breakdowns"]:
            breakdown["period"] = "2026-Q4"
    both = copy.deepcopy(reports["town"])
    for indicator, other in zip(both["indicators"], quarter["indicators"], strict=True):
        indicator["breakdowns"] += copy.deepcopy(other["breakdowns"])
    return [*reports.values(), revised(reports["town"]), quarter, both]


def test_json_is_json_stat_is_csv(reports: dict[str, ReportData]) -> None:
    for report in months_of(reports):
        made = {file.name: file.data for file in files_of(report, root=ROOT)}
        expected = in_report(report)
        assert findings(json.loads(made["indicators.json"])) == set()
        assert len(expected) > 20
        assert in_csv(made["indicators.csv"]) == expected
        assert in_jsonstat(json.loads(made["indicators.json"])) == expected


def test_a_hidden_cell_has_no_value_anywhere(reports: dict[str, ReportData]) -> None:
    for report in months_of(reports):
        for value, status in in_report(report).values():
            assert (value is not None) == (status in WITH_VALUE)


def three_months(reports: dict[str, ReportData]) -> list[ReportData]:
    """Three months of a town: the second was corrected, the third defines the first indicator anew and has other rows."""
    first, second, third = copy.deepcopy(reports["town"]), revised(reports["town"]), copy.deepcopy(reports["village"])
    for month, report in zip(("2026-08", "2026-09", "2026-10"), (first, second, third), strict=True):
        report["period"]["month"] = month
    third["indicators"][0]["version"] += 1
    return [first, second, third]


def test_the_series_are_the_months(reports: dict[str, ReportData]) -> None:
    months = three_months(reports)
    expected = Cells()
    for report in months:
        expected |= in_report(report)
    found = Cells()
    for indicator in months[0]["indicators"]:
        document = json.loads(json.dumps(series_document(indicator["id"], months, root=ROOT, language="ca")))
        assert findings(document) == set()
        found |= in_jsonstat(document)
    # What one month has and another has not is missing there.
    absent = {place: cell for place, cell in found.items() if place not in expected}
    assert set(absent.values()) <= {(None, "M")}
    assert {place: cell for place, cell in found.items() if place in expected} == expected


def test_the_series_say_what_was_revised_and_defined_otherwise(reports: dict[str, ReportData]) -> None:
    document: dict[str, Any] = series_document("vol.contacts", three_months(reports), root=ROOT, language="ca")
    own = document["link"]["item"][0]
    assert (own["value"], own["status"]) == ([330, 325, 12], {"1": "R"})
    notes = own["dimension"]["period"]["category"]["note"]
    assert set(notes) == {"2026-08", "2026-09"}
    assert len(notes["2026-08"]) == 1
    assert "Duplicats." in notes["2026-09"][0]
    assert len(notes["2026-09"]) == 2
    assert document["extension"]["revisions"] == {"2026-08": 1, "2026-09": 2, "2026-10": 1}
    assert [one["month"] for one in document["extension"]["revised"]] == ["2026-09"]


def test_an_indicator_that_no_month_has_is_an_empty_series(report: ReportData) -> None:
    document: dict[str, Any] = series_document("no.such", [report], root=ROOT, language="ca")
    assert document["link"]["item"] == []
