"""The business clock, without a database."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from helpdesk.calendars.rules import Schedule, add_business_time, band, business_seconds, closes_at, is_open, next_opening

MADRID = ZoneInfo("Europe/Madrid")
OFFICE = Schedule(
    "Europe/Madrid",
    {day: ((time(8), time(14)), (time(16), time(19))) for day in range(5)},
    {date(2026, 12, 24): ((time(8), time(12)),), date(2026, 12, 25): ()},
)


def at(day: int, hour: int, minute: int = 0, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=MADRID)


def test_opening_is_inside_and_closing_is_outside() -> None:
    assert is_open(OFFICE, at(21, 8))
    assert not is_open(OFFICE, at(21, 14))
    assert not is_open(OFFICE, at(21, 15))
    assert is_open(OFFICE, at(21, 18, 59))


def test_an_exception_replaces_the_day() -> None:
    assert not is_open(OFFICE, at(24, 13))
    assert not is_open(OFFICE, at(25, 10))


def test_next_opening_skips_the_weekend_and_holidays() -> None:
    assert next_opening(OFFICE, at(24, 12, 30)) == at(28, 8)
    assert next_opening(Schedule("Europe/Madrid"), at(24, 12)) is None


def test_closing_time_of_the_current_interval() -> None:
    assert closes_at(OFFICE, at(21, 9)) == at(21, 14)
    assert closes_at(OFFICE, at(21, 15)) is None


def test_only_open_time_counts() -> None:
    assert business_seconds(OFFICE, at(21, 13), at(21, 17)) == 2 * 3600
    assert business_seconds(OFFICE, at(24, 11), at(28, 9)) == 2 * 3600
    assert business_seconds(OFFICE, at(21, 17), at(21, 13)) == 0


def test_deadlines_are_open_time_away() -> None:
    assert add_business_time(OFFICE, at(24, 11), timedelta(hours=3)) == at(28, 10)
    assert add_business_time(Schedule("Europe/Madrid"), at(24, 11), timedelta(hours=3)) == at(24, 14)


def test_hours_are_local_on_both_sides_of_a_clock_change() -> None:
    summer, winter = datetime(2026, 10, 23, 6, 30, tzinfo=UTC), datetime(2026, 10, 26, 6, 30, tzinfo=UTC)
    assert is_open(OFFICE, summer)
    assert not is_open(OFFICE, winter)


def test_bands() -> None:
    assert [band(OFFICE, at(21, h)) for h in (9, 17, 21)] == ["morning", "afternoon", "outside"]
