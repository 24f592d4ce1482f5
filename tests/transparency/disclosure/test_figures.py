"""The rule of each single figure, over thousands of random tables."""

from decimal import Decimal
from random import Random

import pytest

from tests.transparency.disclosure.made import dice
from transparency.disclosure.figures import distribution, group_of, is_wide, mean_score, percent, round_duration, small
from transparency.disclosure.periods import months_of, quarter_of

MEMBERS = ["web", "chat", "phone", "counter", "email", "callback", "other"]
CASES, K = 3000, 5


def random_counts(random: Random) -> dict[str, int]:
    top = random.choice([1, 3, 6, 12, 60])
    return {member: random.choice([0, random.randint(0, top)]) for member in MEMBERS[: random.randint(2, 7)]}


def test_a_group_takes_every_small_row_and_leaves_each_of_its_members_room() -> None:
    random = dice(1)
    none = 0
    for _case in range(CASES):
        counts = random_counts(random)
        threshold = random.choice([3, 5, 10])
        group = group_of(counts, threshold, frozenset())
        if group is None:
            none += 1
            assert not is_wide(counts, {member for member, count in counts.items() if count}, threshold)
            continue
        assert not [member for member, count in counts.items() if small(count, threshold) and member not in group]
        assert all(counts[member] for member in group)
        if group:
            assert len(group) >= 2
            assert sum(counts[member] for member in group) - len(group) >= threshold
    assert 0 < none < CASES / 2


def test_a_group_does_not_depend_on_the_order_of_the_rows() -> None:
    random = dice(2)
    for _case in range(CASES):
        counts = random_counts(random)
        mixed = dict(random.sample(sorted(counts.items()), len(counts)))
        assert group_of(counts, K, frozenset()) == group_of(mixed, K, frozenset())


@pytest.mark.parametrize(
    ("counts", "joined", "group"),
    [
        ({"web": 40, "chat": 12}, (), set()),
        ({"web": 40, "chat": 2, "phone": 9}, (), {"chat", "phone"}),
        ({"web": 5, "chat": 2, "phone": 4, "counter": 1, "email": 0}, (), {"chat", "phone", "counter", "web"}),
        ({"form": 30, "payment": 3, "other": 12, "folder": 6}, (), {"payment", "other"}),
        ({"form": 30, "payment": 6, "other": 12}, (), set()),
        ({"form": 30, "payment": 6, "other": 12}, ("payment",), {"payment", "other"}),
        ({"web": 3, "chat": 2}, (), None),
        ({"web": 7, "chat": 0}, ("web",), None),
    ],
)
def test_small_rows_join_other_and_then_the_next_smallest(counts: dict[str, int], joined: tuple[str, ...], group: set[str] | None) -> None:
    assert group_of(counts, K, frozenset(joined)) == group


@pytest.mark.parametrize(("seconds", "rounded"), [(0, 0), (4, 0), (5, 10), (3599, 3600), (3629, 3600), (3630, 3660)])
def test_durations_are_rounded(seconds: int, rounded: int) -> None:
    assert round_duration(seconds) == rounded


def test_percentages_and_means_are_rounded_half_up() -> None:
    assert [percent(1, 200), percent(85, 97), percent(97, 97)] == [1, 88, 100]
    assert mean_score({5: 9, 4: 1}) == Decimal("4.9")
    assert mean_score({4: 19, 5: 1}) == Decimal("4.1")
    assert mean_score({}) is None


def test_a_distribution_is_merged_then_withheld() -> None:
    assert [name for name, _count in distribution({5: 20, 4: 9, 3: 5, 2: 5, 1: 6}, K)] == ["5", "4", "3", "2", "1"]
    assert distribution({5: 61, 4: 24, 3: 7, 2: 3, 1: 2}, K) == [("4-5", 85), ("3", 7), ("1-2", 5)]
    assert distribution({5: 60, 4: 3, 3: 2, 1: 1}, K) == []


def test_periods_are_months_or_sums_of_months() -> None:
    assert months_of("2026-05") == ("2026-05",)
    assert months_of("2026-Q2") == ("2026-04", "2026-05", "2026-06")
    assert months_of("2026-Y03") == ("2026-01", "2026-02", "2026-03")
    assert len(months_of("2026")) == 12
    assert [quarter_of(f"2026-{month:02d}") for month in (1, 3, 4, 12)] == ["2026-Q1", "2026-Q1", "2026-Q2", "2026-Q4"]
    for wrong in ("26-05", "2026-13", "2026-Q5", "2026-00"):
        with pytest.raises(ValueError, match=wrong):
            months_of(wrong)
