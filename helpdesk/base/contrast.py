"""Whether a brand colour can be used: measured on the steps of its scale that pages really use."""

from dataclasses import dataclass
from enum import StrEnum

from helpdesk.base.theme import contrast, scale

READABLE = 4.5
VISIBLE = 3.0


class Pair(StrEnum):
    """Two colours that meet on pages."""

    BUTTON_TEXT = "button_text"
    BUTTON_EDGE = "button_edge"
    LINK = "link"
    TINT = "tint"


STEPS: dict[Pair, tuple[str, str, float]] = {
    Pair.BUTTON_TEXT: ("base-contrast-default", "base-default", READABLE),
    Pair.BUTTON_EDGE: ("base-default", "background-default", VISIBLE),
    Pair.LINK: ("text-subtle", "background-default", READABLE),
    Pair.TINT: ("text-default", "surface-tinted", READABLE),
}


@dataclass(frozen=True, slots=True)
class Measure:
    """Contrast of one pair, in light or dark, and how much WCAG 2.2 asks for (1.4.3, 1.4.11)."""

    pair: Pair
    dark: bool
    ratio: float
    needed: float

    @property
    def passes(self) -> bool:
        """Whether it is enough."""
        return self.ratio >= self.needed


def canonical(colour: str) -> str:
    """Return a colour as `#rrggbb`; ValueError when it is not hexadecimal."""
    contrast(colour, "#fff")
    digits = colour.removeprefix("#").lower()
    return f"#{''.join(digit * 2 for digit in digits) if len(digits) == 3 else digits}"


def measure_brand(colour: str) -> tuple[Measure, ...]:
    """Return every pair in light, then in dark; ValueError when the colour is malformed."""
    found: list[Measure] = []
    for dark in (False, True):
        steps = scale(colour, dark=dark)
        found.extend(Measure(pair, dark, contrast(steps[one], steps[other]), needed) for pair, (one, other, needed) in STEPS.items())
    return tuple(found)


def is_usable(colour: str) -> bool:
    """Say whether every pair has the contrast it needs. The scale makes text readable on any colour; too pale a colour hides buttons and marked choices."""
    return all(measure.passes for measure in measure_brand(colour))


def nearest_usable(colour: str) -> str:
    """Return the lightest shade of a colour that can be used: itself when it can."""
    plain = canonical(colour)
    channels = [int(plain[at : at + 2], 16) for at in (1, 3, 5)]
    shades = ("#" + "".join(f"{channel * share // 100:02x}" for channel in channels) for share in range(100, 0, -1))
    return next(filter(is_usable, shades), "#000000")
