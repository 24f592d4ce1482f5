"""The schemas of what is published: they take every kind of report, also old ones, and refuse what must not come out."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.transparency.formats.test_equal import revised
from transparency.changes import changes_between
from transparency.data_views import SCHEMA_NAMES, SCHEMAS
from transparency.report import ReportData

pytestmark = pytest.mark.django_db
Document = dict[str, Any]
SHA = "a" * 64
MANIFEST: Document = {
    "council": "vallclara",
    "month": "2026-10",
    "revision": 1,
    "published_at": "2026-11-10T09:00:00Z",
    "previous_sha256": "",
    "key": "",
    "files": [{"name": "report.json", "media_type": "application/json", "bytes": 12, "sha256": SHA}],
}


def validator(name: str) -> jsonschema.Draft202012Validator:
    schema = json.loads(Path(SCHEMAS / f"{name}.json").read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def old(report: ReportData) -> Document:
    """As edition 2 wrote it: without anything that came later."""
    made: Document = copy.deepcopy(report)  # type: ignore[assignment]
    later = ("formula", "source", "exclusions", "collected", "target", "note", "was")
    for name in ("revision_of", "definitions", "code_version"):
        made.pop(name, None)
    made["edition"] = "2"
    for indicator in made["indicators"]:
        for name in later:
            indicator.pop(name, None)
    return made


def new(report: ReportData) -> Document:
    """With everything that a report may have."""
    made: Document = revised(report)  # type: ignore[assignment]
    made["definitions"] = {"vol.contacts": 1}
    made["code_version"] = "1.2.0"
    texts = {"ca": "x", "es": "x"}
    made["indicators"][1].update(formula=texts, source=texts, exclusions=texts, note=texts, target=300, collected=True)
    made["indicators"][1]["breakdowns"] = [dict(made["indicators"][0]["breakdowns"][0], period="2026-Q3")]
    made["indicators"].append(
        dict(
            copy.deepcopy(made["indicators"][1]),
            id="eco.cost",
            rule="S5",
            unit="euros",
            value=None,
            status="M",
            collected=False,
            breakdowns=[],
        )
    )
    return made


def test_every_kind_of_report_is_taken(reports: dict[str, ReportData]) -> None:
    schema = validator("report")
    for report in reports.values():
        for document in (report, old(report), new(report)):
            schema.validate(json.loads(json.dumps(document)))


def own(document: Document) -> Document:
    found: Document = document["indicators"][0]
    return found


def cell(document: Document) -> Document:
    found: Document = own(document)["breakdowns"][0]["cells"][0]
    return found


def _threshold(document: Document, threshold: int, value: int) -> None:
    document["protection"]["threshold"] = threshold
    cell(document)["value"] = value


FAULTS: list[Callable[[Document], object]] = [
    lambda d: own(d).update(value=3),
    lambda d: cell(d).update(value=4),
    lambda d: cell(d).update(value=None),
    lambda d: cell(d).update(status="C"),
    lambda d: cell(d).update(status="D"),
    lambda d: cell(d).update(value=2.5),
    lambda d: own(d).update(raw=3),
    lambda d: own(d)["breakdowns"][0].update(period="2026-5"),
    lambda d: own(d)["breakdowns"][0]["cells"][-1].pop("includes"),
    lambda d: d["indicators"][2].update(value=-1),
    lambda d: d.update(revision=0),
    lambda d: d.update(secret=1),
    lambda d: d["protection"].update(threshold=2),
    lambda d: d["period"].update(month="2026-13"),
    lambda d: d["council"].pop("municipality_code"),
    lambda d: d.update(revision_of={"kind": "whim"}),
    lambda d: own(d).update(collected=False),
    lambda d: own(d).update(target="many"),
    lambda d: _threshold(d, 10, 7),
    lambda d: _threshold(d, 4, 3),
]


def test_what_must_not_come_out_is_refused(report: ReportData) -> None:
    schema = validator("report")
    for number, damage in enumerate(FAULTS):
        document: Document = copy.deepcopy(report)  # type: ignore[assignment]
        damage(document)
        assert not schema.is_valid(document), number


def test_a_lower_threshold_lets_smaller_numbers_through(report: ReportData) -> None:
    document: Document = copy.deepcopy(report)  # type: ignore[assignment]
    _threshold(document, 3, 3)
    validator("report").validate(document)


def test_changes_are_by_their_schema(reports: dict[str, ReportData]) -> None:
    schema = validator("changes")
    before, after = reports["town"], revised(reports["town"])
    after["indicators"][0]["breakdowns"][0]["cells"].pop()
    found = changes_between(before, after)
    assert [(one["indicator"], one["old"], one["new"]) for one in found] == [("vol.contacts", 330, 325), ("vol.contacts", 25, None)]
    document: Document = {"month": "2026-10", "revision": 2, "replaces": 1, "is_complete": True, "changes": found}
    schema.validate(document)
    schema.validate({**document, "is_complete": False, "changes": []})
    for damage in ({"is_complete": False}, {"revision": 1}, {"month": "October"}, {"changes": [{}]}, {"more": 1}):
        assert not schema.is_valid({**document, **damage}), damage


def test_manifests_are_by_their_schema() -> None:
    schema = validator("manifest")
    schema.validate(MANIFEST)
    schema.validate({**MANIFEST, "previous_sha256": SHA})
    [file] = MANIFEST["files"]
    for damage in (
        {"files": []},
        {"files": [{**file, "sha256": "A"}]},
        {"files": [{**file, "bytes": -1}]},
        {"files": [{**file, "name": "../x"}]},
        {"previous_sha256": "x"},
    ):
        assert not schema.is_valid({**MANIFEST, **damage}), damage
    assert set(SCHEMA_NAMES) == {path.stem for path in SCHEMAS.iterdir()}
