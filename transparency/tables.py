"""Breakdowns of a report as tables and drawings, in one language. Every drawing is followed by its table."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from transparency.report import BreakdownData, CellData, IndicatorData
from transparency.wording import STATUS_WORDS, cell_shown, period_words, pick

BARS, STACK = "bars", "stack"
# Parts of a whole are drawn side by side, everything else as bars; these are no drawing at all.
STACKED = frozenset({"requester", "band", "language", "origin", "session", "feedback"})
UNDRAWN = frozenset({"measure"})
SCALES = {"percent": 100.0, "points": 5.0}
CHART_WIDTH = 400
ROW_HEIGHT = 54
STACK_HEIGHT, STACK_ROW = 46, 30
LABEL_LONGEST = 36
# Where two parts of a stack look alike, a pattern tells them apart; there are as many as parts that a reader can tell apart.
PATTERNS = 6


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, and its bar: `x`, `width` and `y` are in units of the drawing. `tag` is a status in words."""

    label: str
    shown: str
    is_protected: bool
    includes: str = ""
    width: float = 0
    y: int = 0
    x: float = 0
    tag: str = ""
    short: str = ""
    share: str = ""
    pattern: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A breakdown; `sentence` is the chart in words, empty when there is no chart. `period` says which quarter, when it is not the month."""

    id: str
    caption: str
    head: str
    unit: str
    rows: list[Row]
    bars: list[Row]
    sentence: str
    height: int
    chart: str = ""
    period: str = ""


def _bar_width(cell: CellData, largest: float) -> float:
    value = cell["value"]
    return round(CHART_WIDTH * value / largest, 1) if value and largest else 0.0


def scale_of(indicator: IndicatorData, breakdown: BreakdownData) -> float:
    """Return the number whose bar is as long as the drawing is wide: the end of the unit's own scale, or the largest number."""
    if breakdown["dimension"] != "score" and indicator["unit"] in SCALES:
        return SCALES[indicator["unit"]]
    return max((cell["value"] or 0 for cell in breakdown["cells"] if cell.get("unit") != "percent"), default=0)


def _shortened(label: str) -> str:
    return label if len(label) <= LABEL_LONGEST else f"{label[: LABEL_LONGEST - 1].rstrip()}…"


def printed_cells(breakdown: BreakdownData) -> list[CellData]:
    """Return the cells that have a row of their own: those within a grouped row are named there and nowhere else."""
    grouped = {member for cell in breakdown["cells"] for member in cell.get("includes", [])}
    return [cell for cell in breakdown["cells"] if cell["member"] not in grouped]


def rows_of(breakdown: BreakdownData, indicator: IndicatorData, language: str) -> list[Row]:
    """Return the rows of a table, one for each of its printed cells."""
    cells = breakdown["cells"]
    names = {cell["member"]: pick(cell["label"], language) for cell in cells}
    largest = scale_of(indicator, breakdown)
    return [
        Row(
            label=names[cell["member"]],
            shown=cell_shown(cell, indicator),
            is_protected=cell["value"] is None,
            includes=", ".join(names[member] for member in cell.get("includes", []) if member in names),
            width=_bar_width(cell, largest),
            tag=str(STATUS_WORDS.get(cell["status"], "")),
            short=_shortened(names[cell["member"]]),
        )
        for cell in printed_cells(breakdown)
    ]


def _bars(rows: list[Row]) -> list[Row]:
    """The rows that a drawing shows, from top to bottom: those with a number above zero."""
    return [replace(row, y=place * ROW_HEIGHT) for place, row in enumerate(row for row in rows if row.width)]


def _stack(rows: list[Row], cells: list[CellData]) -> list[Row]:
    """Parts of a whole side by side, each with its share in whole percents; nothing when a part is hidden or there are too many."""
    values = [cell["value"] or 0 for cell in cells]
    total = sum(values)
    if not total or any(row.is_protected for row in rows) or sum(1 for value in values if value) > PATTERNS:
        return []
    parts, x = list[Row](), 0.0
    for row, value in zip(rows, values, strict=True):
        if not value:
            continue
        width = CHART_WIDTH * value / total
        place = len(parts)
        parts.append(
            replace(
                row,
                x=round(x, 1),
                width=round(width, 1),
                y=STACK_HEIGHT + 12 + place * STACK_ROW,
                share=f"{round(100 * value / total)} %",
                pattern=place,
            )
        )
        x += width
    return parts


def _drawn(indicator: IndicatorData, breakdown: BreakdownData, rows: list[Row]) -> tuple[str, list[Row], int]:
    """The kind of drawing, its parts and its height; no kind without a drawing."""
    dimension = breakdown["dimension"]
    if dimension in STACKED and indicator["rule"] == "S1" and (parts := _stack(rows, printed_cells(breakdown))):
        return STACK, parts, STACK_HEIGHT + 8 + len(parts) * STACK_ROW
    bars = _bars(rows) if dimension not in UNDRAWN else []
    return (BARS, bars, len(bars) * ROW_HEIGHT) if bars else ("", [], 0)


def column_words(indicator: IndicatorData, breakdown: BreakdownData) -> str:
    """Return what the numbers of a table are, at the head of their column."""
    if any("unit" in cell for cell in breakdown["cells"]):
        return _("Result")
    if breakdown["dimension"] == "score":
        return _("Answers")
    words = {"points": _("Result"), "percent": _("Share"), "seconds": _("Time"), "hours": _("Hours")}
    return words.get(indicator["unit"], _("Number"))


def _caption(indicator: IndicatorData, breakdown: BreakdownData, language: str) -> str:
    name, head = pick(indicator["name"], language), pick(breakdown["label"], language)
    if len({one["dimension"] for one in indicator["breakdowns"]}) > 1:
        name = f"{name}: {head.lower()}"
    period = period_words(breakdown.get("period", ""))
    return f"{name}. {period}" if period else name


def table_of(indicator: IndicatorData, breakdown: BreakdownData, language: str) -> Table:
    """Put a breakdown into words of one language, with a drawing where it has one."""
    rows = rows_of(breakdown, indicator, language)
    chart, bars, height = _drawn(indicator, breakdown, rows)
    name = pick(indicator["name"], language)
    period = breakdown.get("period", "")
    return Table(
        id="-".join(part for part in (indicator["id"], breakdown["dimension"], period) if part).replace(".", "-").replace("_", "-"),
        caption=_caption(indicator, breakdown, language),
        head=pick(breakdown["label"], language),
        unit=column_words(indicator, breakdown),
        rows=rows,
        bars=bars,
        sentence=f"{name}: " + "; ".join(f"{row.label} {row.shown}" for row in rows) + "." if bars else "",
        height=height,
        chart=chart,
        period=period_words(period),
    )
