"""Open time for many moments agrees with the business clock, moment by moment."""

import random
from datetime import UTC, date, datetime, time, timedelta

import pytest

from helpdesk.base.stamps import stamp_of
from helpdesk.calendars.counting import OpenTime
from helpdesk.calendars.rules import Schedule, band, business_seconds

EVERY_DAY = tuple(range(7))
NIGHT_AND_DAY = Schedule("Europe/Madrid", {day: ((time(0), time(23, 59, 59)),) for day in EVERY_DAY})
SPLIT = Schedule(
    "Europe/Madrid",
    {day: ((time(8, 15), time(13, 40)), (time(13, 40), time(15, 0)), (time(16), time(19, 30))) for day in range(5)},
    {date(2026, 10, 12): (), date(2026, 10, 24): ((time(10), time(12)),), date(2026, 3, 29): ((time(1), time(4)),)},
)
CANARIES = Schedule("Atlantic/Canary", {day: ((time(9), time(14)),) for day in EVERY_DAY})
CLOSED = Schedule("Europe/Madrid")
MONTHS = ((datetime(2026, 9, 30, 22, tzinfo=UTC), datetime(2026, 10, 31, 23, tzinfo=UTC)), (datetime(2026, 2, 28, 23, tzinfo=UTC), datetime(2026, 3, 31, 22, tzinfo=UTC)))  # fmt: skip


@pytest.mark.parametrize("schedule", [NIGHT_AND_DAY, SPLIT, CANARIES, CLOSED], ids=["always", "split", "canaries", "closed"])
def test_seconds_and_bands_are_those_of_the_business_clock(schedule: Schedule) -> None:
    rng = random.Random(7)  # noqa: S311
    for start, end in MONTHS:
        later = end + timedelta(days=20)
        hours = OpenTime(schedule, start, later)
        for _time in range(300):
            at = start + timedelta(microseconds=rng.randrange(int((end - start) / timedelta(microseconds=1))))
            until = min(later, at + timedelta(seconds=rng.choice((1, 50, 4000, 90_000, 1_500_000)) * rng.random()))
            assert hours.seconds(stamp_of(at), stamp_of(until)) == business_seconds(schedule, at, until)
            assert hours.band(stamp_of(at)) == band(schedule, at)


def test_days_of_the_week_follow_the_local_clock() -> None:
    hours = OpenTime(NIGHT_AND_DAY, *MONTHS[0])
    assert hours.weekday(stamp_of(datetime(2026, 10, 4, 21, 59, 59, tzinfo=UTC))) == 6
    assert hours.weekday(stamp_of(datetime(2026, 10, 4, 22, tzinfo=UTC))) == 0
    assert hours.weekday(stamp_of(datetime(2026, 10, 25, 22, 30, tzinfo=UTC))) == 6
    assert hours.weekday(stamp_of(datetime(2026, 10, 25, 23, tzinfo=UTC))) == 0


def test_intervals_that_overlap_count_once() -> None:
    twice = Schedule("Europe/Madrid", {3: ((time(8), time(12)), (time(10), time(14)))})
    start, end = datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 10, 1, 20, tzinfo=UTC)
    assert OpenTime(twice, start, end).seconds(stamp_of(start), stamp_of(end)) == 6 * 3600


def test_an_end_before_the_start_is_no_time() -> None:
    start, end = MONTHS[0]
    assert OpenTime(NIGHT_AND_DAY, start, end).seconds(stamp_of(end), stamp_of(start)) == 0
