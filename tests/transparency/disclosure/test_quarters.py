"""A quarter and its months as they are: measured one after the other, while the rows behind them go on changing."""

import pytest

from transparency.disclosure.audit import audit
from transparency.disclosure.cells import Fact
from transparency.disclosure.facts import facts_of
from transparency.disclosure.protect import protect
from transparency.disclosure.village import totals
from transparency.measures import Count, Measure, Score

K = 5
QUARTER = "2026-Q3"
MONTHS = ("2026-07", "2026-08", "2026-09")
FEW, SOME, MANY = {"web": 10, "phone": 20}, {"web": 12, "phone": 22}, {"web": 14, "phone": 24}


def attended(counts: dict[str, int], period: str = "") -> list[Measure]:
    return [Count(indicator="vol.attended", total=sum(counts.values()), by={"channel": counts}, period=period)]


def added(*months: dict[str, int]) -> dict[str, int]:
    return {channel: sum(month[channel] for month in months) for channel in FEW}


class Village:
    """Publishes totals by month, and breakdowns with the month that ends the quarter."""

    def __init__(self) -> None:
        self.published: list[Fact] = []

    def publish(self, month: str, measured: list[Measure], quarter: list[Measure], revision: int = 1) -> list[Fact]:
        """Protect and publish a revision; it must be possible, and something must be left to read."""
        measures = [*totals(measured), *quarter]
        cells = protect(measures, threshold=K, published=self.published, month=month, revision=revision)
        own = facts_of(cells, month=month, revision=revision, is_draft=True)
        assert audit([*self.published, *own], threshold=K) == []
        self.published += facts_of(cells, month=month, revision=revision)
        return own


def shown(facts: list[Fact], period: str = QUARTER) -> dict[str, int]:
    return {fact.cell.member: int(fact.cell.value) for fact in facts if fact.cell.period == period and fact.cell.value is not None}


def test_what_is_open_at_the_end_of_a_quarter_is_no_sum() -> None:
    village = Village()
    for month, count in zip(MONTHS, (48, 97, 147), strict=True):
        backlog = Count(indicator="res.backlog", total=count, by={"age": {"0-2": 7, "31": count - 7}})
        quarter: list[Measure] = [Count(indicator="res.backlog", total=147, by=backlog.by, period=QUARTER)] if month == MONTHS[2] else []
        facts = village.publish(month, [backlog], quarter)
    assert shown(facts) == {"": 147, "0-2": 7, "31": 140}


@pytest.mark.parametrize("late", [{"web": 11, "phone": 20}, {"web": 9, "phone": 20}, {"web": 9, "phone": 21}])
def test_a_month_that_changed_after_it_was_published_does_not_stop_its_quarter(late: dict[str, int]) -> None:
    village = Village()
    village.publish(MONTHS[0], attended(FEW), [])
    village.publish(MONTHS[1], attended(SOME), [])
    total = added(late, SOME, MANY)
    assert shown(village.publish(MONTHS[2], attended(MANY), attended(total, QUARTER))) == {"": sum(total.values()), **total}


def test_the_months_of_a_published_quarter_can_be_corrected() -> None:
    village = Village()
    for month, counts in zip(MONTHS, (FEW, SOME, MANY), strict=True):
        village.publish(month, attended(counts), attended(added(FEW, SOME, MANY), QUARTER) if month == MONTHS[2] else [])
    corrected = {"web": 18, "phone": 20}
    assert shown(village.publish(MONTHS[0], attended(corrected), [], revision=2), "") == {"": 38}
    total = added(corrected, SOME, MANY)
    assert shown(village.publish(MONTHS[2], attended(MANY), attended(total, QUARTER), revision=2)) == {"": sum(total.values()), **total}


@pytest.mark.parametrize("late", [{5: 16, 4: 8}, {5: 14, 4: 8}])
def test_answers_that_came_or_went_after_a_month_was_published_hide_nothing_in_its_quarter(late: dict[int, int]) -> None:
    village = Village()
    first, others = {5: 15, 4: 8}, {5: 20, 4: 10}
    for month, scores in zip(MONTHS, (first, others, others), strict=True):
        all_scores = {score: late[score] + 2 * others[score] for score in late}
        quarter: list[Measure] = [Score(indicator="sat.score", distribution=all_scores, invited=120, period=QUARTER)]
        measured = Score(indicator="sat.score", distribution=scores, invited=40)
        facts = village.publish(month, [measured], quarter if month == MONTHS[2] else [])
    assert (shown(facts)["answers"], shown(facts, "")["answers"]) == (sum(all_scores.values()), 30)


def test_a_quarter_still_gives_no_month_away_that_published_its_total_only() -> None:
    village = Village()
    village.publish(MONTHS[0], attended({"web": 10, "phone": 0}), [])
    village.publish(MONTHS[1], attended({"web": 12, "phone": 0}), [])
    facts = village.publish(MONTHS[2], attended({"web": 14, "phone": 3}), attended({"web": 36, "phone": 3}, QUARTER))
    assert "phone" not in shown(facts)
    assert "web" not in shown(facts)
