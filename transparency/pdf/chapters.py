"""The groups of indicators as they are printed: a table of results, then what each result is made of, in strips across the page."""

from dataclasses import dataclass, replace

from transparency.pdf import words
from transparency.pdf.bars import Chart, chart
from transparency.presentation import GROUPS, ONLY_BROKEN_DOWN, Group, Section, group_of
from transparency.report import BreakdownData, IndicatorData, ReportData
from transparency.tables import UNDRAWN, Row, column_words, printed_cells, rows_of, scale_of
from transparency.wording import period_words, pick, unit_words


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a chapter's table of results. `is_word` when no number could be given; `met` is empty where nothing can be said."""

    name: str
    note: str
    shown: str
    unit: str
    target: str
    met: str
    is_word: bool
    tag: str


@dataclass(frozen=True, slots=True)
class Table:
    """A breakdown with its chart, if it has one; `total` is empty where the rows do not add up."""

    caption: str
    head: str
    unit: str
    rows: list[Row]
    total: str
    chart: Chart | None


@dataclass(frozen=True, slots=True)
class Piece:
    """Tables under the name of their indicator, with what it is and what the council says of it; or below others of it, and then without. Two are side by side."""

    name: str
    explanation: str
    note: str
    tables: list[Table]

    @property
    def is_half(self) -> bool:
        """Whether another fits beside it: one table without a chart leaves half of the width."""
        return len(self.tables) == 1 and not self.tables[0].chart and not self.note


@dataclass(frozen=True, slots=True)
class Chapter:
    """A group of indicators. A strip has one piece, or two side by side, and stays on one page."""

    id: str
    title: str
    intro: str
    lines: list[Line]
    has_targets: bool
    has_units: bool
    strips: list[list[Piece]]


def _line(indicator: IndicatorData, section: Section) -> Line:
    target = section.target
    return Line(
        name=section.name,
        note=section.note if section.tables or section.remark else " ".join(part for part in (section.explanation, section.note) if part),
        shown=words.own_result(indicator),
        unit="" if section.is_protected else unit_words(indicator["unit"]),
        target=target.words if target else "",
        met=target.verdict if target else "",
        is_word=section.is_protected,
        tag=section.tag,
    )


def adds_up(indicator: IndicatorData, breakdown: BreakdownData) -> bool:
    """Say whether the rows add up to the indicator."""
    return indicator["rule"] == "S1" and not breakdown.get("period") and indicator["value"] is not None


def _table(indicator: IndicatorData, breakdown: BreakdownData, language: str) -> Table:
    head, name = pick(breakdown["label"], language), pick(indicator["name"], language)
    period = breakdown.get("period", "")
    caption = f"{name}: {head.lower()}" + (f" ({period_words(period)})" if period else "")
    cells = printed_cells(breakdown)
    found = zip(rows_of(breakdown, indicator, language), cells, strict=True)
    rows = [replace(row, shown=words.cell_result(cell, indicator)) for row, cell in found]
    bars = [(row.label, row.shown, cell["value"]) for row, cell in zip(rows, cells, strict=True)]
    return Table(
        caption=caption,
        head=head,
        unit=column_words(indicator, breakdown),
        rows=rows,
        total=words.own_result(indicator) if adds_up(indicator, breakdown) else "",
        chart=None if breakdown["dimension"] in UNDRAWN else chart(caption, bars, scale_of(indicator, breakdown)),
    )


def _side_by_side(tables: list[Table]) -> list[list[Table]]:
    """Tables in their order, two together where neither has a chart."""
    found: list[list[Table]] = []
    for table in tables:
        if found and len(found[-1]) == 1 and not table.chart and not found[-1][0].chart:
            found[-1].append(table)
        else:
            found.append([table])
    return found


def _pieces(indicator: IndicatorData, section: Section, language: str) -> list[Piece]:
    tables = [_table(indicator, breakdown, language) for breakdown in indicator["breakdowns"] if breakdown["cells"]]
    first, *more = _side_by_side(tables) or [[]]
    if not first and not section.remark:
        return []
    return [Piece(section.name, section.explanation, section.remark, first), *(Piece("", "", "", own) for own in more)]


def strips_of(pieces: list[Piece]) -> list[list[Piece]]:
    """Put pieces that are half as wide as the page side by side, if both have a name or neither has one: then they begin at the same height."""
    strips: list[list[Piece]] = []
    for piece in pieces:
        last = strips[-1] if strips else []
        if len(last) == 1 and last[0].is_half and piece.is_half and bool(last[0].name) == bool(piece.name):
            last.append(piece)
        else:
            strips.append([piece])
    return strips


def grouped(report: ReportData) -> dict[str, list[IndicatorData]]:
    """Return the indicators by group, both in the order in which they are printed."""
    found: dict[str, list[IndicatorData]] = {name: [] for name, *_rest in GROUPS}
    for indicator in report["indicators"]:
        found[group_of(indicator["id"])].append(indicator)
    return found


def in_the_table(indicators: list[IndicatorData]) -> list[IndicatorData]:
    """Return the indicators that have a line in the table of results of their chapter."""
    return [indicator for indicator in indicators if indicator["id"] not in ONLY_BROKEN_DOWN]


def chapter_of(group: Group, indicators: list[IndicatorData], language: str) -> Chapter:
    """Put a group of indicators into print. The language must be active."""
    sections = {section.indicator: section for section in group.sections}
    lines = [_line(indicator, sections[indicator["id"]]) for indicator in in_the_table(indicators)]
    pieces = [piece for indicator in indicators for piece in _pieces(indicator, sections[indicator["id"]], language)]
    return Chapter(
        id=group.id,
        title=group.name,
        intro=group.explanation,
        lines=lines,
        has_targets=any(line.target for line in lines),
        has_units=any(line.unit for line in lines),
        strips=strips_of(pieces),
    )
