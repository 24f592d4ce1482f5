"""Percentiles by nearest rank, so that every engine agrees. How small numbers are protected is tested in `disclosure/`."""

from transparency.rules import nearest_rank


def test_the_percentile_is_one_of_the_values() -> None:
    assert nearest_rank([1, 2, 3, 4], 50) == 2
    assert nearest_rank([4, 3, 2, 1], 90) == 4
    assert nearest_rank(range(1, 11), 90) == 9
    assert nearest_rank([7], 1) == 7
    assert nearest_rank([], 50) is None
