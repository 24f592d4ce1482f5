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
from transparency.catalogue import (
    BY_ID,
    EDITION,
    INDICATORS,
    MEASURE,
    MEASURE_UNITS,
    SCORE,
    Dimension,
    Indicator,
    Words,
    member_label,
)
from transparency.disclosure.cells import MeasuredCell
from transparency.measuring import titles_of
from transparency.models import Cell
from transparency.months import Month
from transparency.privacy import privacy_texts

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
    """An indicator along one dimension; `period` when it is another than the report's, such as `2026-Q2`."""

    dimension: str
    label: Texts
    period: NotRequired[str]
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
    formula: NotRequired[Texts]
    source: NotRequired[Texts]
    exclusions: NotRequired[Texts]
    # False when the service has no source for it yet: `value` is None and `status` is M.
    collected: NotRequired[bool]
    # The commitment of the service charter, in the indicator's unit.
    target: NotRequired[int | float | None]
    # What the council says of this figure.
    note: NotRequired[Texts]
    # The value of the revision before, where this one differs from it.
    was: NotRequired[int | float | None]
    value: int | float | None
    status: str
    breakdowns: list[BreakdownData]


class CouncilData(TypedDict):
    """Whose report it is."""

    slug: str
    name: str
    municipality_code: str


class RevisionData(TypedDict):
    """Why this revision exists; only from the second on."""

    kind: str
    severity: str
    replaces: int
    reason: Texts
    changes_conclusion: bool


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
    minimum_calls: NotRequired[int]
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
        "revision_of": NotRequired[RevisionData],
        "definitions": NotRequired[dict[str, int]],
        "code_version": NotRequired[str],
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


def _titles(council: Council, cells: Iterable[Cell]) -> dict[str, Texts]:
    """The words for members that are a council's own, by member."""
    lists = [dimension for indicator in INDICATORS for dimension in indicator.dimensions if dimension.is_open]
    known = {rules.GROUPED, *(member for dimension in lists for member in dimension.members)}
    own = {cell.member for cell in cells if cell.dimension in {dimension.id for dimension in lists}} - known
    return titles_of(council, own) if own else {}


def _cells(dimension: Dimension, cells: Iterable[Cell | MeasuredCell], titles: dict[str, Texts], decimals: int) -> list[CellData]:
    rows = list(cells)
    grouped = any(cell.member == rules.GROUPED for cell in rows)
    found: list[CellData] = []
    for cell in rows:
        row: CellData = {
            "member": cell.member,
            "label": (titles.get(cell.member) if dimension.is_open else None) or _texts(member_label(dimension, cell.member)),
            "value": _number(cell.value, decimals),
            "status": cell.status,
        }
        if cell.member in MEASURE_UNITS:
            row["unit"] = MEASURE_UNITS[cell.member]
        if grouped and cell.member == rules.GROUPED:
            row["includes"] = [other.member for other in rows if other.status == rules.CONFIDENTIAL]
        found.append(row)
    return found


def _has_scores(indicator: Indicator, dimension: Dimension) -> bool:
    """Say whether there is a score in each row, as along channels; answers and their distribution are counts."""
    return indicator.rule == "S4" and dimension.id not in {MEASURE.id, SCORE.id}


def _breakdown(indicator: Indicator, dimension: Dimension, period: str, cells: list[Cell], titles: dict[str, Texts]) -> BreakdownData:
    scores = _has_scores(indicator, dimension)
    rows = _cells(dimension, cells, titles, 0 if indicator.rule == "S4" and not scores else indicator.decimals)
    if scores:
        for row in rows:
            row["unit"] = indicator.unit
    found: BreakdownData = {"dimension": dimension.id, "label": _texts(dimension.label), "cells": rows}
    if period:
        found["period"] = period
    return found


def _indicators(cells: list[Cell], titles: dict[str, Texts]) -> list[IndicatorData]:
    found: list[IndicatorData] = []
    for indicator in INDICATORS:
        own = [cell for cell in cells if cell.indicator == indicator.id]
        if not own:
            continue
        total = next((cell for cell in own if not cell.dimension and not cell.period), None)
        breakdowns = [
            _breakdown(indicator, dimension, period, [c for c in own if (c.dimension, c.period) == (dimension.id, period)], titles)
            for dimension in indicator.dimensions
            for period in dict.fromkeys(c.period for c in own if c.dimension == dimension.id)
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
                "formula": _texts(indicator.formula),
                "source": _texts(indicator.source),
                "exclusions": _texts(indicator.exclusions),
                "collected": indicator.collected,
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
    threshold: int = rules.K,
) -> ReportData:
    """Build the report from protected cells. `published_at` None marks a preview."""
    start, end = month.start(council.time_zone), month.end(council.time_zone)
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
            "threshold": threshold,
            "minimum_durations": rules.MIN_DURATIONS,
            "minimum_scores": rules.MIN_SCORES,
            "minimum_calls": rules.MIN_CALLS,
            "explanation": privacy_texts(threshold),
        },
        "indicators": _indicators(cells, _titles(council, cells)),
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
