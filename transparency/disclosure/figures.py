"""The rule of each single figure: how many cases it needs and how it is rounded. Standard library only."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from transparency.rules import SCORES

SCORE_GROUPS: tuple[tuple[str, tuple[int, ...]], ...] = (("4-5", (4, 5)), ("3", (3,)), ("1-2", (1, 2)))
ONE_BY_ONE: tuple[tuple[str, tuple[int, ...]], ...] = tuple((str(score), (score,)) for score in reversed(SCORES))
OTHER = "other"


def small(count: int, threshold: int) -> bool:
    """Say whether a count is one that could point at people."""
    return 0 < count < threshold


def half_up(value: Decimal, unit: Decimal) -> Decimal:
    """Round to a multiple of `unit`, halves up."""
    return (value / unit).quantize(Decimal(1), rounding=ROUND_HALF_UP) * unit


def percent(part: int, whole: int) -> Decimal:
    """Return the whole percentage, halves up; `whole` is not 0."""
    return half_up(Decimal(part) * 100 / whole, Decimal(1))


def round_duration(seconds: int) -> int:
    """Round to 10 s below an hour, else to a minute."""
    return int(half_up(Decimal(seconds), Decimal(10 if seconds < 3600 else 60)))


def mean_score(scores: Mapping[int, int]) -> Decimal | None:
    """Return the mean to one decimal, halves up; None without answers."""
    answers = sum(scores.values())
    return half_up(Decimal(sum(s * n for s, n in scores.items())) / answers, Decimal("0.1")) if answers else None


def distribution(scores: Mapping[int, int], threshold: int) -> list[tuple[str, int]]:
    """Return the distribution if every class is 0 or at least the threshold; else merged 4-5, 3, 1-2; else nothing. Highest score first."""
    for groups in (ONE_BY_ONE, SCORE_GROUPS):
        counted = [(name, sum(scores.get(score, 0) for score in members)) for name, members in groups]
        if not any(small(count, threshold) for _name, count in counted):
            return counted
    return []


def is_wide(counts: Mapping[str, int], members: set[str], threshold: int) -> bool:
    """Say whether a grouped row leaves every one of its members a threshold of room, although none of them can be 0: zeros are shown."""
    return len(members) > 1 and sum(counts[member] for member in members) >= threshold + len(members)


def group_of(counts: Mapping[str, int], threshold: int, joined: frozenset[str]) -> set[str] | None:
    """Return the members to be shown as one row: those below the threshold and `joined`, an existing row for everything else, then the smallest until the row is wide.

    Empty where nothing is to be grouped; None where not even all of them make a wide row, so that the breakdown cannot be shown.
    """
    group = {member for member, count in counts.items() if small(count, threshold) or (count and member in joined)}
    if not group:
        return group
    if counts.get(OTHER):
        group.add(OTHER)
    for _count, member in sorted((count, member) for member, count in counts.items() if count and member not in group):
        if is_wide(counts, group, threshold):
            break
        group.add(member)
    return group if is_wide(counts, group, threshold) else None
