"""What is measured of a month before anything is protected: one dataclass per kind of figure. Standard library only.

Members and dimensions are ids of the catalogue. `period` is empty for the month itself, else a quarter such as `2026-Q2`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Counts = Mapping[str, int]
# (part, whole) of a share.
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """S1: a number of things. `by` gives it along dimensions, every member of the closed list in its order, also those that count nothing; each dimension sums up to `total`."""

    indicator: str
    total: int
    by: Mapping[str, Counts] = field(default_factory=dict)
    period: str = ""
    # The threshold of a dimension where it is not the council's own, such as 10 for languages.
    thresholds: Counts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """S2: `part` of `whole`. `part_of` and `whole_of` name the counts that are published elsewhere, as indicator ids, where they are the same numbers."""

    indicator: str
    part: int
    whole: int
    by: Mapping[str, Mapping[str, Pair]] = field(default_factory=dict)
    part_of: str = ""
    whole_of: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """S3: the percentile by nearest rank of durations in seconds, already taken by the database. `values` are how many there are."""

    indicator: str
    percent: int
    count: int
    seconds: int | None
    # Member: (count, seconds).
    by: Mapping[str, Mapping[str, tuple[int, int | None]]] = field(default_factory=dict)
    period: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """S4: answers from 1 to 5 by score, and how many were invited; per channel in `by_channel`: (distribution, invited)."""

    indicator: str
    distribution: Mapping[int, int]
    invited: int
    by_channel: Mapping[str, tuple[Mapping[int, int], int]] = field(default_factory=dict)
    period: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """S0: a figure that says nothing of anybody, such as hours of service; a decimal number as text."""

    indicator: str
    value: str | None
    by: Mapping[str, Mapping[str, str | None]] = field(default_factory=dict)
    period: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotCollected:
    """The service has no source for this indicator yet: nothing is invented."""

    indicator: str
    period: str = ""


Measure = Count | Share | Duration | Score | Plain | NotCollected
Measures = Sequence[Measure]
