"""The chart of a breakdown: bars from zero, drawn as coordinates for an SVG template."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, ROW, TALLEST_LABEL = 300, 26, 46
# Where the words of a row stand, and where its bar begins and how thick it is.
LINE, TOP, THICK = 10, 14.5, 5
MOST_BARS = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: the words above it and the line on which they stand."""

    label: str
    shown: str
    y: int


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart and the sentence that says all of it; `height` of the drawing, whose width is WIDTH. `filled` are the bars and `tracks` what is behind them, each as one path: many shapes take longer."""

    sentence: str
    bars: list[Bar]
    filled: str
    tracks: str
    height: int


def _short(label: str) -> str:
    return label if len(label) <= TALLEST_LABEL else f"{label[: TALLEST_LABEL - 1].rstrip()}…"


def _shapes(widths: Sequence[float]) -> str:
    return "".join(f"M0 {place * ROW + TOP}h{width:.1f}v{THICK}H0z" for place, width in enumerate(widths))


def chart(name: str, rows: Sequence[tuple[str, str, float | None]], end: float) -> Chart | None:
    """Draw rows of (label, words, number); None when fewer than two have a number above zero. The bar of `end` is as long as the chart is wide."""
    drawn = [(label, shown, value) for label, shown, value in rows if value]
    if not 2 <= len(drawn) <= MOST_BARS:
        return None
    bars = [Bar(_short(label), shown, place * ROW + LINE) for place, (label, shown, _value) in enumerate(drawn)]
    sentence = f"{name}: " + "; ".join(f"{label} {shown}" for label, shown, _value in rows) + "."
    return Chart(
        sentence,
        bars,
        filled=_shapes([WIDTH * value / end for _label, _shown, value in drawn]),
        tracks=_shapes([WIDTH for _bar in bars]),
        height=len(bars) * ROW,
    )
