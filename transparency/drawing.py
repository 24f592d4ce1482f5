"""Small charts of one figure over some months, drawn as coordinates for an SVG template. A month without a figure is a gap."""

from collections.abc import Collection
from dataclasses import dataclass

WIDTH, HEIGHT = 320, 176
WIDE = 720
TOP, FLOOR, FOOT = 32, 140, 164
LEFT = 48
BAR_SHARE, BAR_LARGEST = 0.56, 52
ALL_VALUES_UP_TO = 6
FOOT_WIDTH = 34


@dataclass(frozen=True, slots=True)
class Mark:
    """A month of a chart: its bar or dot, its words. `has_value` False is a gap; `says` tells whether the number stands beside it, at `text_x`, and `names` whether the month does.

    `is_revised` marks a month whose figures were corrected; `begins` a month from which the figure is counted in another way.
    """

    label: str
    shown: str
    x: float
    y: float
    left: float
    width: float
    height: float
    text_y: float
    has_value: bool
    says: bool
    anchor: str = "middle"
    text_x: float = 0
    names: bool = True
    is_revised: bool = False
    begins: float | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """Marks and lines. `segments` are the unbroken stretches of a line chart, as points of a polyline; `grid` are the lines of its scale; `goal` is the height of the commitment."""

    marks: list[Mark]
    segments: list[str]
    grid: list[tuple[float, str]]
    start: float
    width: int = WIDTH
    height: int = HEIGHT
    floor: int = FLOOR
    foot: int = FOOT
    goal: float | None = None


def _height(value: float, low: float, high: float) -> float:
    return round((FLOOR - TOP) * (min(value, high) - low) / (high - low), 1) if high > low else 0.0


def _every(count: int, slot: float) -> int:
    """Of how many months one is named, so that the names do not touch."""
    return max(1, -(-FOOT_WIDTH // max(int(slot), 1))) if count > 1 else 1


def draw(
    values: list[tuple[str, str, float | None]],
    *,
    scale: tuple[float, float] | None,
    ends: tuple[str, str] = ("", ""),
    width: int = WIDTH,
    goal: float | None = None,
    revised: Collection[int] = (),
    begins: Collection[int] = (),
) -> Drawing:
    """Draw months given as (label, words, number or None): bars from zero, or a line on a `scale` whose ends are labelled.

    `revised` and `begins` are places in `values`: months that were corrected, and those from which the figure is counted in another way.
    """
    known = [value for _label, _shown, value in values if value is not None]
    low, high = scale or (0.0, max([*known, goal or 0.0], default=0.0))
    start = LEFT if scale else 0
    slot = (width - start) / max(len(values), 1)
    bar = min(BAR_LARGEST, slot * BAR_SHARE)
    every, named = len(values) <= ALL_VALUES_UP_TO, _every(len(values), slot)
    marks, segments, stretch = list[Mark](), list[str](), list[str]()
    last = len(values) - 1
    for place, (label, shown, value) in enumerate(values):
        x = round(start + slot * (place + 0.5), 1)
        height = _height(value, low, high) if value is not None else 0.0
        y = round(FLOOR - height, 1)
        says = value is not None and (every or place in {last, _first(values, min(known)), _first(values, max(known))})
        marks.append(
            Mark(
                label,
                shown,
                x,
                y,
                left=round(x - bar / 2, 1),
                width=round(bar, 1),
                height=height,
                text_y=round(y - 12, 1),
                anchor="start" if place == 0 else "end" if place == last and last else "middle",
                text_x=round(x - bar / 2 if place == 0 else x + bar / 2 if place == last and last else x, 1),
                has_value=value is not None,
                says=says,
                names=(last - place) % named == 0,
                is_revised=place in revised,
                begins=round(x - slot / 2, 1) if place in begins else None,
            )
        )
        if value is None or place in begins:
            segments, stretch = [*segments, " ".join(stretch)], []
        if value is not None:
            stretch.append(f"{x},{y}")
    segments.append(" ".join(stretch))
    grid = [(float(TOP), ends[1]), (float(FLOOR), ends[0])] if scale else []
    line = round(FLOOR - _height(goal, low, high), 1) if goal is not None and high > low else None
    return Drawing(marks, [points for points in segments if " " in points], grid, start, width=width, goal=line)


def _first(values: list[tuple[str, str, float | None]], wanted: float) -> int:
    """The first month with a number: of equal ones, one says it."""
    return next(place for place, (_label, _shown, value) in enumerate(values) if value == wanted)
