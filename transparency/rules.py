"""What every part of the room agrees on: statuses, how many cases a figure needs, percentiles. Standard library only. How small numbers are protected is in `disclosure`."""

from collections.abc import Iterable

# The threshold of a council that has not chosen its own.
K = 5
MIN_SHARES = 30
MIN_CALLS = MIN_SHARES
MIN_DURATIONS = 10
MIN_LONG_DURATIONS = 30
MIN_SCORES = 10
SCORES = (1, 2, 3, 4, 5)
# The member that stands for several rows of a table.
GROUPED = "grouped"

NORMAL = "A"
CONFIDENTIAL = "C"
MISSING = "M"


def nearest_rank(values: Iterable[int], percent: int) -> int | None:
    """Return the percentile by nearest rank, the same on every database engine; None without values."""
    ordered = sorted(values)
    if not ordered:
        return None
    return ordered[max(1, -(-len(ordered) * percent // 100)) - 1]
