"""Revisions put online without drawing anything: rows, and their files as bytes."""

import copy
import json
from datetime import UTC, datetime
from functools import cache

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from helpdesk.people.models import Council
from transparency.changes import ChangesData, changes_between
from transparency.formats import files_of
from transparency.formats.made import MadeFile, json_bytes
from transparency.models import Publication, PublishedFile
from transparency.months import Month
from transparency.report import ReportData, report_bytes

REASON = {"ca": "S’havien comptat duplicats.", "es": "Se habían contado duplicados."}
PDF = b"%PDF-1.7 a report to print"


def at(day: int) -> datetime:
    """Ten in the morning of a day of November 2026."""
    return datetime(2026, 11, day, 9, 0, tzinfo=UTC)


def dated(report: ReportData, month: str, revision: int, moment: datetime) -> ReportData:
    """A copy of a report for another month and revision."""
    made = copy.deepcopy(report)
    made["period"]["month"] = month
    made["revision"] = revision
    made["published_at"] = moment.isoformat().replace("+00:00", "Z")
    if revision > 1:
        made["revision_of"] = {
            "kind": "correction", "severity": "serious", "replaces": revision - 1, "reason": REASON, "changes_conclusion": True
        }  # fmt: skip
    return made


@cache
def files_for(data: bytes, changes: bytes, language: str) -> list[MadeFile]:
    """The files of a revision, made once for the same report: bytes that are never drawn."""
    report: ReportData = json.loads(data)
    made = [
        MadeFile("report.json", "application/json", data),
        *files_of(report, root="http://testserver", changes=json.loads(changes) if changes else None, language=language),
        MadeFile("report.ca.pdf", "application/pdf", PDF),
    ]
    listed = [{"name": file.name, "media_type": file.media_type, "bytes": len(file.data), "sha256": file.sha256} for file in made]
    return [*made, MadeFile("manifest.json", "application/json", json_bytes({"files": listed}))]


def put_online(
    council: Council, report: ReportData, month: str, revision: int = 1, *, day: int = 10, before: ReportData | None = None
) -> ReportData:
    """Publish a report as a revision of a month, with the files that a revision has."""
    made = dated(report, month, revision, at(day))
    changes: ChangesData | None = None
    if before is not None:
        found = changes_between(before, made)
        changes = {"month": month, "revision": revision, "replaces": revision - 1, "is_complete": True, "changes": found}
    files = files_for(report_bytes(made), json_bytes(changes) if changes else b"", council.default_language)
    publication = Publication.objects.create(
        council=council,
        month=Month.parse(month).first_day,
        revision=revision,
        published_at=at(day),
        kind="correction" if revision > 1 else "release",
        severity="serious" if revision > 1 else "",
        reason=REASON if revision > 1 else {},
    )
    for file in files:
        path = default_storage.save(f"transparency/{council.slug}/{month}/r{revision}/{file.name}", ContentFile(file.data))
        PublishedFile.objects.create(
            council=council,
            publication=publication,
            name=file.name,
            path=path,
            media_type=file.media_type,
            size=len(file.data),
            sha256=file.sha256,
        )
    return made


def withdraw(month: str, revision: int, *, day: int = 20) -> None:
    """Take a revision away."""
    rows = Publication.objects.filter(month=Month.parse(month).first_day, revision=revision)
    rows.update(withdrawn_at=at(day), withdrawn_kind="disclosure", withdrawn_reason={"ca": "Deia massa.", "es": "Decía demasiado."})


def shelf(council: Council, report: ReportData) -> None:
    """September, and October with its correction."""
    put_online(council, report, "2026-09", day=3)
    first = put_online(council, report, "2026-10", day=10)
    changed = copy.deepcopy(report)
    changed["indicators"][0].update(value=325, status="R", was=330)
    put_online(council, changed, "2026-10", 2, day=15, before=first)
