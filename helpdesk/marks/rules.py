"""Shapes on a picture: their kinds and limits, the closed form in which they are kept, and where on the picture they are. Standard library only."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

MAX_SHAPES = 40
MAX_BYTES = 16 * 1024
MAX_WORDS = 80
MAX_SENTENCE = 200
MAX_PIXELS = 40_000_000
# An area or an arrow that is smaller than this part of the picture's side cannot be seen on a phone.
LEAST = 0.03
# Coordinates are kept to a ten-thousandth of the picture's side.
PLACES_AFTER_THE_POINT = 4
# Two numbers that are nearer than this cover each other.
APART = 0.07


class Kind(StrEnum):
    """What can be drawn. Coordinates go from 0 to 1, from the left and from the top of the picture."""

    ARROW = "arrow"  # from (x, y) to its tip (x2, y2)
    RING = "ring"  # inside the corners (x, y) and (x2, y2)
    BOX = "box"
    NUMBER = "number"  # a step at (x, y): numbered by its order, with words or without
    TEXT = "text"  # words at (x, y)
    COVER = "cover"  # an opaque bar


LONG = frozenset({Kind.ARROW, Kind.RING, Kind.BOX, Kind.COVER})
WORDED = frozenset({Kind.NUMBER, Kind.TEXT})


class Refusal(StrEnum):
    """Why shapes cannot be kept."""

    UNREADABLE = "unreadable"
    EMPTY = "empty"
    TOO_MANY = "too_many"
    TOO_LONG = "too_long"
    WORDLESS = "wordless"


class BadShapes(Exception):
    """Shapes that cannot be kept, and why."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why)
        self.why = why


class Place(StrEnum):
    """The nine places of a picture."""

    TOP_LEFT = "top_left"
    TOP = "top"
    TOP_RIGHT = "top_right"
    LEFT = "left"
    MIDDLE = "middle"
    RIGHT = "right"
    BOTTOM_LEFT = "bottom_left"
    BOTTOM = "bottom"
    BOTTOM_RIGHT = "bottom_right"


PLACES: tuple[Place, ...] = tuple(Place)


@dataclass(frozen=True, slots=True)
class Shape:
    """One thing that is drawn; a point has both its corners in the same place."""

    kind: Kind
    x: float
    y: float
    x2: float
    y2: float
    words: str = ""

    @property
    def place(self) -> Place:
        """Where it is: the tip of an arrow, the middle of an area."""
        if self.kind is Kind.ARROW:
            return place_at(self.x2, self.y2)
        return place_at((self.x + self.x2) / 2, (self.y + self.y2) / 2)


def place_at(x: float, y: float) -> Place:
    """Return which of the nine places a point is in."""
    return PLACES[min(int(y * 3), 2) * 3 + min(int(x * 3), 2)]


def keys_of(kind: Kind) -> frozenset[str]:
    """Return exactly what the kept form of a kind says."""
    return frozenset({"kind", "x", "y"} | ({"x2", "y2"} if kind in LONG else set()) | ({"words"} if kind in WORDED else set()))


def as_data(shapes: Sequence[Shape]) -> list[dict[str, str | float]]:
    """Return the form in which shapes are kept."""
    return [{key: getattr(shape, key) for key in ("kind", "x", "y", "x2", "y2", "words") if key in keys_of(shape.kind)} for shape in shapes]


def as_text(shapes: Sequence[Shape]) -> str:
    """Return the text that a form carries."""
    return json.dumps(as_data(shapes), ensure_ascii=False, separators=(",", ":"))


def _part(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or not 0 <= value <= 1:
        raise BadShapes(Refusal.UNREADABLE)
    return round(float(value), PLACES_AFTER_THE_POINT)


def _words(value: object, kind: Kind) -> str:
    if not isinstance(value, str):
        raise BadShapes(Refusal.UNREADABLE)
    words = " ".join("".join(c if c.isprintable() else " " for c in value).split())
    if len(words) > MAX_WORDS:
        raise BadShapes(Refusal.TOO_LONG)
    if kind is Kind.TEXT and not words:
        raise BadShapes(Refusal.WORDLESS)
    return words


def _shape(data: object) -> Shape:
    kind = next((kind for kind in Kind if isinstance(data, dict) and data.get("kind") == kind), None)
    if kind is None or not isinstance(data, dict) or data.keys() != keys_of(kind):
        raise BadShapes(Refusal.UNREADABLE)
    x, y = _part(data["x"]), _part(data["y"])
    if kind in WORDED:
        return Shape(kind, x, y, x, y, _words(data["words"], kind))
    x2, y2 = _part(data["x2"]), _part(data["y2"])
    large_enough = math.hypot(x2 - x, y2 - y) >= LEAST if kind is Kind.ARROW else min(x2 - x, y2 - y) >= LEAST * 0.999
    if not large_enough:
        raise BadShapes(Refusal.UNREADABLE)
    return Shape(kind, x, y, x2, y2)


def shapes_of(data: object) -> tuple[Shape, ...]:
    """Return the shapes of data as they are kept; raises BadShapes for everything that is not exactly a list of them."""
    if not isinstance(data, list):
        raise BadShapes(Refusal.UNREADABLE)
    if len(data) > MAX_SHAPES:
        raise BadShapes(Refusal.TOO_MANY)
    return tuple(_shape(one) for one in data)


def parse(text: str) -> tuple[Shape, ...]:
    """Return the shapes that a text says; raises BadShapes."""
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise BadShapes(Refusal.TOO_MANY)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise BadShapes(Refusal.UNREADABLE) from None
    return shapes_of(data)


def with_number(shapes: Sequence[Shape], place: Place, words: str) -> tuple[Shape, ...]:
    """Add a numbered step at one of the nine places, beside the numbers that are there already."""
    row, column = divmod(PLACES.index(place), 3)
    first = x = (2 * column + 1) / 6
    y = (2 * row + 1) / 6
    while y < 1 and any(shape.kind is Kind.NUMBER and math.hypot(shape.x - x, shape.y - y) < APART * 0.9 for shape in shapes):
        x, y = (x + APART, y) if x + APART <= 1 else (first, min(y + APART, 1.0))
    x, y = round(x, PLACES_AFTER_THE_POINT), round(y, PLACES_AFTER_THE_POINT)
    return (*shapes, Shape(Kind.NUMBER, x, y, x, y, words))
