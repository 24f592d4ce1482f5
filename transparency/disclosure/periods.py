"""Months and sums of months as text: `2026-05`, the quarter `2026-Q2`, the year `2026`, and from January to May `2026-Y05`. Standard library only."""

from functools import cache


@cache
def months_of(period: str) -> tuple[str, ...]:
    """Return the months of a period; a month is its own. Raises ValueError for anything else."""
    year, _dash, rest = period.partition("-")
    if not rest:
        first, last = 1, 12
    elif rest[0] == "Q":
        last = 3 * int(rest[1:])
        first = last - 2
    elif rest[0] == "Y":
        first, last = 1, int(rest[1:])
    else:
        first = last = int(rest)
    if len(year) != 4 or not year.isdigit() or not 1 <= first <= last <= 12:
        raise ValueError(period)
    return tuple(f"{year}-{number:02d}" for number in range(first, last + 1))


def quarter_of(month: str) -> str:
    """Return the quarter of a month: `2026-Q2` for `2026-05`."""
    return f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}"
