"""Whether figures add up, and whether one is so far from usual that it needs a word."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from statistics import median

from transparency.catalogue import BY_ID
from transparency.checking.result import Result, Value, fine, wrong
from transparency.models import Cell, Draft
from transparency.months import Month
from transparency.rules import GROUPED
from transparency.selectors import previous_values

TOTALS, DEVIATION = "totals", "deviation"
COUNTS = "S1"
# A median of fewer months says nothing.
ENOUGH_MONTHS = 3
# How far from the median a figure may be without a word: points of a percentage, points of a score, a share of anything else.
FAR_PERCENT, FAR_SCORE, FAR_SHARE = 15.0, 0.5, 0.4
# Nor does a count differ before it does so by as many cases.
FAR_CASES = 20


def _wrong_sum(total: Cell, members: list[Cell]) -> bool:
    """Say whether the parts, as measured or as shown, cannot be those of the total."""
    measured = [cell.raw for cell in members if cell.member != GROUPED]
    if total.raw is not None and None not in measured and sum((raw for raw in measured if raw is not None), Decimal()) != total.raw:
        return True
    if total.value is None:
        return False
    shown = [cell.value for cell in members if cell.value is not None]
    has_group = any(cell.member == GROUPED for cell in members)
    complete = has_group or len(shown) == len(members)
    return sum(shown, Decimal()) != total.value if complete else sum(shown, Decimal()) > total.value


def totals(draft: Draft) -> Iterator[Result]:
    """Say whether every breakdown of a count adds up to its total, as measured and as shown; what is protected may be missing from the sum, never be more."""
    tables: dict[tuple[str, str, str], list[Cell]] = defaultdict(list)
    for cell in draft.cells.all():
        if cell.indicator in BY_ID and BY_ID[cell.indicator].rule.startswith(COUNTS):
            tables[cell.indicator, cell.period, cell.dimension].append(cell)
    bad = [
        f"{indicator}/{dimension}"
        for (indicator, period, dimension), members in tables.items()
        if dimension and (own := tables.get((indicator, period, ""))) and _wrong_sum(own[0], members)
    ]
    yield wrong(TOTALS, "do_not_add_up", tables=bad) if bad else fine(TOTALS, number=len(tables))


def is_far(value: float, usual: float, unit: str) -> bool:
    """Say whether a figure is farther from the usual than needs no word."""
    distance = abs(value - usual)
    if unit == "percent":
        return distance > FAR_PERCENT
    if unit == "points":
        return distance > FAR_SCORE
    return distance > FAR_SHARE * usual and (unit == "seconds" or distance >= FAR_CASES)


def far_figures(draft: Draft) -> Iterator[tuple[str, float, float, int]]:
    """Yield (indicator, value, median, months) of the month's own figures that differ much from the 12 months before, as published under the same definition."""
    before = previous_values(draft.council, Month.of(draft.month))
    for cell in _own(draft.cells.all()):
        indicator = BY_ID.get(cell.indicator)
        values = before.get(f"{cell.indicator}@{indicator.version}", []) if indicator else []
        if indicator is None or cell.value is None or len(values) < ENOUGH_MONTHS:
            continue
        usual = float(median(values))
        if is_far(float(cell.value), usual, indicator.unit):
            yield cell.indicator, float(cell.value), usual, len(values)


def _own(cells: Iterable[Cell]) -> Iterator[Cell]:
    return (cell for cell in cells if not cell.dimension and not cell.period)


def deviations(draft: Draft) -> Iterator[Result]:
    """Say which figures are far from their median and have no note in every language of the council."""
    clean = True
    for indicator, value, usual, months in far_figures(draft):
        texts = draft.notes.get(indicator, {})
        missing = [language for language in draft.council.languages if not texts.get(language)]
        data: dict[str, Value] = {"indicator": indicator, "value": value, "median": usual, "months": months}
        clean = clean and not missing
        yield wrong(DEVIATION, "needs_a_note", **{**data, "languages": missing}) if missing else fine(DEVIATION, **data)
    if clean:
        yield fine(DEVIATION)
