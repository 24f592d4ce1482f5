"""The chart of a breakdown: bars from zero, drawn as coordinates for an SVG template."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, ROW, TALLEST_LABEL = 300, 30, 46
MOST_BARS = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its words above it, `y` of the words' line, `width` of the bar."""

    label: str
    shown: str
    y: int
    width: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart and the sentence that says all of it; `height` of the drawing, whose width is WIDTH."""

    sentence: str
    bars: list[Bar]
    height: int


def _short(label: str) -> str:
    return label if len(label) <= TALLEST_LABEL else f"{label[: TALLEST_LABEL - 1].rstrip()}…"


def chart(name: str, rows: Sequence[tuple[str, str, float | None]], *, end: float = 0.0) -> Chart | None:
    """Draw rows of (label, words, number); None when fewer than two have a number above zero. The longest bar is `end`, or the largest number."""
    drawn = [(label, shown, value) for label, shown, value in rows if value]
    if not 2 <= len(drawn) <= MOST_BARS:
        return None
    longest = end or max(value for _label, _shown, value in drawn)
    bars = [Bar(_short(label), shown, place * ROW, round(WIDTH * value / longest, 1)) for place, (label, shown, value) in enumerate(drawn)]
    sentence = f"{name}: " + "; ".join(f"{label} {shown}" for label, shown, _value in rows) + "."
    return Chart(sentence, bars, len(bars) * ROW)
