"""The report of a month as data: what `report.json` holds, and from which the pages and the PDF are made."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import NotRequired, TypedDict

from django.utils import translation

from helpdesk.people.models import Council
from helpdesk.people.rules import LANGUAGES
from transparency import rules
from transparency.catalogue import BY_ID, EDITION, INDICATORS, MEASURE_UNITS, PRIVACY, Dimension, Words, member_label
from transparency.measuring import MeasuredCell
from transparency.models import Cell
from transparency.months import Month

Texts = dict[str, str]
SCHEMA = "/transparency/schema/v1/report.json"


class CellData(TypedDict):
    """One published cell; `includes` names the members of a grouped row."""

    member: str
    label: Texts
    value: int | float | None
    status: str
    unit: NotRequired[str]
    includes: NotRequired[list[str]]


class BreakdownData(TypedDict):
    """An indicator along one dimension."""

    dimension: str
    label: Texts
    cells: list[CellData]


class IndicatorData(TypedDict):
    """An indicator with its definition and figures."""

    id: str
    version: int
    unit: str
    decimals: int
    polarity: str
    rule: str
    name: Texts
    explanation: Texts
    definition: Texts
    value: int | float | None
    status: str
    breakdowns: list[BreakdownData]


class CouncilData(TypedDict):
    """Whose report it is."""

    slug: str
    name: str
    municipality_code: str


class PeriodData(TypedDict):
    """Which month: `[start, end)`."""

    month: str
    start: str
    end: str
    time_zone: str
    hours: int


class ProtectionData(TypedDict):
    """How small numbers are protected."""

    threshold: int
    minimum_durations: int
    minimum_scores: int
    explanation: dict[str, list[str]]


# The functional form: a name with a dollar is no Python name.
ReportData = TypedDict(
    "ReportData",
    {
        "$schema": str,
        "edition": str,
        "council": CouncilData,
        "period": PeriodData,
        "revision": int,
        "status": str,
        "measured_at": str,
        "published_at": str | None,
        "protection": ProtectionData,
        "indicators": list[IndicatorData],
        "commentary": Texts,
    },
)


def _texts(words: Words) -> Texts:
    """The words in every language of the product."""
    texts = {}
    for language in LANGUAGES:
        with translation.override(language):
            texts[language] = str(words)
    return texts


def _number(value: Decimal | None, decimals: int) -> int | float | None:
    if value is None:
        return None
    return int(value) if decimals == 0 else round(float(value), decimals)


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def _cells(dimension: Dimension, cells: Iterable[Cell | MeasuredCell]) -> list[CellData]:
    rows = list(cells)
    grouped = any(cell.member == rules.GROUPED for cell in rows)
    found: list[CellData] = []
    for cell in rows:
        row: CellData = {
            "member": cell.member,
            "label": _texts(member_label(dimension, cell.member)),
            "value": _number(cell.value, 0),
            "status": cell.status,
        }
        if cell.member in MEASURE_UNITS:
            row["unit"] = MEASURE_UNITS[cell.member]
        if grouped and cell.member == rules.GROUPED:
            row["includes"] = [other.member for other in rows if other.status == rules.CONFIDENTIAL]
        found.append(row)
    return found


def _indicators(cells: list[Cell]) -> list[IndicatorData]:
    found: list[IndicatorData] = []
    for indicator in INDICATORS:
        own = [cell for cell in cells if cell.indicator == indicator.id]
        total = next((cell for cell in own if not cell.dimension), None)
        breakdowns: list[BreakdownData] = [
            {
                "dimension": dimension.id,
                "label": _texts(dimension.label),
                "cells": _cells(dimension, [c for c in own if c.dimension == dimension.id]),
            }
            for dimension in indicator.dimensions
            if any(c.dimension == dimension.id for c in own)
        ]
        found.append(
            {
                "id": indicator.id,
                "version": indicator.version,
                "unit": indicator.unit,
                "decimals": indicator.decimals,
                "polarity": indicator.polarity,
                "rule": indicator.rule,
                "name": _texts(indicator.name),
                "explanation": _texts(indicator.explanation),
                "definition": _texts(indicator.definition),
                "value": _number(total.value if total else None, indicator.decimals),
                "status": total.status if total else rules.MISSING,
                "breakdowns": breakdowns,
            }
        )
    return found


def build_report(
    *,
    council: Council,
    month: Month,
    revision: int,
    measured_at: datetime,
    published_at: datetime | None,
    commentary: Texts,
    cells: list[Cell],
) -> ReportData:
    """Build the report from protected cells. `published_at` None marks a preview."""
    start, end = month.start(council.time_zone), month.end(council.time_zone)
    privacy = [_texts(words) for words in PRIVACY]
    return {
        "$schema": SCHEMA,
        "edition": EDITION,
        "council": {"slug": council.slug, "name": council.name, "municipality_code": council.municipality_code},
        "period": {
            "month": str(month),
            "start": _moment(start),
            "end": _moment(end),
            "time_zone": council.time_zone,
            "hours": month.hours(council.time_zone),
        },
        "revision": revision,
        "status": "provisional" if measured_at < end else "final",
        "measured_at": _moment(measured_at),
        "published_at": _moment(published_at) if published_at else None,
        "protection": {
            "threshold": rules.K,
            "minimum_durations": rules.MIN_DURATIONS,
            "minimum_scores": rules.MIN_SCORES,
            "explanation": {language: [texts[language] for texts in privacy] for language in LANGUAGES},
        },
        "indicators": _indicators(cells),
        "commentary": {language: text for language, text in commentary.items() if text},
    }


def report_bytes(report: ReportData) -> bytes:
    """Return the canonical bytes: sorted keys, UTF-8, two spaces, a final line end. The same report gives the same bytes."""
    return (json.dumps(report, sort_keys=True, ensure_ascii=False, indent=2) + "\n").encode()


def read_report(data: bytes) -> ReportData:
    """Read stored bytes of our own."""
    report: ReportData = json.loads(data)
    return report


def decimals_of(indicator_id: str) -> int:
    """Return how many decimals an indicator is published with."""
    return BY_ID[indicator_id].decimals if indicator_id in BY_ID else 0
