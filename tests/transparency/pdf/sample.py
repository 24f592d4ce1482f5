"""A whole month as published data, without a database: every indicator of the catalogue, with every kind of figure that a report can hold."""

from django.utils import translation

from helpdesk.people.rules import LANGUAGES
from transparency.catalogue import INDICATORS, MEASURE_UNITS, Dimension, Indicator, Words, member_label
from transparency.privacy import privacy_texts
from transparency.report import BreakdownData, CellData, IndicatorData, ReportData, Texts
from transparency.rules import GROUPED

TOTALS = {"vol.attended": 1031, "vol.unattended": 75, "vol.callbacks": 139, "res.backlog": 41, "dig.failures": 88, "qual.complaints": 0}
SHARES = {
    "acc.abandon_rate": 4,
    "acc.answer_rate": 97,
    "wait.in_target": 78,
    "wait.calls_on_time": 94,
    "res.first_contact": 86,
    "res.reopened": 3,
}
SECONDS = {"wait.first_p50_sh": 430, "wait.first_p90_sh": 9000, "res.time_p50": 73200, "res.time_p90": 266400}
TARGETS = {
    "acc.answer_rate": 95,
    "wait.first_p50_sh": 600,
    "wait.in_target": 80,
    "res.first_contact": 85,
    "sat.score": 4.5,
    "vol.unattended": 100,
}
HIDDEN = {"vol.sessions", "res.referred"}
SCORES = {"5": 203, "4": 46, "3": 8, "2": 7, "1": 0}
ANSWERS = {"answers": 264, "share_4_5": 94, "response_rate": 27}
PROCEDURES = (
    "Certificate of residence",
    "Instance form",
    "Civil registry appointment",
    "Licence for works, small ones and changes of use",
    "Parking card",
)


def texts(words: Words) -> Texts:
    """Words in every language of the product."""
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = str(words)
    return found


def _cell(label: Words, member: str, value: float | None, status: str = "A") -> CellData:
    return {"member": member, "label": texts(label), "value": value, "status": status if value is not None or status == "M" else "C"}


def _members(dimension: Dimension) -> dict[str, Words]:
    own = {f"own{number}": title for number, title in enumerate(PROCEDURES)} if dimension.is_open else {}
    return {**own, **dimension.members}


