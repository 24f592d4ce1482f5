"""Patterns in many contacts: who came back, how busy each hour is. Standard library only; rows and days come in as arguments."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from datetime import date, datetime, timedelta

AGAIN_WITHIN = timedelta(days=30)
WEEK, DAY = 7, 24
LEVELS = 4


def came_back(rows: Iterable[tuple[Hashable, Hashable, datetime]], *, since: datetime) -> Counter[Hashable]:
    """Return by subject how many contacts from `since` on came within 30 days of another one of the same person about the same subject.

    Rows are (person, subject, moment) in any order, and reach 30 days further back than `since`.
    """
    last: dict[tuple[Hashable, Hashable], datetime] = {}
    found = Counter[Hashable]()
    for person, subject, moment in sorted(rows, key=lambda row: row[2]):
        before = last.get((person, subject))
        if before is not None and moment - before <= AGAIN_WITHIN and moment >= since:
            found[subject] += 1
        last[person, subject] = moment
    return found


def weekdays_between(since: date, until: date) -> list[int]:
    """Return how many Mondays, Tuesdays... there are from a day to another, both counted."""
    days = (until - since).days + 1
    whole, rest = divmod(max(days, 0), WEEK)
    return [whole + ((weekday - since.weekday()) % WEEK < rest) for weekday in range(WEEK)]


def busy_hours(counts: Mapping[tuple[int, int], int]) -> range:
    """Return the hours from the first to the last in which anybody came; nothing when nobody did. Keys are (weekday, hour)."""
    hours = [hour for (_weekday, hour), number in counts.items() if number]
    return range(min(hours), max(hours) + 1) if hours else range(0)


def level(value: float, largest: float) -> int:
    """Return how strongly a cell is coloured: 0 for nothing, then 1 to 4 by quarters of the largest."""
    if value <= 0 or largest <= 0:
        return 0
    return min(LEVELS, int(value * LEVELS / largest - 1e-9) + 1)
