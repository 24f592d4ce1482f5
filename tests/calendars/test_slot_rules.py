"""Slots are computed from hours, seats, notice and horizon, without a database."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from helpdesk.calendars.rules import (
    Schedule,
    SlotPlan,
    SlotTime,
    Track,
    band_slot,
    closes_at,
    exact_slots,
    is_bookable,
    parse_key,
    slot_key,
    slots_of_day,
)

MADRID = ZoneInfo("Europe/Madrid")
PLAN = SlotPlan(minutes=30, seats=2, band_seats=6, notice=timedelta(hours=1), horizon_days=14)
OFFICE = Schedule("Europe/Madrid", {day: ((time(8), time(14)), (time(16), time(19))) for day in range(5)})
WEDNESDAY = date(2026, 5, 20)


def at(hour: int, minute: int = 0, day: int = 20) -> datetime:
    return datetime(2026, 5, day, hour, minute, tzinfo=MADRID)


def test_a_day_of_two_intervals_gives_its_slots_and_its_bands() -> None:
    slots = slots_of_day(OFFICE, PLAN, WEDNESDAY)
    assert [(slot.track, slot.starts_at, slot.ends_at, slot.seats) for slot in slots[:3]] == [
        (Track.MORNING, at(8), at(14), 6),
        (Track.AFTERNOON, at(16), at(19), 6),
        (Track.EXACT, at(8), at(8, 30), 2),
    ]
    assert len(slots) == 2 + 12 + 6
    assert slots[-1].ends_at == at(19)


def test_a_slot_that_does_not_fit_is_not_offered() -> None:
    short = Schedule("Europe/Madrid", {2: ((time(8), time(9, 10)),)})
    assert [slot.starts_at for slot in exact_slots(short, PLAN, WEDNESDAY)] == [at(8), at(8, 30)]


def test_an_interval_says_its_own_seats_and_zero_is_none() -> None:
    schedule = Schedule("Europe/Madrid", OFFICE.weekly, weekly_seats={2: (5, 0)})
    slots = slots_of_day(schedule, PLAN, WEDNESDAY)
    assert {slot.seats for slot in slots if slot.track is Track.EXACT} == {5}
    assert max(slot.ends_at for slot in slots) == at(14)
    assert band_slot(schedule, PLAN, WEDNESDAY, Track.AFTERNOON) is None


def test_an_exception_has_hours_and_seats_of_its_own() -> None:
    schedule = Schedule("Europe/Madrid", OFFICE.weekly, {WEDNESDAY: ((time(9), time(10)),)}, {2: (5, 5)}, {WEDNESDAY: (1,)})
    assert [(slot.track, slot.seats) for slot in slots_of_day(schedule, PLAN, WEDNESDAY)] == [
        (Track.MORNING, 6),
        (Track.EXACT, 1),
        (Track.EXACT, 1),
    ]
    closed = Schedule("Europe/Madrid", OFFICE.weekly, {WEDNESDAY: ()})
    assert slots_of_day(closed, PLAN, WEDNESDAY) == []


def test_an_interval_over_two_in_the_afternoon_is_in_both_bands() -> None:
    long = Schedule("Europe/Madrid", {2: ((time(9), time(18)),)})
    bands = [slot for slot in slots_of_day(long, PLAN, WEDNESDAY) if slot.track is not Track.EXACT]
    assert [(slot.starts_at, slot.ends_at) for slot in bands] == [(at(9), at(14)), (at(14), at(18))]


def test_without_seats_for_bands_only_exact_times_are_offered() -> None:
    plan = SlotPlan(30, 2, 0, timedelta(), 14)
    assert {slot.track for slot in slots_of_day(OFFICE, plan, WEDNESDAY)} == {Track.EXACT}


@pytest.mark.parametrize(("now", "bookable"), [(at(8, 59), True), (at(9), True), (at(9, 1), False), (at(11), False)])
def test_an_exact_time_needs_its_notice(now: datetime, *, bookable: bool) -> None:
    slot = SlotTime(Track.EXACT, at(10), at(10, 30), 2)
    assert is_bookable(slot, PLAN, now, MADRID) is bookable


@pytest.mark.parametrize(("now", "bookable"), [(at(7), True), (at(10, 59), True), (at(11), True), (at(11, 1), False)])
def test_a_band_is_bookable_while_two_hours_of_it_are_left_after_the_notice(now: datetime, *, bookable: bool) -> None:
    slot = SlotTime(Track.MORNING, at(8), at(14), 6)
    assert is_bookable(slot, PLAN, now, MADRID) is bookable


def test_a_short_band_is_bookable_until_it_begins() -> None:
    slot = SlotTime(Track.AFTERNOON, at(14), at(15), 6)
    assert is_bookable(slot, PLAN, at(13), MADRID)
    assert not is_bookable(slot, PLAN, at(13, 1), MADRID)


def test_nothing_is_offered_beyond_the_horizon() -> None:
    last, beyond = SlotTime(Track.EXACT, at(10, day=29), at(11, day=29), 1), SlotTime(Track.EXACT, at(10, day=30), at(11, day=30), 1)
    now = at(10, day=15)
    assert is_bookable(last, PLAN, now, MADRID)
    assert not is_bookable(beyond, PLAN, now, MADRID)


def test_slots_are_local_times_on_both_sides_of_a_clock_change() -> None:
    before, after = exact_slots(OFFICE, PLAN, date(2026, 10, 23))[0], exact_slots(OFFICE, PLAN, date(2026, 10, 26))[0]
    assert before.starts_at == datetime(2026, 10, 23, 6, tzinfo=UTC)
    assert after.starts_at == datetime(2026, 10, 26, 7, tzinfo=UTC)


@pytest.mark.parametrize(("day", "slots"), [(date(2026, 3, 29), 8), (date(2026, 10, 25), 10)])
def test_a_night_shift_over_a_clock_change_offers_no_time_that_is_not_or_is_twice(day: date, slots: int) -> None:
    night = Schedule("Europe/Madrid", {6: ((time(0), time(5)),)})
    found = exact_slots(night, PLAN, day)
    keys = [slot_key(slot, MADRID) for slot in found]
    assert len(found) == len(set(keys)) == slots
    assert all(slot.ends_at - slot.starts_at == timedelta(minutes=30) for slot in found)


def test_keys_round_trip() -> None:
    slots = slots_of_day(OFFICE, PLAN, WEDNESDAY)
    assert [slot_key(slot, MADRID) for slot in slots[:3]] == ["morning:2026-05-20", "afternoon:2026-05-20", "exact:2026-05-20T08:00"]
    assert parse_key("exact:2026-05-20T08:00") == (Track.EXACT, datetime(2026, 5, 20, 8))  # noqa: DTZ001  a key is local
    for nonsense in ("", "exact", "exact:", "noon:2026-05-20", "exact:2026-13-20T08:00", "morning:x"):
        assert parse_key(nonsense) is None


def test_closing_time_of_intervals_that_touch_is_that_of_the_last() -> None:
    touching = Schedule("Europe/Madrid", {2: ((time(8), time(12)), (time(12), time(14)), (time(14), time(18)), (time(19), time(20)))})
    assert closes_at(touching, at(9)) == at(18)
    assert closes_at(touching, at(18, 30)) is None
    assert closes_at(touching, at(19)) == at(20)
