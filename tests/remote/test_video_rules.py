"""When the room of a call by video is open."""

from datetime import UTC, datetime, timedelta

import pytest

from helpdesk.callbacks.rules import CallMode, CallState, CallWhen, fits_mode
from remote.video.rules import LONGEST, Door, door_of, is_there, minutes_of, read_result

TEN = datetime(2026, 5, 20, 10, tzinfo=UTC)


def door(minutes: float, *, mode: str = "video", state: str = "booked", began: float | None = None) -> Door:
    hard_end = None if began is None else TEN + timedelta(minutes=began) + LONGEST
    return door_of(mode=mode, state=state, starts_at=TEN, now=TEN + timedelta(minutes=minutes), hard_end_at=hard_end)


def test_it_opens_ten_minutes_before_and_closes_thirty_after() -> None:
    found = [door(minutes) for minutes in (-11, -10, 0, 29.9, 30)]
    assert found == [Door.EARLY, Door.OPEN, Door.OPEN, Door.OPEN, Door.LATE]


def test_once_both_have_talked_it_is_open_for_an_hour_from_then() -> None:
    assert [door(minutes, began=25) for minutes in (26, 84.9, 85)] == [Door.OPEN, Door.OPEN, Door.LATE]


def test_that_of_a_call_which_is_settled_or_by_telephone_is_closed() -> None:
    assert {door(0, mode=CallMode.PHONE)} | {door(0, state=state) for state in CallState if state is not CallState.BOOKED} == {Door.CLOSED}


def test_two_people_meet_by_video_at_an_exact_time_only() -> None:
    assert [when for when in CallWhen if fits_mode(CallMode.VIDEO, when)] == [CallWhen.EXACT]
    assert all(fits_mode(CallMode.PHONE, when) for when in CallWhen)


def test_a_page_is_there_while_it_was_heard_of() -> None:
    assert [is_there(seen, TEN) for seen in (None, TEN, TEN - timedelta(seconds=29), TEN - timedelta(seconds=30))] == [
        False,
        True,
        True,
        False,
    ]
    assert [minutes_of(TEN, TEN + timedelta(seconds=seconds)) for seconds in (-5, 59, 60, 3599)] == [0, 0, 1, 59]


def test_a_result_has_known_parts_and_known_words() -> None:
    assert read_result({"camera": "ok", "microphone": "silent"}) == {"camera": "ok", "microphone": "silent"}
    for bad in (None, [], {}, "ok", {"camera": "great"}, {"camera": ["ok"]}, {"location": "ok"}, {"camera": "ok", "name": "x"}):
        with pytest.raises(ValueError, match=r"no result|is not a valid"):
            read_result(bad)
