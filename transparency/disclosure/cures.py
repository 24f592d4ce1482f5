"""What would give an attacker less: the ways in which a draft can be made coarser, the cheapest first. Standard library only."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from transparency.disclosure.cells import Fact, Origin
from transparency.disclosure.links import DURATIONS, IMPORTANCE, REPEATED, SCORES, SHARES, importance
from transparency.rules import GROUPED


class Action(StrEnum):
    """What a cure does."""

    MERGE = "merge"
    HIDE = "hide"
    HIDE_SCORES = "hide_scores"
    HIDE_BREAKDOWN = "hide_breakdown"
    HIDE_TOTAL = "hide_total"


LOSSES = (Action.HIDE, Action.MERGE, Action.HIDE_SCORES, Action.HIDE_BREAKDOWN, Action.HIDE_TOTAL)


class Cure(NamedTuple):
    """A step by which a draft becomes coarser. `period` as in a cell: empty for the month itself."""

    action: Action
    indicator: str
    dimension: str = ""
    member: str = ""
    period: str = ""


# How much is lost, in the order in which it is preferred.
LAST = len(IMPORTANCE)
Cost = tuple[int, int, int, Cure]


def cures_of(origins: Iterable[Origin], facts: Sequence[Fact]) -> tuple[Cure, ...]:
    """Return what could be done about the figures `origins`, as far as they are shown in the draft, the cheapest first."""
    drafts = {fact.origin: fact for fact in facts if fact.is_draft and fact.cell.value is not None}
    found: set[Cost] = set()
    for origin in origins:
        if origin in drafts:
            found.update(_costs(drafts[origin], drafts))
    return tuple(cost[3] for cost in sorted(found))


def _costs(fact: Fact, drafts: dict[Origin, Fact]) -> Iterable[Cost]:
    """The cures of one figure: what matters less gives way first, and of one indicator a row before a breakdown before the figure of the month."""
    cell = fact.cell
    rank = importance(cell.indicator)
    place = (cell.indicator, cell.dimension, cell.member, cell.period)
    if cell.indicator in SCORES and cell.dimension != "channel":
        yield rank, 2, 0, Cure(Action.HIDE_SCORES, cell.indicator, period=cell.period)
    elif cell.indicator in SHARES or cell.indicator in DURATIONS or cell.indicator in SCORES:
        yield rank, (0 if cell.dimension else 2), 0, Cure(Action.HIDE, *place)
    elif not cell.dimension:
        # The number of contacts stands in several tables: hiding it in one of them is of no use alone.
        yield (LAST if cell.indicator in REPEATED else rank), 4, 0, Cure(Action.HIDE_TOTAL, cell.indicator, period=cell.period)
    else:
        yield rank, 3, 0, Cure(Action.HIDE_BREAKDOWN, cell.indicator, cell.dimension, period=cell.period)
        row = _smallest_row(fact, drafts) if cell.member == GROUPED else fact
        if row is not None and row.cell.value:
            yield rank, 1, int(row.cell.value), Cure(Action.MERGE, row.cell.indicator, row.cell.dimension, row.cell.member, row.cell.period)


def _smallest_row(group: Fact, drafts: dict[Origin, Fact]) -> Fact | None:
    """The row that a group would take in next."""
    table = group.origin._replace(member="")
    rows = [fact for origin, fact in drafts.items() if origin._replace(member="") == table and fact.cell.value and fact is not group]
    return min(rows, key=lambda fact: (fact.cell.value or 0, fact.cell.member), default=None)


def by_loss(cures: Iterable[Cure]) -> list[Cure]:
    """Return cures in the order of what is lost by them, the dearest first."""
    return sorted(cures, key=lambda cure: (importance(cure.indicator), LOSSES.index(cure.action), cure), reverse=True)
