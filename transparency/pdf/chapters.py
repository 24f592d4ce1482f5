"""The report in one language, ready for print: chapters with a table of results, then what each result is made of."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from transparency.pdf import words
from transparency.pdf.bars import Chart, chart
from transparency.report import BreakdownData, CellData, IndicatorData, ReportData
from transparency.wording import answers_words, period_words, pick

# Of an id such as `vol.contacts`, what comes before the dot; every other one is in the last chapter.
GROUPS: tuple[tuple[str, tuple[str, ...], Promise, Promise], ...] = (
    ("volume", ("vol",), gettext_lazy("Demand"), gettext_lazy("How many people asked for help, how, and about what.")),
    ("access", ("acc",), gettext_lazy("Access"), gettext_lazy("Whether somebody was there when people tried to reach the service.")),
    ("waiting", ("wait",), gettext_lazy("Waiting"), gettext_lazy("How long people waited for an answer from a person.")),
    ("resolution", ("res",), gettext_lazy("Resolution"), gettext_lazy("What became of the requests, and how long it took.")),
    ("digital", ("dig",), gettext_lazy("Electronic procedures"), gettext_lazy("Whether people finished their procedures, and why not.")),
    ("quality", (), gettext_lazy("Quality"), gettext_lazy("What the people who used the service think of it.")),
)
SCALES = {"percent": 100.0, "points": 5.0}
MIXED = "measure"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a chapter's table of results. `is_word` when no number could be given; `met` is empty where nothing can be said."""

    name: str
    explanation: str
    shown: str
    unit: str
    target: str
    met: str
    is_word: bool
    is_revised: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a breakdown; `includes` names what a grouped row holds."""

    label: str
    shown: str
    includes: str = ""
    is_word: bool = False
    is_revised: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A breakdown with its chart, if it has one."""

    caption: str
    head: str
    unit: str
    rows: list[Row]
    total: Row | None
    chart: Chart | None


@dataclass(frozen=True, slots=True)
class Block:
    """An indicator that is broken down, or that the council says something of."""

    name: str
    note: str
    tables: list[Table]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A group of indicators."""

    id: str
    title: str
    intro: str
    lines: list[Line]
    has_targets: bool
    blocks: list[Block]


def _line(indicator: IndicatorData, language: str) -> Line:
    has_value = indicator["value"] is not None
    note = answers_words(indicator)
    explanation = pick(indicator["explanation"], language)
    return Line(
        name=pick(indicator["name"], language),
        explanation=f"{explanation} {note}." if note else explanation,
        shown=words.own_result(indicator),
        unit=words.unit_words(indicator["unit"]) if has_value else "",
        target=words.commitment(indicator),
        met=words.was_met(indicator),
        is_word=not has_value,
        is_revised="was" in indicator,
    )


def _row(cell: CellData, unit: str, decimals: int, names: dict[str, str]) -> Row:
    own = cell.get("unit", unit)
    return Row(
        label=names[cell["member"]],
        shown=words.result(cell["value"], cell["status"], own, decimals if own == unit else 0),
        includes=", ".join(names[member] for member in cell.get("includes", [])),
        is_word=cell["value"] is None,
        is_revised=cell["status"] == words.REVISED,
    )


def printed_cells(breakdown: BreakdownData) -> list[CellData]:
    """Return the cells that have a row of their own: those within a grouped row are named there."""
    grouped = {member for cell in breakdown["cells"] for member in cell.get("includes", [])}
    return [cell for cell in breakdown["cells"] if cell["member"] not in grouped]


def adds_up(indicator: IndicatorData, breakdown: BreakdownData) -> bool:
    """Say whether the rows add up to the indicator."""
    return indicator["rule"] == "S1" and not breakdown.get("period") and indicator["value"] is not None


def _heading(indicator: IndicatorData, breakdown: BreakdownData) -> str:
    """What the second column holds."""
    if any("unit" in cell for cell in breakdown["cells"]):
        return _("Result")
    if indicator["unit"] == "points" and breakdown["dimension"] == "score":
        return _("Answers")
    return _("Number") if indicator["rule"] == "S1" else _("Result")


def _table(indicator: IndicatorData, breakdown: BreakdownData, language: str) -> Table:
    head, name = pick(breakdown["label"], language), pick(indicator["name"], language)
    period = breakdown.get("period", "")
    caption = f"{name}: {head.lower()}" + (f" ({period_words(period)})" if period else "")
    names = {cell["member"]: pick(cell["label"], language) for cell in breakdown["cells"]}
    # How many rated with each point is a number of answers, whatever the indicator's own unit.
    is_score = breakdown["dimension"] == "score"
    unit, decimals = ("answers", 0) if is_score else (indicator["unit"], indicator["decimals"])
    cells = printed_cells(breakdown)
    rows = [_row(cell, unit, decimals, names) for cell in cells]
    bars = [(row.label, row.shown, cell["value"]) for row, cell in zip(rows, cells, strict=True)]
    mixed = breakdown["dimension"] == MIXED or any("unit" in cell for cell in cells)
    return Table(
        caption=caption,
        head=head,
        unit=_heading(indicator, breakdown),
        rows=rows,
        total=Row(_("Total"), words.own_result(indicator)) if adds_up(indicator, breakdown) else None,
        chart=None if mixed else chart(caption, bars, end=0.0 if is_score else SCALES.get(unit, 0.0)),
    )


def _block(indicator: IndicatorData, language: str) -> Block:
    return Block(
        name=pick(indicator["name"], language),
        note=pick(indicator.get("note", {}), language),
        tables=[_table(indicator, breakdown, language) for breakdown in indicator["breakdowns"] if breakdown["cells"]],
    )


def _group_of(indicator: IndicatorData) -> str:
    prefix = indicator["id"].partition(".")[0]
    return next((group for group, prefixes, _title, _intro in GROUPS if prefix in prefixes), GROUPS[-1][0])


def grouped(report: ReportData) -> dict[str, list[IndicatorData]]:
    """Return the indicators by group, both in the order in which they are printed."""
    found: dict[str, list[IndicatorData]] = {group: [] for group, _prefixes, _title, _intro in GROUPS}
    for indicator in report["indicators"]:
        found[_group_of(indicator)].append(indicator)
    return found


def chapters(report: ReportData, language: str) -> list[Chapter]:
    """Put the indicators into chapters; a chapter without indicators is left out. The language must be active."""
    found, groups = [], grouped(report)
    for group, _prefixes, title, intro in GROUPS:
        own = groups[group]
        blocks = [_block(indicator, language) for indicator in own]
        lines = [_line(indicator, language) for indicator in own]
        if own:
            found.append(
                Chapter(
                    id=group,
                    title=str(title),
                    intro=str(intro),
                    lines=lines,
                    has_targets=any(line.target for line in lines),
                    blocks=[block for block in blocks if block.tables or block.note],
                )
            )
    return found
