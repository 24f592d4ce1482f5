"""A figure as measured and as published, and where it stands. Standard library only."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class MeasuredCell:
    """A cell before it is stored; an empty dimension is the indicator's own figure, an empty period the month itself.

    `value` is public, None where it is hidden; `raw`, `part` and `whole` never are. Of a share, `part` and `whole` are its numbers; of a duration, `whole` says how many
    there are; of a score, `part` says how many answered and `whole` how many were invited.
    """

    indicator: str
    dimension: str
    member: str
    period: str
    raw: Decimal | None
    value: Decimal | None
    status: str
    part: int | None = None
    whole: int | None = None


class Origin(NamedTuple):
    """Where a public figure stands: in the report of which month and revision, and there in which cell. `period` is never empty: `2026-05`, `2026-Q2`."""

    month: str
    revision: int
    indicator: str
    dimension: str
    member: str
    period: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A cell together with the report in which it stands. `is_draft` marks what is not published yet and can still be changed."""

    month: str
    revision: int
    cell: MeasuredCell
    is_draft: bool = False

    @property
    def origin(self) -> Origin:
        """Where it stands."""
        cell = self.cell
        return Origin(self.month, self.revision, cell.indicator, cell.dimension, cell.member, cell.period or self.month)
