"""JSON-stat: valid by every rule of the official validator, and each fault that it knows is noticed."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from helpdesk.people.rules import LANGUAGES
from tests.transparency.formats.jsonstat_rules import findings
from tests.transparency.formats.reports import ROOT
from transparency.formats import files_of, jsonstat_of
from transparency.report import ReportData

pytestmark = pytest.mark.django_db
Document = dict[str, Any]


def document(report: ReportData, language: str = "ca") -> Document:
    made: Document = json.loads(json.dumps(jsonstat_of(report, root=ROOT, language=language)))
    return made


def item(made: Document, key: str) -> Document:
    return next(one for one in made["link"]["item"] if one["href"].endswith(f"#{key}"))


def test_every_month_is_valid(reports: dict[str, ReportData]) -> None:
    for report in reports.values():
        for language in LANGUAGES:
            assert findings(document(report, language)) == set()


def test_a_table_is_a_dataset_with_one_code_for_what_is_hidden(report: ReportData) -> None:
    made = document(report)
    channels = item(made, "vol.contacts.channel")
    assert (channels["id"], channels["size"]) == (["municipality", "indicator", "period", "channel"], [1, 1, 1, 7])
    assert channels["role"] == {"time": ["period"], "geo": ["municipality"], "metric": ["indicator"]}
    members = channels["dimension"]["channel"]["category"]["index"]
    assert dict(zip(members, channels["value"], strict=True)) == {
        "web": 96, "chat": 61, "phone": 148, "counter": None, "email": None, "callback": 0, "grouped": 25
    }  # fmt: skip
    assert {members[int(place)]: status for place, status in channels["status"].items()} == {"counter": "C", "email": "C"}
    assert channels["dimension"]["channel"]["category"]["child"] == {"grouped": ["counter", "email"]}
    assert item(made, "vol.contacts")["value"] == [330]
    assert "status" not in item(made, "vol.contacts")


def test_units_stand_with_what_they_measure(report: ReportData) -> None:
    made = document(report)
    answers = item(made, "sat.score.measure")
    assert answers["role"]["metric"] == ["measure"]
    units = answers["dimension"]["measure"]["category"]["unit"]
    assert {name: unit["label"] for name, unit in units.items()} == {
        "answers": "answers",
        "share_4_5": "percent",
        "response_rate": "percent",
    }
    marks = item(made, "sat.score.score")["dimension"]["score"]["category"]["unit"]
    assert {unit["label"] for unit in marks.values()} == {"answers"}
    assert item(made, "sat.score.channel")["dimension"]["channel"]["category"]["unit"]["web"] == {"label": "points", "decimals": 1}
    assert item(made, "sat.score")["dimension"]["indicator"]["category"]["unit"] == {"sat.score": {"label": "points", "decimals": 1}}


def test_words_are_in_one_language_and_in_all(report: ReportData) -> None:
    catalan, english = (item(document(report, language), "vol.contacts.channel")["dimension"]["channel"] for language in ("ca", "en"))
    assert (catalan["category"]["label"]["phone"], english["category"]["label"]["phone"]) == ("Telèfon", "Telephone")
    assert catalan["extension"] == english["extension"]
    assert set(catalan["extension"]["category"]["label"]["phone"]) == set(LANGUAGES)
    extension = item(document(report), "vol.contacts")["extension"]
    assert set(extension["definition"]) == set(LANGUAGES)
    assert extension["status"]["label"]["C"] == "Confidential"


def test_a_quarter_is_a_dataset_of_its_own_period(report: ReportData) -> None:
    report["indicators"][0]["breakdowns"][0]["period"] = "2026-Q4"
    channels = item(document(report), "vol.contacts.channel.quarter")
    assert channels["dimension"]["period"]["category"]["index"] == ["2026-Q4"]


def test_the_same_report_gives_the_same_bytes(report: ReportData) -> None:
    one, two = (files_of(copy.deepcopy(report), root=ROOT) for _time in range(2))
    assert [(file.name, file.sha256) for file in one] == [(file.name, file.sha256) for file in two]


def channel(made: Document) -> Document:
    return item(made, "vol.contacts.channel")


def category(made: Document) -> Document:
    found: Document = channel(made)["dimension"]["channel"]["category"]
    return found


FAULTS: list[tuple[str, Callable[[Document], object]]] = [
    ("ID_SIZE_LEN_MISMATCH", lambda d: channel(d)["size"].append(1)),
    ("DIM_KEY_ID_MISMATCH", lambda d: channel(d)["dimension"].pop("period")),
    ("DIM_KEY_ID_MISMATCH", lambda d: channel(d)["id"].__setitem__(2, "channel")),
    ("VALUE_LEN_MISMATCH", lambda d: channel(d)["value"].pop()),
    ("SPARSE_KEY_OUT_OF_RANGE", lambda d: channel(d).update(value={"0": 1, "7": 2})),
    ("SPARSE_KEY_OUT_OF_RANGE", lambda d: channel(d).update(value={"-1": 1})),
    ("ROLE_ID_UNKNOWN", lambda d: channel(d)["role"].update(time=["month"])),
    ("STATUS_LEN_MISMATCH", lambda d: channel(d).update(status=["A"])),
    ("STATUS_KEY_OUT_OF_RANGE", lambda d: channel(d)["status"].update({"99": "C"})),
    ("METRIC_UNIT_MISSING", lambda d: channel(d)["dimension"]["indicator"]["category"].pop("unit")),
    ("INDEX_COUNT_MISMATCH", lambda d: category(d)["index"].append("pigeon")),
    ("INDEX_POSITIONS_INVALID", lambda d: category(d).update(index=dict.fromkeys(category(d)["index"], 0))),
    ("INDEX_POSITIONS_INVALID", lambda d: category(d)["index"].__setitem__(0, "chat")),
    ("LABEL_KEY_UNKNOWN", lambda d: category(d)["label"].update(pigeon="Pigeon")),
    ("LABEL_KEY_INCOMPLETE", lambda d: category(d)["label"].pop("web")),
    ("UNIT_KEY_UNKNOWN", lambda d: category(d).update(unit={"pigeon": {"decimals": 0}})),
    ("COORD_KEY_UNKNOWN", lambda d: category(d).update(coordinates={"pigeon": [1, 2]})),
    ("NOTE_KEY_UNKNOWN", lambda d: category(d).update(note={"pigeon": ["?"]})),
    ("CHILD_ID_UNKNOWN", lambda d: category(d)["child"].update(grouped=["pigeon"])),
    ("CHILD_CYCLE", lambda d: category(d)["child"].update(counter=["grouped"])),
    ("CUBE_SIZE_OVERFLOW", lambda d: channel(d).update(size=[10**9, 10**9, 1, 1])),
    ("STRUCTURAL_VIOLATION", lambda d: d.pop("class")),
    ("STRUCTURAL_VIOLATION", lambda d: d.update(version="1.3")),
    ("STRUCTURAL_VIOLATION", lambda d: d["link"].pop("item")),
    ("STRUCTURAL_VIOLATION", lambda d: channel(d).pop("value")),
    ("STRUCTURAL_VIOLATION", lambda d: channel(d).pop("id")),
]


def test_each_planted_fault_is_noticed(report: ReportData) -> None:
    whole = document(report)
    for code, damage in FAULTS:
        damaged = copy.deepcopy(whole)
        damage(damaged)
        assert code in findings(damaged), code
    assert findings({"a": channel(whole)}) == {"BUNDLE_DEPRECATED"}
    deep: Document = whole
    for _level in range(10):
        deep = {"version": "2.0", "class": "collection", "link": {"item": [deep]}}
    assert "RECURSION_LIMIT" in findings(deep)
