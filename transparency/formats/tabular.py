"""CSV by RFC 4180, in long form: one row for each cell."""

import csv
import io

from helpdesk.base.spreadsheet import safe_cell
from helpdesk.people.rules import LANGUAGES
from transparency.formats.cells import Table, tables_of
from transparency.formats.terms import TOTAL, in_language
from transparency.report import ReportData, Texts

COLUMNS = (
    "council",
    "council_name",
    "municipality_code",
    "period",
    "revision",
    "indicator",
    "indicator_version",
    "dimension",
    "member",
    *(f"label_{language}" for language in LANGUAGES),
    "value",
    "unit",
    "status",
)
# What names one row.
KEY = ("municipality_code", "period", "indicator", "dimension", "member")


def harmless(text: str) -> str:
    """Return free text that no spreadsheet takes for a formula: an apostrophe goes before it if need be. Numbers are no text."""
    return str(safe_cell(text))


def _label(table: Table, member: Texts, language: str) -> str:
    name = in_language(table.indicator["name"], language)
    return f"{name}, {in_language(table.label, language)}: {in_language(member, language)}" if table.dimension else name


def _number(value: float | None) -> str:
    return "" if value is None else f"{value}"


def rows_of(report: ReportData) -> list[dict[str, str]]:
    """Return the rows, in the order of the report; a hidden value is empty and its status says so."""
    council = report["council"]
    rows = []
    for table in tables_of(report):
        for (period, member), (value, status) in table.cells.items():
            label = table.members[member]
            rows.append(
                {
                    "council": council["slug"],
                    "council_name": harmless(council["name"]),
                    "municipality_code": council["municipality_code"],
                    "period": period,
                    "revision": str(report["revision"]),
                    "indicator": table.indicator["id"],
                    "indicator_version": str(table.indicator["version"]),
                    "dimension": table.dimension or TOTAL,
                    "member": harmless(member),
                    **{f"label_{language}": harmless(_label(table, label, language)) for language in LANGUAGES},
                    "value": _number(value),
                    "unit": table.unit(member),
                    "status": status,
                }
            )
    return rows


def csv_bytes(report: ReportData) -> bytes:
    """Return the rows under their header: UTF-8, lines ending in CR LF, no mark of byte order."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows_of(report))
    return out.getvalue().encode()
