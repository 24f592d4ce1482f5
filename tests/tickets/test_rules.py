"""Statuses: pure."""

import pytest

from helpdesk.tickets.rules import CATEGORY, TRANSITIONS, Status, may_move


def test_every_status_has_a_category_and_a_row_of_transitions() -> None:
    assert set(CATEGORY) == set(Status) == set(TRANSITIONS)


@pytest.mark.parametrize("status", list(Status))
def test_staying_is_always_allowed(status: Status) -> None:
    assert may_move(status, status)


def test_closed_can_only_be_opened_again() -> None:
    assert TRANSITIONS[Status.CLOSED] == {Status.OPEN}


def test_nothing_goes_back_to_new() -> None:
    assert all(Status.NEW not in targets for targets in TRANSITIONS.values())
