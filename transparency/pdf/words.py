"""Figures of the printed report in words of the active language. As on the pages, but durations to the second: what is printed can be counted back."""

from transparency.report import CellData, IndicatorData
from transparency.wording import cell_shown, indicator_shown, value_words


def duration(seconds: int) -> str:
    """Return a duration to the second, however long."""
    parts = []
    for unit, length in (("d", 86400), ("h", 3600), ("min", 60), ("s", 1)):
        number, seconds = divmod(seconds, length)
        if number:
            parts.append(f"{number} {unit}")
    return " ".join(parts) or "0 s"


def number(value: float, unit: str, decimals: int) -> str:
    """Return a figure."""
    return duration(int(value)) if unit == "seconds" else value_words(value, unit, decimals)


def own_result(indicator: IndicatorData) -> str:
    """Return the figure of an indicator, or the word that stands in its place."""
    value = indicator["value"]
    return indicator_shown(indicator) if value is None else number(value, indicator["unit"], indicator["decimals"])


def cell_result(cell: CellData, indicator: IndicatorData) -> str:
    """Return the figure of a cell, or the word that stands in its place."""
    value = cell["value"]
    is_duration = cell.get("unit", indicator["unit"]) == "seconds"
    return duration(int(value)) if value is not None and is_duration else cell_shown(cell, indicator)
