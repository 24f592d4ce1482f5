"""Reads the numbers back from the tables of a printed report and compares them with the data: what is read is text, in the language's own way of writing."""

import re
from collections.abc import Iterator
from decimal import Decimal

from django.utils import translation
from django.utils.formats import get_format

from transparency.pdf.chapters import adds_up, grouped, in_the_table
from transparency.press.structure import ReadTable, read_tables
from transparency.report import IndicatorData, ReportData
from transparency.tables import printed_cells
from transparency.wording import pick

SECONDS = {"d": 86400, "h": 3600, "min": 60, "s": 1}
DURATION = re.compile(r"(\d+) (d|h|min|s)\b")
# What stands where, and the number or None for a word in its place.
Expected = tuple[str, float | None, str]


def _cells(indicator: IndicatorData, language: str) -> Iterator[Expected]:
    for breakdown in indicator["breakdowns"]:
        if not breakdown["cells"]:
            continue
        unit = "answers" if breakdown["dimension"] == "score" else indicator["unit"]
        for cell in printed_cells(breakdown):
            yield pick(cell["label"], language), cell["value"], cell.get("unit", unit)
        if adds_up(indicator, breakdown):
            yield "", indicator["value"], indicator["unit"]


def expected(report: ReportData, language: str) -> list[Expected]:
    """Return every number that the tables of figures hold, in the order of reading, with the words at its left (empty for a total)."""
    found: list[Expected] = []
    for indicators in grouped(report).values():
        found += [(pick(indicator["name"], language), indicator["value"], indicator["unit"]) for indicator in in_the_table(indicators)]
        for indicator in indicators:
            found += _cells(indicator, language)
    return found


def number_in(text: str, unit: str) -> Decimal | None:
    """Read a number as the active language writes it; a duration in seconds. None for words."""
    if unit == "seconds":
        parts = DURATION.findall(text)
        return Decimal(sum(int(number) * SECONDS[name] for number, name in parts)) if parts else None
    thousands, decimal = str(get_format("THOUSAND_SEPARATOR")), str(get_format("DECIMAL_SEPARATOR"))
    found = re.match(rf"-?\d[\d{re.escape(thousands)}]*(?:{re.escape(decimal)}\d+)?", text)
    return Decimal(found[0].replace(thousands, "").replace(decimal, ".")) if found else None


def _figures(tables: list[ReadTable], report: ReportData) -> list[list[str]]:
    """The rows of the tables of figures: not of what changed, which comes first if there is any, and not of the last, which is about the report."""
    has_changes = "revision_of" in report and any("was" in indicator for indicator in report["indicators"])
    return [row for table in tables[1 if has_changes else 0 : -1] for row in table.rows]


def differences(report: ReportData, data: bytes, language: str) -> list[str]:
    """Return where the tables of a document do not say what the data say, in words; raises pikepdf.PdfError or ValueError for what cannot be read."""
    wanted = expected(report, language)
    rows = _figures(read_tables(data), report)
    if len(rows) != len(wanted):
        return [f"{len(rows)} rows instead of {len(wanted)}"]
    found = []
    with translation.override(language):
        for row, (label, value, unit) in zip(rows, wanted, strict=True):
            number = number_in(row[1], unit) if len(row) > 1 else None
            if not row[0].startswith(label[:1]) or number != (None if value is None else Decimal(str(value))):
                found.append(f"{label or row[0]}: {row[1] if len(row) > 1 else ''} instead of {value}")
    return found
