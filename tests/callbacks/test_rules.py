"""The life of a call, without a database."""

from datetime import datetime, timedelta

import pytest

from helpdesk.callbacks.rules import AttemptOutcome, CallState, CallWhen, due_at, has_begun, remind_at, state_after

TEN = datetime.fromisoformat("2026-05-20T10:00:00+02:00")
TWO = TEN + timedelta(hours=4)


def test_the_deadline_is_ten_minutes_after_an_exact_time_and_the_end_of_a_part_of_the_day() -> None:
    assert due_at(CallWhen.EXACT, TEN, TEN + timedelta(minutes=30)) == TEN + timedelta(minutes=10)
    assert due_at(CallWhen.MORNING, TEN, TWO) == TWO


def test_a_part_of_the_day_may_be_changed_while_it_lasts() -> None:
    noon = TEN + timedelta(hours=2)
    assert has_begun(CallWhen.EXACT, TEN, TWO, TEN)
    assert not has_begun(CallWhen.EXACT, TEN, TWO, TEN - timedelta(seconds=1))
    assert not has_begun(CallWhen.MORNING, TEN, TWO, noon)
    assert has_begun(CallWhen.MORNING, TEN, TWO, TWO)


@pytest.mark.parametrize("outcome", [AttemptOutcome.NO_ANSWER, AttemptOutcome.BUSY, AttemptOutcome.VOICEMAIL])
def test_the_third_attempt_without_an_answer_ends_a_call(outcome: AttemptOutcome) -> None:
    assert [state_after(outcome, number) for number in (1, 2, 3)] == [CallState.BOOKED, CallState.BOOKED, CallState.UNANSWERED]


def test_an_answer_and_a_wrong_number_end_it_at_once() -> None:
    assert state_after(AttemptOutcome.ANSWERED, 1) is CallState.DONE
    assert state_after(AttemptOutcome.WRONG_NUMBER, 1) is CallState.UNANSWERED


@pytest.mark.parametrize(("hours_ahead", "hours_before"), [(72, 24), (24.5, 24), (24, 2), (5, 2), (4, None), (1, None)])
def test_reminders_come_a_day_before_or_two_hours_before_or_never(hours_ahead: float, hours_before: int | None) -> None:
    expected = None if hours_before is None else TEN - timedelta(hours=hours_before)
    assert remind_at(TEN - timedelta(hours=hours_ahead), TEN) == expected
