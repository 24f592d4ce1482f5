"""What says how to read the files: Frictionless Data Package v2 and CSV on the Web."""

from collections.abc import Sequence

from helpdesk.people.rules import LANGUAGES
from transparency.formats.cells import tables_of
from transparency.formats.made import MadeFile
from transparency.formats.tabular import COLUMNS, KEY
from transparency.formats.terms import (
    CHANGES,
    CSV,
    JSONSTAT,
    LICENCE,
    LICENCE_NAME,
    LICENCE_TITLE,
    REPORT,
    STATUSES,
    TOTAL,
    address_of,
)
from transparency.report import ReportData

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
CSVW_CONTEXT = "http://www.w3.org/ns/csvw"
Field = dict[str, object]

DESCRIPTIONS: dict[str, str] = {
    "council": "Short name of the council.",
    "council_name": "Name of the council. A text that a spreadsheet would take for a formula begins with an apostrophe.",
    "municipality_code": "INE code of the municipality, five digits.",
    "period": "Calendar month in the council's time zone, such as 2026-05, or quarter, such as 2026-Q2.",
    "revision": "Revision of the month; the highest one counts.",
    "indicator": "Identifier of the indicator; its definition is in report.json.",
    "indicator_version": "Version of the definition.",
    "dimension": f"What the figure is broken down by; “{TOTAL}” for the indicator's own figure.",
    "member": f"Member of the dimension; “{TOTAL}” for the indicator's own figure.",
    "value": "The figure; empty when it is protected or missing.",
    "unit": "Unit of the value.",
    "status": "; ".join(f"{code}: {words}" for code, words in STATUSES.items()) + ".",
    **{f"label_{code}": f"Indicator and member in words ({code})." for code in LANGUAGES},
}
INTEGERS = ("revision", "indicator_version")
FILES: dict[str, tuple[str, str]] = {
    JSONSTAT: ("jsonstat", "The figures as JSON-stat 2.0"),
    CSV: ("indicators", "The figures as CSV, a row for each"),
    CHANGES: ("changes", "What this revision changed"),
}


def _allowed(report: ReportData) -> dict[str, list[str]]:
    """The closed lists of this very file, so that a reader notices a row that does not belong to it."""
    tables = tables_of(report)
    return {
        "council": [report["council"]["slug"]],
        "municipality_code": [report["council"]["municipality_code"]],
        "period": sorted({period for table in tables for period in table.periods}),
        "indicator": [indicator["id"] for indicator in report["indicators"]],
        "dimension": list(dict.fromkeys(table.dimension or TOTAL for table in tables)),
        "unit": sorted({table.unit(member) for table in tables for member in table.members}),
        "status": list(STATUSES),
    }


def _field(name: str, report: ReportData) -> Field:
    constraints: Field = {"required": True}
    if name == "value":
        constraints = {"minimum": 0}
    elif name in INTEGERS:
        constraints |= {"minimum": 1}
    elif name in (allowed := _allowed(report)):
        constraints |= {"enum": allowed[name]}
    kind = "number" if name == "value" else "integer" if name in INTEGERS else "string"
    return {"name": name, "type": kind, "description": DESCRIPTIONS[name], "constraints": constraints}


def table_schema(report: ReportData) -> Field:
    """Return the Table Schema of `indicators.csv` of this report."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [_field(name, report) for name in COLUMNS],
        "primaryKey": list(KEY),
        "missingValues": [""],
    }


def _resource(file: MadeFile, report: ReportData) -> Field:
    name, title = FILES[file.name]
    found: Field = {
        "name": name,
        "path": file.name,
        "title": title,
        "format": file.name.rsplit(".", 1)[-1],
        "mediatype": file.media_type.partition(";")[0],
        "encoding": "utf-8",
        "bytes": len(file.data),
        "hash": f"sha256:{file.sha256}",
    }
    if file.name == CSV:
        dialect = {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True}
        found |= {"type": "table", "dialect": dialect, "schema": table_schema(report)}
    return found


def datapackage_of(report: ReportData, files: Sequence[MadeFile], *, root: str) -> Field:
    """Return the Data Package of the given data files."""
    council, month, revision = report["council"], report["period"]["month"], report["revision"]
    address = address_of(report, root)
    return {
        "$schema": PROFILE,
        "name": f"{council['slug']}-{month}-r{revision}",
        "id": address,
        "title": f"{council['name']}: {month}",
        "description": "Monthly indicators of the council's help with electronic procedures. No figure that could point at a person is published: see `status`.",
        "homepage": f"{root}/transparency/{month}/",
        "version": str(revision),
        "created": report["published_at"] or report["measured_at"],
        "keywords": ["indicators", "electronic procedures", "citizen service", council["municipality_code"]],
        "licenses": [{"name": LICENCE_NAME, "path": LICENCE, "title": LICENCE_TITLE}],
        # No resource: frictionless takes any file of this name for a report of its own.
        "sources": [
            {"title": "The report from which these files are made", "path": address + REPORT},
            {"title": council["name"], "path": f"{root}/"},
        ],
        "contributors": [{"title": council["name"], "path": f"{root}/", "roles": ["publisher"]}],
        "resources": [_resource(file, report) for file in files],
    }


def _column(name: str) -> Field:
    kind: object = "decimal" if name == "value" else {"base": "integer", "minimum": "1"} if name in INTEGERS else "string"
    found: Field = {"name": name, "titles": name, "dc:description": DESCRIPTIONS[name], "datatype": kind}
    if name == "value":
        found |= {"datatype": {"base": "decimal", "minimum": "0"}}
    else:
        found |= {"required": True}
    if name.startswith("label_"):
        found["lang"] = name.removeprefix("label_")
    return found


def csvw_of(report: ReportData, *, root: str) -> Field:
    """Return the metadata of `indicators.csv` by CSV on the Web (https://www.w3.org/TR/tabular-metadata/)."""
    council, month = report["council"], report["period"]["month"]
    return {
        "@context": [CSVW_CONTEXT, {"@language": "en"}],
        "url": CSV,
        "dc:title": f"{council['name']}: {month}",
        "dc:identifier": address_of(report, root) + CSV,
        "dc:issued": report["published_at"] or report["measured_at"],
        "dc:publisher": {"schema:name": council["name"], "schema:url": {"@id": f"{root}/"}},
        "dc:license": {"@id": LICENCE},
        "dialect": {"encoding": "utf-8", "delimiter": ",", "quoteChar": '"', "doubleQuote": True, "header": True, "headerRowCount": 1},
        "tableSchema": {"columns": [_column(name) for name in COLUMNS], "primaryKey": list(KEY)},
    }
