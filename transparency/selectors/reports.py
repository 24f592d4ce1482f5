"""The report that a draft gives: frozen, protected cells in; data out. Preview, checks and publication make the same one."""

from datetime import datetime

from transparency import changes as comparing
from transparency.changes import ChangesData
from transparency.models import Draft, Publication
from transparency.months import Month
from transparency.report import ReportData, build_report
from transparency.selectors.calendar import policy_of
from transparency.selectors.publications import published_report


def _replaced(draft: Draft) -> Publication | None:
    rows = Publication.objects.filter(council=draft.council_id, month=draft.month, revision__lt=draft.revision, withdrawn_at=None)
    return rows.order_by("-revision").first()


def replaced_report(draft: Draft) -> ReportData | None:
    """Return the report that a correction replaces: the newest that still stands. None for a first revision, and where all before were withdrawn: their figures must not be repeated."""
    replaced = _replaced(draft)
    return published_report(replaced) if replaced is not None else None


def _bare(draft: Draft, published_at: datetime | None) -> ReportData:
    report = build_report(
        council=draft.council,
        month=Month.of(draft.month),
        revision=draft.revision,
        measured_at=draft.measured_at,
        published_at=published_at,
        commentary=draft.commentary,
        cells=list(draft.cells.all()),
        threshold=draft.threshold,
    )
    report["edition"] = draft.edition
    if draft.definitions:
        report["definitions"] = draft.definitions
    if draft.code_version:
        report["code_version"] = draft.code_version
    targets: dict[str, float] = policy_of(draft.council).targets
    for indicator in report["indicators"]:
        if texts := {language: text for language, text in draft.notes.get(indicator["id"], {}).items() if text}:
            indicator["note"] = texts
        if indicator["id"] in targets:
            indicator["target"] = targets[indicator["id"]]
    return report


def build(draft: Draft, published_at: datetime | None = None) -> tuple[ReportData, ChangesData | None]:
    """Return the report of a draft, and for a correction what changes in it. `published_at` None marks a preview."""
    report = _bare(draft, published_at)
    if draft.revision == 1:
        return report, None
    replaced = _replaced(draft)
    old = published_report(replaced) if replaced is not None else None
    number = replaced.revision if replaced is not None else draft.revision - 1
    found = comparing.changes_between(old, report) if old is not None else []
    comparing.mark_revised(report, found)
    report["revision_of"] = {
        "kind": draft.kind,
        "severity": draft.severity,
        "replaces": number,
        "reason": draft.reason,
        "changes_conclusion": draft.changes_conclusion,
    }
    changes: ChangesData = {
        "month": str(Month.of(draft.month)),
        "revision": draft.revision,
        "replaces": number,
        "is_complete": old is not None,
        "changes": found,
    }
    return report, changes


def changes_of_draft(draft: Draft) -> ChangesData | None:
    """Return what a correction changes; None for a first revision."""
    return build(draft)[1]
