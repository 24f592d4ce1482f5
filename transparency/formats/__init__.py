"""A published report in the formats that others read: pure functions from data to bytes."""

from transparency.changes import ChangesData
from transparency.formats.cells import tables_of
from transparency.formats.jsonstat import collection_of, dataset_of
from transparency.formats.made import MadeFile, json_bytes
from transparency.formats.packages import csvw_of, datapackage_of
from transparency.formats.tabular import csv_bytes
from transparency.formats.terms import CHANGES, CSV, CSV_TYPE, CSVW, CSVW_TYPE, JSON_TYPE, JSONSTAT, PACKAGE, address_of
from transparency.report import ReportData

__all__ = ["MadeFile", "files_of", "jsonstat_of"]


def jsonstat_of(report: ReportData, *, root: str, language: str = "ca") -> dict[str, object]:
    """Return a report as JSON-stat, labelled in one language."""
    href = address_of(report, root) + JSONSTAT
    extension: dict[str, object] = {
        "council": report["council"],
        "month": report["period"]["month"],
        "revision": report["revision"],
        "language": language,
    }
    datasets = [dataset_of(table, report, language=language, href=href) for table in tables_of(report)]
    label = f"{report['council']['name']}: {report['period']['month']}"
    return collection_of(datasets, report, label=label, href=href, extension=extension)


def files_of(report: ReportData, *, root: str, changes: ChangesData | None = None, language: str = "ca") -> list[MadeFile]:
    """Return the files made from a report, without `report.json` itself: JSON-stat, CSV, changes, and what describes them.

    `root` is the council's origin without a final slash, `language` the council's own. The same arguments give the same bytes.
    """
    data = [
        MadeFile(JSONSTAT, JSON_TYPE, json_bytes(jsonstat_of(report, root=root, language=language))),
        MadeFile(CSV, CSV_TYPE, csv_bytes(report)),
    ]
    if changes is not None:
        data.append(MadeFile(CHANGES, JSON_TYPE, json_bytes(changes)))
    package = datapackage_of(report, data, root=root)
    return [
        *data,
        MadeFile(CSVW, CSVW_TYPE, json_bytes(csvw_of(report, root=root))),
        MadeFile(PACKAGE, JSON_TYPE, json_bytes(package)),
    ]