def _parts(total: int, members: list[str]) -> list[int]:
    """A total in parts that become smaller and smaller."""
    left, parts = total, []
    for _member in members[1:]:
        parts.append(left * 2 // 5)
        left -= parts[-1]
    return sorted([*parts, left], reverse=True)


def _breakdown(indicator: Indicator, dimension: Dimension, value: float | None) -> BreakdownData:
    members = _members(dimension)
    cells: list[CellData] = []
    if dimension.id == "measure":
        cells = [{**_cell(members[member], member, number), "unit": MEASURE_UNITS[member]} for member, number in ANSWERS.items()]
    elif dimension.id == "score":
        cells = [_cell(members[member], member, number) for member, number in SCORES.items()]
    elif indicator.rule == "S1":
        parts = zip(members.items(), _parts(int(value or 0), list(members)), strict=True)
        cells = [_cell(label, member, number) for (member, label), number in parts]
        if dimension.id == "requester":
            (*shown, one, other), grouped = (
                cells,
                _cell(member_label(dimension, GROUPED), GROUPED, (cells[-1]["value"] or 0) + (cells[-2]["value"] or 0)),
            )
            one["value"], one["status"], other["value"], other["status"] = None, "C", None, "C"
            cells = [*shown, one, other, {**grouped, "includes": [one["member"], other["member"]]}]
    else:
        for number, (member, label) in enumerate(members.items()):
            part = None if value is None or number > 3 else round(value * (1 - number / 10), indicator.decimals)
            cells.append(_cell(label, member, part, "A" if part is not None else "M"))
    return {"dimension": dimension.id, "label": texts(dimension.label), "cells": cells}


def _value(indicator: Indicator) -> float | None:
    if not indicator.collected or indicator.id in HIDDEN:
        return None
    by_rule = {"S1": TOTALS.get(indicator.id, 1068), "S2": SHARES.get(indicator.id, 81), "S3": SECONDS.get(indicator.id), "S4": 4.7}
    return by_rule.get(indicator.rule, 157.5)


def _indicator(indicator: Indicator) -> IndicatorData:
    value = _value(indicator)
    return {
        "id": indicator.id,
        "version": indicator.version,
        "unit": indicator.unit,
        "decimals": indicator.decimals,
        "polarity": indicator.polarity,
        "rule": indicator.rule,
        "name": texts(indicator.name),
        "explanation": texts(indicator.explanation),
        "definition": texts(indicator.definition),
        "formula": texts(indicator.formula),
        "source": texts(indicator.source),
        "exclusions": texts(indicator.exclusions),
        "collected": indicator.collected,
        "target": TARGETS.get(indicator.id),
        "value": value,
        "status": "A" if value is not None else "C" if indicator.id in HIDDEN else "M",
        "breakdowns": [_breakdown(indicator, dimension, value) for dimension in indicator.dimensions] if value is not None else [],
    }


def whole_month() -> ReportData:
    """Return a month with every indicator, first revision."""
    return {
        "$schema": "/transparency/schema/v1/report.json",
        "edition": "3",
        "council": {"slug": "vallclara", "name": "Ajuntament de Vallclara", "municipality_code": "17001"},
        "period": {
            "month": "2026-10",
            "start": "2026-09-30T22:00:00Z",
            "end": "2026-10-31T23:00:00Z",
            "time_zone": "Europe/Madrid",
            "hours": 745,
        },
        "revision": 1,
        "definitions": {indicator.id: indicator.version for indicator in INDICATORS},
        "code_version": "0123456789ab",
        "status": "final",
        "measured_at": "2026-11-02T09:00:00Z",
        "published_at": "2026-11-10T09:00:00Z",
        "protection": {
            "threshold": 5,
            "minimum_durations": 10,
            "minimum_scores": 10,
            "explanation": privacy_texts(5),
        },
        "indicators": [_indicator(indicator) for indicator in INDICATORS],
        "commentary": texts(
            "October was a quiet month. The new form for certificates of residence brought fewer doubts than the old one.\n"
            "From 12 to 14 October the telephone was out of order for six hours; who called then is counted as unserved demand."
        ),
    }


def correction() -> ReportData:
    """Return its second revision: one figure changed, one remark of the council."""
    report = whole_month()
    report["revision"] = 2
    report["revision_of"] = {
        "kind": "correction",
        "severity": "serious",
        "replaces": 1,
        "reason": texts("Forty requests that had been merged by mistake were counted twice."),
        "changes_conclusion": False,
    }
    changed = next(row for row in report["indicators"] if row["id"] == "res.first_contact")
    changed["was"], changed["status"] = 91, "R"
    changed["note"] = texts("In October the office for taxes moved, and took over requests that were ours.")
    return report


def nothing() -> ReportData:
    """Return a month in which nobody asked for anything."""
    report = whole_month()
    report["commentary"] = {}
    for row in report["indicators"]:
        row["value"], row["status"] = (0, "A") if row["rule"] == "S1" else (None, "M")
        for breakdown in row["breakdowns"]:
            for cell in breakdown["cells"]:
                cell["value"], cell["status"] = row["value"], row["status"]
    return report


def hard_names() -> ReportData:
    """Return the correction of a council with a very long name, part of it from right to left, and signs that no font has."""
    report = correction()
    report["council"]["name"] = (
        "Ajuntament de Sant Llorenç d’Hortons, Vallfogona i les Torres de l’Aranyó " * 3 + "بلدية فالكلارا עירייה 😀 村役場"
    )
    report["commentary"] = texts("Gràcies a עירייה i بلدية: 🎉 一二三 <b>&amp;</b> " + "Llanfairpwllgwyngyllgogerychwyrndrobwll" * 6)
    return report
