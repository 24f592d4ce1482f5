"""Published months put straight on the shelf: reports made from the catalogue, without measuring anything."""

import copy
import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import translation

from helpdesk.people.models import Council
from helpdesk.people.rules import LANGUAGES
from transparency.catalogue import INDICATORS, MEASURE_UNITS, Dimension, Indicator, member_label
from transparency.changes import ChangeData, ChangesData, changes_between, mark_revised
from transparency.models import Publication, PublishedFile
from transparency.months import Month
from transparency.privacy import privacy_texts
from transparency.report import CellData, IndicatorData, ReportData, RevisionData, report_bytes

MAY = Month(2026, 5)
OPEN_MEMBERS = {"procedure": ("Certificat d’empadronament", "Llicència d’obres", "Rebut de l’impost de vehicles")}
VALUES: dict[str, float] = {"percent": 92, "seconds": 170, "points": 4.7, "hours": 176.5}
MEASURED: dict[str, float] = {"answers": 331, "share_4_5": 93, "response_rate": 31}


def texts(words: object) -> dict[str, str]:
    """The words in every language."""
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = str(words)
    return found


def cells(indicator: Indicator, dimension: Dimension, total: float) -> list[CellData]:
    """Members with numbers that shrink; with more than two, the last two are grouped."""
    members = [*OPEN_MEMBERS.get(dimension.id, ()), *dimension.members]
    if dimension.id == "measure":
        return [cell(dimension, member, MEASURED[member], unit=MEASURE_UNITS[member]) for member in members]
    if dimension.id == "score":
        members = ["5", "4", "3", "2", "1"]
    if (
        indicator.unit not in {"contacts", "attempts", "requests", "sessions", "messages", "points"}
        or dimension.id == "channel" == indicator.unit
    ):
        return [cell(dimension, member, max(1, int(total) - 3 * place)) for place, member in enumerate(members)]
    whole = 331 if indicator.unit == "points" else int(total)
    values, left = [], whole
    for _member in members[:-1]:
        values.append(left // 2)
        left -= left // 2
    found = [cell(dimension, member, value) for member, value in zip(members, [*values, left], strict=True)]
    if len(found) > 4 and dimension.id != "score":
        small = found[-2:]
        grouped = cell(dimension, "grouped", sum(one["value"] or 0 for one in small))
        grouped["includes"] = [one["member"] for one in small]
        for one in small:
            one["value"], one["status"] = None, "C"
        found.append(grouped)
    return found


def cell(dimension: Dimension, member: str, value: float | None, *, unit: str = "") -> CellData:
    """One cell that is shown."""
    found: CellData = {"member": member, "label": texts(member_label(dimension, member)), "value": value, "status": "A"}
    if unit:
        found["unit"] = unit
    return found


def indicator_data(indicator: Indicator, value: float | None, target: float | None) -> IndicatorData:
    """An indicator with a figure, broken down along all its dimensions; without one, too few."""
    data: IndicatorData = {
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
        "target": target,
        "value": value if indicator.collected else None,
        "status": "A" if indicator.collected and value is not None else "M",
        "breakdowns": [],
    }
    if indicator.collected and value is not None:
        data["breakdowns"] = [
            {"dimension": one.id, "label": texts(one.label), "cells": cells(indicator, one, value)} for one in indicator.dimensions
        ]
    return data


def report(
    council: Council, month: Month = MAY, values: Mapping[str, float | None] | None = None, *, targets: Mapping[str, float] | None = None
) -> ReportData:
    """A month in which every collected indicator has a figure; `values` replaces some."""
    wanted, promised = values or {}, targets or {}
    published = month.end("Europe/Madrid") + timedelta(days=9, hours=10)
    moment = published.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return {
        "$schema": "/transparency/schema/v1/report.json",
        "edition": "3",
        "council": {"slug": council.slug, "name": council.name, "municipality_code": council.municipality_code},
        "period": {
            "month": str(month),
            "start": moment,
            "end": moment,
            "time_zone": "Europe/Madrid",
            "hours": month.hours("Europe/Madrid"),
        },
        "revision": 1,
        "status": "final",
        "measured_at": moment,
        "published_at": moment,
        "protection": {
            "threshold": 5,
            "minimum_durations": 10,
            "minimum_scores": 10,
            "minimum_calls": 30,
            "explanation": privacy_texts(5),
        },
        "indicators": [indicator_data(one, wanted.get(one.id, VALUES.get(one.unit, 1068)), promised.get(one.id)) for one in INDICATORS],
        "commentary": {"ca": "Un mes tranquil.\nHem obert una finestreta més."},
    }


def put(council: Council, data: ReportData, *, changes: ChangesData | None = None, **fields: Any) -> Publication:
    """Store a report and what else a revision has, as published files."""
    month = Month.parse(data["period"]["month"])
    publication = Publication.objects.create(
        council=council,
        month=month.first_day,
        revision=data["revision"],
        published_at=datetime.fromisoformat(str(data["published_at"])),
        **fields,
    )
    files: dict[str, tuple[str, bytes]] = {
        "report.json": ("application/json", report_bytes(data)),
        "indicators.json": ("application/json", b"{}"),
        "indicators.csv": ("text/csv; charset=utf-8; header=present", b"indicator,value\r\n"),
        "report.ca.pdf": ("application/pdf", b"%PDF-ca"),
        "report.en.pdf": ("application/pdf", b"%PDF-en"),
        "manifest.json": ("application/json", b"{}"),
    }
    if changes:
        files["changes.json"] = ("application/json", json.dumps(changes).encode())
    rows = []
    for name, (media_type, content) in files.items():
        path = default_storage.save(f"transparency/{council.slug}/{month}/r{data['revision']}/{name}", ContentFile(content))
        digest = hashlib.sha256(content).hexdigest()
        rows.append(
            PublishedFile(
                council=council, publication=publication, name=name, path=path, media_type=media_type, size=len(content), sha256=digest
            )
        )
    PublishedFile.objects.bulk_create(rows)
    return publication


def correct(council: Council, old: ReportData, values: Mapping[str, float | None], *, severity: str = "serious", **why: Any) -> ReportData:
    """Publish the next revision of a report with other figures, and what it changed; returns it."""
    new = copy.deepcopy(old)
    reason = why.pop("reason", {"ca": "Faltaven les trucades del dia 12.", "en": "The calls of the 12th were missing."})
    for indicator in new["indicators"]:
        if indicator["id"] in values:
            indicator["value"] = values[indicator["id"]]
            indicator["status"] = "A" if values[indicator["id"]] is not None else "C"
    new["revision"] = old["revision"] + 1
    later = datetime.fromisoformat(str(old["published_at"])) + timedelta(days=7)
    new["published_at"] = later.isoformat().replace("+00:00", "Z")
    revision_of: RevisionData = {
        "kind": "correction",
        "severity": severity,
        "replaces": old["revision"],
        "reason": reason,
        "changes_conclusion": bool(why.pop("changes_conclusion", False)),
    }
    new["revision_of"] = revision_of
    found: list[ChangeData] = changes_between(old, new)
    mark_revised(new, found)
    changes: ChangesData = {
        "month": old["period"]["month"],
        "revision": new["revision"],
        "replaces": old["revision"],
        "is_complete": True,
        "changes": found,
    }
    put(council, new, changes=changes, kind="correction", severity=severity, reason=reason, **why)
    return new


def year(council: Council, *, months: int = 12, newest: Month = MAY, targets: Mapping[str, float] | None = None) -> ReportData:
    """Months that grow, the newest last; returns its report."""
    month = newest
    run = [month]
    while len(run) < months:
        month = month.previous
        run.append(month)
    for place, one in enumerate(reversed(run)):
        last = report(
            council,
            one,
            {
                "vol.contacts": 800 + 37 * place + 60 * (place % 3),
                "vol.unattended": 90 - 3 * place,
                "wait.first_p50_sh": 400 - 20 * place,
                "sat.score": 4.3 + round(0.04 * place, 1),
                "acc.answer_rate": 84 + place,
                "res.time_p50": 90000 - 2000 * place,
            },
            targets=targets,
        )
        put(council, last)
    return last
