"""JSON-stat 2.0 (https://json-stat.org/full/): a collection with a dataset for each published table.

One-way breakdowns are no cube: each is a dataset of its own, beside the one of the indicator's own figure. Labels are in one language, the council's; `extension` has them in all.
"""

from transparency.formats.cells import Table
from transparency.formats.terms import LICENCE, STATUSES, in_language
from transparency.report import IndicatorData, ReportData, Texts

VERSION = "2.0"
Document = dict[str, object]
# A cell that a period does not have.
ABSENT = (None, "M")
DEFINING = ("explanation", "definition", "formula", "source", "exclusions", "note", "target", "collected", "was")


def _dimension(label: str, categories: dict[str, str], **more: object) -> Document:
    category: Document = {"index": list(categories), "label": categories}
    category |= {name: value for name, value in more.items() if name != "extension" and value}
    found: Document = {"label": label, "category": category}
    if more.get("extension"):
        found["extension"] = more["extension"]
    return found


def _decimals(table: Table, member: str) -> int:
    return table.indicator["decimals"] if table.unit(member) == table.indicator["unit"] else 0


def _along(table: Table, language: str) -> Document:
    """The dimension along which an indicator is broken down; a grouped row has what it adds up as its children where that is the same in every period."""
    units = {member: {"label": table.unit(member), "decimals": _decimals(table, member)} for member in table.members} if table.units else {}
    children = list(table.includes.values())
    same = len(table.periods) == 1 and children
    return _dimension(
        in_language(table.label, language),
        {member: in_language(label, language) for member, label in table.members.items()},
        unit=units,
        child=children[0] if same else {},
        extension={"label": table.label, "category": {"label": table.members}, **({"includes": table.includes} if table.includes else {})},
    )


def _metric(indicator: IndicatorData, language: str) -> Document:
    return _dimension(
        "indicator",
        {indicator["id"]: in_language(indicator["name"], language)},
        unit={indicator["id"]: {"label": indicator["unit"], "decimals": indicator["decimals"]}},
        extension={"category": {"label": {indicator["id"]: indicator["name"]}}},
    )


def _notes(indicator: IndicatorData, language: str) -> list[str]:
    texts: list[Texts] = [indicator["definition"]]
    texts += [indicator[name] for name in ("exclusions", "note") if name in indicator]
    return [note for note in (in_language(text, language) for text in texts) if note]


def _extension(report: ReportData, table: Table) -> Document:
    """What JSON-stat has no words for: protection, licence and, with the own figure, the definition in every language and the target."""
    indicator = table.indicator
    found: Document = {
        "indicator": indicator["id"],
        "version": indicator["version"],
        "name": indicator["name"],
        "polarity": indicator["polarity"],
        "rule": indicator["rule"],
        "threshold": report["protection"]["threshold"],
    }
    if not table.dimension:
        found |= {name: indicator[name] for name in DEFINING if name in indicator}  # type: ignore[literal-required]
    return found | {"status": {"label": STATUSES}, "licence": LICENCE}


def dataset_of(table: Table, report: ReportData, *, language: str, href: str, period_notes: dict[str, list[str]] | None = None) -> Document:
    """Return a table as a dataset; `report` is the newest of those that it comes from."""
    council, indicator, periods = report["council"], table.indicator, table.periods
    code = council["municipality_code"]
    members = list(table.members)
    cells = [table.cells.get((period, member), ABSENT) for period in periods for member in members]
    statuses = {str(place): status for place, (_value, status) in enumerate(cells) if status != "A"}
    notes = {period: found for period, found in (period_notes or {}).items() if period in periods}
    ids = ["municipality", "indicator", "period", *([table.dimension] if table.dimension else [])]
    sizes = [1, 1, len(periods), *([len(members)] if table.dimension else [])]
    dimensions: Document = {
        "municipality": _dimension("INE", {code: council["name"]}),
        "indicator": _metric(indicator, language),
        "period": _dimension("ISO 8601", {period: period for period in periods}, note=notes),
    }
    if table.dimension:
        dimensions[table.dimension] = _along(table, language)
    name, along = in_language(indicator["name"], language), in_language(table.label, language)
    found: Document = {
        "version": VERSION,
        "class": "dataset",
        "href": f"{href}#{table.key}",
        "label": f"{name}: {along}" if along else name,
        "source": council["name"],
        "updated": report["published_at"] or report["measured_at"],
        "note": _notes(indicator, language),
        "id": ids,
        "size": sizes,
        "role": {"time": ["period"], "geo": ["municipality"], "metric": [table.dimension if table.units else "indicator"]},
        "dimension": dimensions,
        "value": [value for value, _status in cells],
    }
    if statuses:
        found["status"] = statuses
    return found | {"extension": _extension(report, table)}


def collection_of(datasets: list[Document], report: ReportData, *, label: str, href: str, extension: Document) -> Document:
    """Return datasets as a collection."""
    return {
        "version": VERSION,
        "class": "collection",
        "href": href,
        "label": label,
        "updated": report["published_at"] or report["measured_at"],
        "source": report["council"]["name"],
        "link": {"item": datasets},
        "extension": extension,
    }
