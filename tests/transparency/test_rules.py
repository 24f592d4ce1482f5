"""Protection against re-identification, over thousands of random months."""

from decimal import Decimal
from random import Random

import pytest

from transparency.rules import (
    GROUPED,
    Figure,
    K,
    nearest_rank,
    protect_breakdown,
    protect_median,
    protect_part,
    protect_scores,
    protect_share,
    protect_total,
    round_duration,
    small,
)

MEMBERS = ["web", "chat", "phone", "counter", "email", "callback", "other"]
CASES = 3000


def random_counts(random: Random) -> dict[str, int]:
    top = random.choice([1, 3, 6, 12, 60])
    return {member: random.choice([0, random.randint(0, top)]) for member in MEMBERS[: random.randint(2, 7)]}


def values(figures: list[Figure]) -> dict[str, int]:
    return {figure.member: int(figure.value) for figure in figures if figure.value is not None}


def test_no_breakdown_publishes_one_to_four() -> None:
    random = Random(1)  # noqa: S311  repeatable cases
    for _case in range(CASES):
        assert not [value for value in values(protect_breakdown(random_counts(random))).values() if small(value)]


def test_what_a_breakdown_shows_adds_up_to_its_total() -> None:
    random = Random(2)  # noqa: S311  repeatable cases
    for _case in range(CASES):
        counts = random_counts(random)
        found = values(protect_breakdown(counts))
        assert sum(found.values()) == (0 if small(sum(counts.values())) else sum(counts.values()))


def test_subtracting_what_is_shown_from_the_total_never_leaves_one_to_four() -> None:
    random = Random(3)  # noqa: S311  repeatable cases
    for _case in range(CASES):
        counts = random_counts(random)
        total = protect_total(sum(counts.values())).value
        if total is None:
            assert values(protect_breakdown(counts)) == {}
            continue
        found = values(protect_breakdown(counts))
        assert not small(int(total) - sum(found.values()))
        assert not [
            1
            for value in found.values()
            if small(int(total) - value) and small(int(total) - value - sum(v for v in found.values() if v != value))
        ]


def test_a_group_has_two_members_or_more_so_that_none_is_known() -> None:
    random = Random(4)  # noqa: S311  repeatable cases
    for _case in range(CASES):
        figures = protect_breakdown(random_counts(random))
        if GROUPED in values(figures):
            hidden = [figure for figure in figures if figure.value is None]
            assert len(hidden) >= 2
            assert sum(int(figure.raw or 0) for figure in hidden) >= K


def test_a_zero_is_shown_and_a_row_of_the_list_keeps_its_place() -> None:
    figures = protect_breakdown({"web": 5, "chat": 2, "phone": 4, "counter": 1, "email": 0})
    assert [(f.member, f.value) for f in figures] == [
        ("web", 5),
        ("chat", None),
        ("phone", None),
        ("counter", None),
        ("email", 0),
        (GROUPED, 7),
    ]


def test_one_small_row_takes_the_next_smallest_with_it() -> None:
    assert values(protect_breakdown({"web": 40, "chat": 2, "phone": 9})) == {"web": 40, GROUPED: 11}


def test_other_joins_the_group_when_there_is_one() -> None:
    assert values(protect_breakdown({"form": 30, "payment": 3, "other": 12})) == {"form": 30, GROUPED: 15}
    assert values(protect_breakdown({"form": 30, "payment": 6, "other": 12})) == {"form": 30, "payment": 6, "other": 12}


@pytest.mark.parametrize(
    ("part", "whole", "known", "shown"),
    [
        (318, 330, (0,), True),
        (327, 330, (0,), False),
        (330, 330, (0,), True),
        (3, 330, (0,), False),
        (0, 330, (0,), True),
        (0, 3, (0,), False),
        (310, 330, (0, 18), False),
    ],
)
def test_a_part_is_hidden_when_the_rest_is_small(part: int, whole: int, known: tuple[int, ...], *, shown: bool) -> None:
    assert (protect_part(part, whole, known).value is not None) is shown


def test_parts_never_let_the_rest_be_known() -> None:
    random = Random(5)  # noqa: S311  repeatable cases
    for _case in range(CASES):
        whole = random.randint(0, 40)
        part = random.randint(0, whole)
        figure, total = protect_part(part, whole), protect_total(whole)
        if figure.value is not None and total.value is not None:
            assert not small(int(figure.value))
            assert not small(int(total.value - figure.value))


def test_the_median_needs_ten_and_is_by_nearest_rank() -> None:
    assert protect_median([60] * 9).status == "M"
    assert protect_median(list(range(1, 11))).raw == 5
    assert nearest_rank([1, 2, 3, 4], 50) == 2
    assert nearest_rank([], 50) is None


@pytest.mark.parametrize(("seconds", "rounded"), [(0, 0), (4, 0), (5, 10), (3599, 3600), (3629, 3600), (3630, 3660)])
def test_durations_are_rounded(seconds: int, rounded: int) -> None:
    assert round_duration(seconds) == rounded


def test_a_share_is_whole_and_hidden_with_a_small_part_or_rest() -> None:
    assert protect_share(85, 97, 10).value == 88
    assert protect_share(94, 97, 10).value is None
    assert protect_share(97, 97, 10).value == 100
    assert protect_share(9, 9, 10).status == "M"


def test_satisfaction_needs_ten_answers() -> None:
    assert protect_scores({5: 9}, 20).mean.status == "M"
    assert protect_scores({5: 20, 4: 10}, 60).mean.value == Decimal("4.7")


def test_the_distribution_is_merged_then_hidden() -> None:
    assert [f.member for f in protect_scores({5: 20, 4: 9, 3: 5, 2: 5, 1: 6}, 90).classes] == ["1", "2", "3", "4", "5"]
    assert [(f.member, f.value) for f in protect_scores({5: 61, 4: 24, 3: 7, 2: 3, 1: 2}, 190).classes] == [
        ("1-2", 5),
        ("3", 7),
        ("4-5", 85),
    ]
    assert protect_scores({5: 60, 4: 3, 3: 2, 1: 1}, 90).classes == ()


def test_a_mean_that_tells_one_answer_is_hidden() -> None:
    figures = protect_scores({5: 9, 4: 1}, 30)
    assert figures.mean.status == "C"
    assert figures.answers.value == 10


def test_satisfaction_never_publishes_one_to_four() -> None:
    random = Random(6)  # noqa: S311  repeatable cases
    for _case in range(300):
        scores = {score: random.choice([0, random.randint(0, 6), random.randint(0, 60)]) for score in range(1, 6)}
        figures = protect_scores(scores, sum(scores.values()) + random.randint(0, 50))
        assert not [f for f in (*figures.classes, figures.answers) if f.value is not None and small(int(f.value))]
