"""From what a room counted to the closed lists of the catalogue: every member in its order, also those that count nothing."""

from collections.abc import Mapping

from transparency.catalogue import Dimension
from transparency.measures import Counts, Pair
from transparency.rules import nearest_rank

Timed = Mapping[str, tuple[int, int | None]]


def complete(dimension: Dimension, counts: Mapping[str, int]) -> dict[str, int]:
    """Return every member with its number."""
    return {member: counts.get(member, 0) for member in dimension.members}


def pairs(dimension: Dimension, part: Counts, whole: Counts) -> dict[str, Pair]:
    """Return every member with its part and its whole."""
    return {member: (part.get(member, 0), whole.get(member, 0)) for member in dimension.members}


def timed(dimension: Dimension, values: Mapping[str, tuple[int, ...]], percent: int) -> dict[str, tuple[int, int | None]]:
    """Return every member with how many durations it has, and their percentile by nearest rank."""
    return {member: (len(values.get(member, ())), nearest_rank(values.get(member, ()), percent)) for member in dimension.members}
