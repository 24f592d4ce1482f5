"""Months begin and end where the council is."""

from datetime import UTC, date, datetime

import pytest

from transparency.months import Month


def test_a_month_is_half_open_in_the_time_zone_of_the_council() -> None:
    assert Month(2026, 10).start("Europe/Madrid") == datetime(2026, 9, 30, 22, tzinfo=UTC)
    assert Month(2026, 10).end("Europe/Madrid") == datetime(2026, 10, 31, 23, tzinfo=UTC)
    assert Month(2026, 10).start("Atlantic/Canary") == datetime(2026, 9, 30, 23, tzinfo=UTC)


@pytest.mark.parametrize(("month", "hours"), [(Month(2026, 10), 745), (Month(2026, 3), 743), (Month(2026, 2), 672), (Month(2026, 12), 744)])
def test_hours_follow_the_change_of_clocks(month: Month, hours: int) -> None:
    assert month.hours("Europe/Madrid") == hours


def test_months_follow_each_other_over_the_year() -> None:
    assert Month(2026, 12).following == Month(2027, 1)
    assert Month(2027, 1).previous == Month(2026, 12)
    assert Month.of(date(2026, 5, 31)) == Month(2026, 5)


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "2026-5", "26-05", "2026-05-01", "../2026-05", ""])
def test_anything_else_is_no_month(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Month.parse(text)
