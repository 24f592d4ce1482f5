"""Everything public as linear statements about whole numbers that are not: unknowns, rows, and what is to be protected. Standard library only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from transparency.disclosure.cells import Origin

# More than any count of a council: an unknown that reaches it is not bounded.
UNBOUNDED = 1_000_000
Release = tuple[str, int]
Base = tuple[str, str, str, str, str]


class Quantity(NamedTuple):
    """A whole number that somebody measured: `role` as in `links.py`, `release` the report that measured it, ("", 0) where none published it."""

    indicator: str
    dimension: str
    member: str
    role: str
    period: str
    release: Release

    @property
    def base(self) -> Base:
        """The same number, whichever report measured it."""
        return self[:5]


Terms = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """`low <= sum of factor x unknown <= high`; `origins` are the public figures that say so, none where a definition does."""

    terms: Terms
    low: int
    high: int
    origins: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """A number to be protected: its interval must be `width` wide, unless it is known not to be one of 1 to `limit`-1.

    A hidden cell (`is_hidden`) is protected whatever it counts, since it may have been hidden to protect another; `raw` is None where it is not known any more.
    """

    terms: Terms
    origin: Origin
    width: int
    limit: int
    raw: int | None
    is_rest: bool = False
    is_hidden: bool = False


@dataclass(slots=True)
class System:
    """The unknowns by number, with what was measured, their bounds, and the rows that bind them."""

    numbers: dict[Quantity, int] = field(default_factory=dict)
    quantities: list[Quantity] = field(default_factory=list)
    raw: list[int | None] = field(default_factory=list)
    low: list[int] = field(default_factory=list)
    fixed: dict[int, int] = field(default_factory=dict)
    public: set[tuple[Base, int]] = field(default_factory=set)
    shown_by: dict[int, tuple[Origin, ...]] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)

    def unknown(self, quantity: Quantity, raw: int | None = None) -> int:
        """Return the number of an unknown, which is made when it is new."""
        found = self.numbers.get(quantity)
        if found is None:
            found = self.numbers[quantity] = len(self.quantities)
            self.quantities.append(quantity)
            self.raw.append(raw)
            self.low.append(0)
        elif self.raw[found] is None:
            self.raw[found] = raw
        return found

    def fix(self, number: int, value: int, origin: Origin) -> None:
        """State that an unknown is public."""
        self.fixed[number] = value
        self.public.add((self.quantities[number].base, value))
        self.shown_by[number] = (*self.shown_by.get(number, ()), origin)

    def at_least(self, number: int, value: int, origin: Origin | None) -> None:
        """State that an unknown is no less, unless it is."""
        measured = self.raw[number]
        if value > self.low[number] and (measured is None or measured >= value):
            self.low[number] = value
            if origin is not None:
                self.shown_by[number] = (*self.shown_by.get(number, ()), origin)

    def measured(self, terms: Iterable[tuple[int, int]]) -> int | None:
        """Return what a sum was measured as, None where a part of it is not known."""
        total = 0
        for number, factor in terms:
            value = self.raw[number]
            if value is None:
                return None
            total += factor * value
        return total

    def relate(
        self, terms: Sequence[tuple[int, int]], low: int, high: int, origins: Sequence[Origin] = (), *, if_known: bool = False
    ) -> bool:
        """State a row unless the measured numbers contradict it, or, with `if_known`, do not confirm it; say whether it was stated."""
        value = self.measured(terms)
        if (value is None and if_known) or (value is not None and not low <= value <= high):
            return False
        self.rows.append(Row(tuple(terms), low, high, tuple(origins)))
        return True

    def protect(self, target: Target) -> None:
        """State that a number is to be protected."""
        self.targets.append(target)
