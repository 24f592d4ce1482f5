"""The definition of an indicator in words of the active language, and its figures over the months, from published reports only."""

from dataclasses import dataclass

from django.utils import formats, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from transparency.catalogue import INDICATORS, NOT_AVAILABLE, UNITS, Indicator
from transparency.drawing import WIDE, Drawing, draw
from transparency.models import Publication
from transparency.months import Month
from transparency.panel import ENDS, SCALES
from transparency.presentation import GROUPS, group_of
from transparency.report import IndicatorData, ReportData
from transparency.targets import Target, target_of
from transparency.wording import indicator_shown, month_short, month_words

RULES: dict[str, str | Promise] = {
    "S0": gettext_lazy("None: this figure says nothing of any person."),
    "S1": gettext_lazy(
        "A number of people that is small, from 1 to 4 unless the council protects more, is not published. Small rows are added up in one row, and a row more is protected where a subtraction would give the small one away. A zero is published."
    ),
    "S2": gettext_lazy(
        "A percentage is published from 30 cases on, if those that count and those that do not are nobody or enough people. It is a whole number while there are fewer than 1,000 cases."
    ),
    "S3": gettext_lazy(
        "A median is published from 10 cases on, a 90th percentile from 30 on. Times are rounded to 10 seconds, and to a minute from one hour on."
    ),
    "S4": gettext_lazy(
        "A score is published from 10 answers on, always beside how many answered. How the answers are spread is published only if no class holds a small number of people; classes are added up otherwise."
    ),
    "S5": gettext_lazy("Amounts of money are published for a year, or for three months at least."),
}
POLARITIES: dict[str, str | Promise] = {
    "up": gettext_lazy("More is better"),
    "down": gettext_lazy("Less is better"),
    "neutral": gettext_lazy("Neither more nor less is better"),
}


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version of a definition: from when it counts, and what it changed."""

    number: int
    since: str
    changed: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Definition:
    """An indicator as its page explains it."""

    id: str
    name: str
    explanation: str
    definition: str
    formula: str
    unit: str
    polarity: str
    source: str
    exclusions: str
    rule: str
    rule_id: str
    dimensions: list[str]
    is_collected: bool
    version: int
    versions: list[VersionRow]


@dataclass(frozen=True, slots=True)
class DefinitionGroup:
    """Definitions that answer the same question."""

    id: str
    name: str
    explanation: str
    icon: str
    definitions: list[Definition]


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """A month of the series. `note` says that it was corrected, or is counted in another way from here on."""

    month: str
    title: str
    shown: str
    notes: list[str]
    is_published: bool


@dataclass(frozen=True, slots=True)
class Series:
    """The figures of an indicator over the months, newest first; the drawing needs two numbers."""

    rows: list[SeriesRow]
    drawing: Drawing | None
    sentence: str
    target: Target | None
    has_gap: bool
    has_revised: bool
    has_break: bool


def definition_of(indicator: Indicator) -> Definition:
    """Put a definition into words of the active language."""
    versions = [
        VersionRow(one.number, formats.date_format(one.valid_from, "DATE_FORMAT"), str(one.changed), one.number == indicator.version)
        for one in indicator.history
    ]
    return Definition(
        id=indicator.id,
        name=str(indicator.name),
        explanation=str(indicator.explanation),
        definition=str(indicator.definition),
        formula=str(indicator.formula),
        unit=str(UNITS.get(indicator.unit, indicator.unit)),
        polarity=str(POLARITIES[indicator.polarity]),
        source=str(indicator.source),
        exclusions=str(indicator.exclusions),
        rule=str(RULES.get(indicator.rule, indicator.rule)),
        rule_id=indicator.rule,
        dimensions=[str(dimension.label) for dimension in indicator.dimensions],
        is_collected=indicator.collected,
        version=indicator.version,
        versions=versions,
    )


def definition_groups() -> list[DefinitionGroup]:
    """Return every definition of the catalogue in its group, in words of the active language."""
    found = [
        DefinitionGroup(
            name,
            str(title),
            str(explanation),
            icon,
            [definition_of(indicator) for indicator in INDICATORS if group_of(indicator.id) == name],
        )
        for name, _beginnings, title, explanation, icon in GROUPS
    ]
    return [group for group in found if group.definitions]


def _run(publications: list[Publication]) -> list[Month]:
    """Every month from the first that was published to the newest."""
    months = sorted(Month.of(publication.month) for publication in publications)
    run = months[:1]
    while run and run[-1] < months[-1]:
        run.append(run[-1].following)
    return run


def _own(report: ReportData | None, name: str) -> IndicatorData | None:
    return next((indicator for indicator in report["indicators"] if indicator["id"] == name), None) if report else None


def _notes(revision: int, *, begins: bool, version: int) -> list[str]:
    found = []
    if revision > 1:
        found.append(_("Corrected: revision %(revision)s") % {"revision": revision})
    if begins:
        found.append(_("Counted in another way from here on: version %(version)s") % {"version": version})
    return found


def series_of(
    name: str, publications: list[Publication], reports: dict[Month, ReportData | None], language: str, *, title: str = ""
) -> Series | None:
    """Return an indicator over the published months, which hold what their current revisions say; None before the first month."""
    with translation.override(language):
        months = _run(publications)
        if not months:
            return None
        revisions = {Month.of(publication.month): publication.revision for publication in publications}
        found = [(month, _own(reports.get(month), name)) for month in months]
        known = [(place, indicator["version"]) for place, (_month, indicator) in enumerate(found) if indicator is not None]
        begins = {place for (place, version), (_before, old) in zip(known[1:], known, strict=False) if version != old}
        revised = {place for place, month in enumerate(months) if revisions.get(month, 1) > 1}
        rows = [
            SeriesRow(
                month=str(month),
                title=month_words(month),
                shown=indicator_shown(indicator) if indicator else str(NOT_AVAILABLE),
                notes=_notes(revisions.get(month, 1), begins=place in begins, version=indicator["version"] if indicator else 0),
                is_published=month in revisions,
            )
            for place, (month, indicator) in enumerate(found)
        ]
        newest = next((indicator for _month, indicator in reversed(found) if indicator is not None), None)
        values = [(month_short(month), row.shown, own["value"] if own else None) for row, (month, own) in zip(rows, found, strict=True)]
        return Series(
            rows=rows[::-1],
            drawing=_drawing(values, newest, revised, begins) if newest else None,
            sentence=f"{title}. " + "; ".join(f"{row.title}: {row.shown}" for row in rows),
            target=target_of(newest) if newest else None,
            has_gap=any(value is None for _label, _shown, value in values),
            has_revised=bool(revised),
            has_break=bool(begins),
        )


def _drawing(values: list[tuple[str, str, float | None]], newest: IndicatorData, revised: set[int], begins: set[int]) -> Drawing | None:
    if sum(value is not None for _label, _shown, value in values) < 2:
        return None
    scale, ends = SCALES.get(newest["unit"]), ENDS.get(newest["unit"], ("", ""))
    return draw(values, scale=scale, ends=ends, width=WIDE, goal=newest.get("target"), revised=revised, begins=begins)
