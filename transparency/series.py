"""An indicator over the months, as JSON-stat: made of what the months have published and of nothing else, so that it can tell no more."""

from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import gettext as _

from transparency.formats.cells import Table, merged, tables_of
from transparency.formats.jsonstat import Document, collection_of, dataset_of
from transparency.formats.terms import in_language
from transparency.report import ReportData


def _notes(reports: Sequence[ReportData], indicator: str, language: str) -> dict[str, list[str]]:
    """What has to be said of single months: that they were corrected, and that they were defined otherwise."""
    versions = {report["period"]["month"]: one["version"] for report in reports for one in report["indicators"] if one["id"] == indicator}
    current = next(reversed(versions.values()), 0)
    notes: dict[str, list[str]] = {}
    with translation.override(language):
        for report in reports:
            month, why, found = report["period"]["month"], report.get("revision_of"), []
            if why is not None:
                reason = in_language(why["reason"], language)
                found.append(_("Revision %(revision)s: %(reason)s") % {"revision": report["revision"], "reason": reason})
            if versions.get(month, current) != current:
                found.append(_("Counted under version %(version)s of the definition.") % {"version": versions[month]})
            if found:
                notes[month] = found
    return notes


def series_document(indicator: str, reports: Sequence[ReportData], *, root: str, language: str) -> Document:
    """Return the series of an indicator as a collection; `reports` are the current revisions, the oldest first, and not none."""
    tables: dict[str, list[Table]] = {}
    for report in reports:
        for table in tables_of(report):
            if table.indicator["id"] == indicator:
                tables.setdefault(table.key, []).append(table)
    newest = max(reports, key=lambda report: report["published_at"] or "")
    href = f"{root}/transparency/series/{indicator}.json"
    notes = _notes(reports, indicator, language)
    datasets = [dataset_of(merged(found), newest, language=language, href=href, period_notes=notes) for found in tables.values()]
    extension: Document = {
        "council": newest["council"],
        "indicator": indicator,
        "language": language,
        "revisions": {report["period"]["month"]: report["revision"] for report in reports},
        "revised": [
            {"month": report["period"]["month"], "revision": report["revision"], **report["revision_of"]}
            for report in reports
            if "revision_of" in report
        ],
    }
    name = next((in_language(found[-1].indicator["name"], language) for found in tables.values()), indicator)
    label = f"{newest['council']['name']}: {name}"
    return collection_of(datasets, newest, label=label, href=href, extension=extension)
