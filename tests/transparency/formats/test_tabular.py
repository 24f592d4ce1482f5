"""CSV, Data Package and CSVW: read by the programs that others read them with."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import frictionless
import jsonschema
import pytest
from csvw import CSVW

from tests.transparency.formats.reports import HARD_NAME, ROOT
from transparency.formats import files_of
from transparency.formats.tabular import COLUMNS, KEY, harmless, rows_of
from transparency.report import ReportData

pytestmark = pytest.mark.django_db


def written(report: ReportData, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    for file in files_of(report, root=ROOT):
        (folder / file.name).write_bytes(file.data)
    return folder


def kinds(folder: Path) -> set[str]:
    """What frictionless finds wrong with a package."""
    report = frictionless.Package(str(folder / "datapackage.json")).validate()
    return {row[0] for row in report.flatten(["type"])}


def read(report: ReportData) -> list[dict[str, str]]:
    data = next(file.data for file in files_of(report, root=ROOT) if file.name == "indicators.csv")
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_every_month_is_valid(reports: dict[str, ReportData], tmp_path: Path) -> None:
    for name, report in reports.items():
        folder = written(report, tmp_path / name)
        assert kinds(folder) == set()
        table = CSVW(str(folder / "indicators.csv-metadata.json"), validate=True)
        assert table.is_valid
        assert [str(one.message) for one in table.warnings] == []


def test_it_is_csv_by_the_rfc(reports: dict[str, ReportData]) -> None:
    for report in reports.values():
        data = next(file.data for file in files_of(report, root=ROOT) if file.name == "indicators.csv").decode()
        assert data.endswith("\r\n")
        assert not data.startswith("\ufeff")
        bare = re.sub(r'"(?:[^"]|"")*"', "", data)
        assert bare.count("\r\n") == bare.count("\n") == bare.count("\r")
        assert {line.count(",") for line in bare.split("\r\n")[:-1]} == {len(COLUMNS) - 1}


def test_a_row_for_each_cell(report: ReportData) -> None:
    rows = {tuple(row[name] for name in ("indicator", "dimension", "member")): row for row in read(report)}
    assert len(rows) == len(read(report))
    total = rows["vol.contacts", "total", "total"]
    assert (total["value"], total["unit"], total["status"], total["period"], total["revision"]) == ("330", "contacts", "A", "2026-10", "1")
    hidden = rows["vol.contacts", "channel", "email"]
    assert (hidden["value"], hidden["status"]) == ("", "C")
    assert hidden["label_ca"] == "Contactes rebuts, Canal: Correu electrònic"
    assert rows["sat.score", "total", "total"]["value"] == "4.4"
    assert rows["sat.score", "measure", "response_rate"]["unit"] == "percent"


def test_a_difficult_name_comes_back_and_is_no_formula(reports: dict[str, ReportData]) -> None:
    rows = read(reports["village"])
    assert {row["council_name"] for row in rows} == {f"'{HARD_NAME[:120]}"}
    assert {row["council"] for row in rows} == {"vallclara"}


@pytest.mark.parametrize("text", ["=1+1", "+34", "-5", "@x", "\t=1", "\r=1", "\n=1", "  =1"])
def test_what_a_spreadsheet_would_calculate_is_text(text: str) -> None:
    assert harmless(text) == f"'{text}"


def test_other_text_and_numbers_stay_as_they_are(report: ReportData) -> None:
    for text in ("", "Xat", "4-5", "(a) - b", "مجلس المدينة"):
        assert harmless(text) == text
    report["indicators"][0]["value"] = -3
    assert rows_of(report)[0]["value"] == "-3"


def test_the_package_describes_what_lies_beside_it(report: ReportData) -> None:
    files = {file.name: file for file in files_of(report, root=ROOT)}
    package = json.loads(files["datapackage.json"].data)
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    for resource in package["resources"]:
        file = files[resource["path"]]
        assert (resource["bytes"], resource["hash"]) == (len(file.data), f"sha256:{file.sha256}")
    schema = next(one for one in package["resources"] if one["name"] == "indicators")["schema"]
    assert ([field["name"] for field in schema["fields"]], schema["primaryKey"]) == (list(COLUMNS), list(KEY))
    assert all(field["description"] for field in schema["fields"])
    jsonschema.validate(package, PACKAGE)


# What the profile of Data Package v2 demands of what is used here.
PACKAGE = {
    "type": "object",
    "required": ["resources", "$schema"],
    "properties": {
        "name": {"type": "string", "pattern": "^[-a-z0-9._/]+$"},
        "created": {"type": "string", "format": "date-time"},
        "version": {"type": "string"},
        "licenses": {"type": "array", "minItems": 1, "items": {"anyOf": [{"required": ["name"]}, {"required": ["path"]}]}},
        "sources": {"type": "array", "minItems": 1, "items": {"anyOf": [{"required": ["title"]}, {"required": ["path"]}]}},
        "contributors": {"type": "array", "items": {"properties": {"roles": {"type": "array", "items": {"type": "string"}}}}},
        "resources": {
            "type": "array",
            "minItems": 1,
            "items": {
                "required": ["name", "path"],
                "properties": {
                    "name": {"type": "string", "pattern": "^[-a-z0-9._/]+$"},
                    "path": {"type": "string", "pattern": r"^(?!/|.*\.\./)"},
                    "hash": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
                    "bytes": {"type": "integer", "minimum": 1},
                    "type": {"const": "table"},
                },
            },
        },
    },
}


def _swap(name: str, old: bytes, new: bytes) -> Callable[[Path], object]:
    def damage(folder: Path) -> None:
        data = (folder / name).read_bytes()
        assert old in data
        (folder / name).write_bytes(data.replace(old, new, 1))

    return damage


FAULTS: list[tuple[set[str], Callable[[Path], object]]] = [
    ({"hash-count"}, _swap("indicators.csv", b",330,contacts,A", b",331,contacts,A")),
    ({"hash-count", "byte-count"}, _swap("indicators.csv", b",330,contacts,A", b",3300,contacts,A")),
    ({"hash-count"}, _swap("indicators.json", b"330", b"331")),
    ({"hash-count", "constraint-error"}, _swap("indicators.csv", b"2026-10", b"2026-09")),
    ({"hash-count", "constraint-error"}, _swap("indicators.csv", b",330,contacts,A", b",330,contacts,Z")),
    ({"hash-count", "byte-count", "type-error"}, _swap("indicators.csv", b",330,contacts,A", b",many,contacts,A")),
    ({"hash-count", "byte-count", "incorrect-label"}, _swap("indicators.csv", b"municipality_code", b"municipality")),
]


def test_a_wrong_file_is_refused(report: ReportData, tmp_path: Path) -> None:
    for number, (expected, damage) in enumerate(FAULTS):
        folder = written(report, tmp_path / str(number))
        damage(folder)
        assert expected <= kinds(folder), number


@pytest.mark.filterwarnings("default")
def test_csvw_refuses_what_is_no_number(report: ReportData, tmp_path: Path) -> None:
    folder = written(report, tmp_path / "csvw")
    _swap("indicators.csv", b",330,contacts,A", b",many,contacts,A")(folder)
    assert not CSVW(str(folder / "indicators.csv-metadata.json"), validate=True).is_valid
