"""What may be shown of a month: nothing of 1 to 4, nothing that gives one away, and as much of the rest as can be."""

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from tests.transparency.disclosure.made import CHANNELS, Council, contacts, dice, measures, months, shown
from transparency.disclosure.audit import audit, intervals
from transparency.disclosure.cells import Fact, MeasuredCell
from transparency.disclosure.facts import facts_of
from transparency.disclosure.links import DURATIONS, PLAIN, SCORES, SHARES
from transparency.disclosure.protect import protect
from transparency.disclosure.village import totals
from transparency.measures import Count, Duration, Measure, NotCollected, Plain, Score, Share
from transparency.rules import GROUPED

K, MAY = 5, "2026-05"


def _facts(cells: list[MeasuredCell]) -> list[Fact]:
    return facts_of(cells, month=MAY, revision=1)


def _counts(cells: list[MeasuredCell]) -> list[MeasuredCell]:
    return [cell for cell in cells if cell.indicator not in SHARES | SCORES | PLAIN | set(DURATIONS)]


def _mixed(random: Random, measure: Measure) -> Measure:
    """The same measure, written down in another order."""
    if isinstance(measure, Count | Share | Duration):
        tables = random.sample(sorted(measure.by.items()), len(measure.by))
        by = {dimension: dict(random.sample(sorted(rows.items()), len(rows))) for dimension, rows in tables}
        return replace(measure, by=by)
    return measure


def test_random_months_of_every_size_give_nothing_away_and_do_not_depend_on_order() -> None:
    random = dice(1)
    for size in (0, 1, 3, 7, 15, 60, 110, 240):
        threshold = random.choice([3, 5, 5, 10])
        measured = measures(contacts(random, size))
        cells = protect(measured, threshold=threshold)
        assert not [cell for cell in _counts(cells) if cell.value is not None and 0 < cell.value < threshold]
        assert audit(_facts(cells), threshold=threshold) == []
        known = intervals(_facts(cells), threshold=threshold)
        raw = {fact.origin: fact.cell.raw for fact in _facts(cells)}
        narrow = {origin: found for origin, found in known.items() if found.narrower_than(threshold)}
        assert not narrow, (size, {origin: (found, raw[origin]) for origin, found in narrow.items()})
        if size in {15, 60, 240}:
            other = protect([_mixed(random, measure) for measure in random.sample(measured, len(measured))], threshold=threshold)
            assert set(other) == set(cells)


def test_a_table_adds_up_to_its_total_or_is_not_shown() -> None:
    random = dice(2)
    for size in (9, 130):
        cells = protect(measures(contacts(random, size)), threshold=K)
        for indicator, dimension in {(cell.indicator, cell.dimension) for cell in _counts(cells) if cell.dimension}:
            total, rows = shown(cells, indicator), shown(cells, indicator, dimension)
            is_whole = all(value == 0 for value in rows.values()) or not total or sum(rows.values()) == total[""]
            assert is_whole, (indicator, dimension, rows, total)


def test_the_town_shows_nearly_everything() -> None:
    cells = protect(measures(contacts(dice(3), 1500)), threshold=K)
    assert len(shown(cells, "vol.contacts", "channel")) == len(CHANNELS)
    assert [cell for cell in _counts(cells) if not cell.dimension and cell.value is None] == []
    assert sum(cell.value is None for cell in cells) < len(cells) / 6


def test_cells_come_in_the_order_of_the_measures_and_every_member_has_one() -> None:
    measured = measures(contacts(dice(4), 60))
    cells = protect(measured, threshold=K)
    assert list(dict.fromkeys(cell.indicator for cell in cells)) == [measure.indicator for measure in measured]
    rows = [cell.member for cell in cells if (cell.indicator, cell.dimension) == ("vol.contacts", "channel")]
    assert [row for row in rows if row != GROUPED] == list(CHANNELS)


def test_a_month_without_contacts_is_zero_and_one_contact_is_nothing() -> None:
    nobody = protect(measures([]), threshold=K)
    assert shown(nobody, "vol.contacts", "channel") == dict.fromkeys(CHANNELS, 0)
    one = protect(measures(contacts(dice(5), 1)), threshold=K)
    assert [cell.indicator for cell in one if cell.value] == ["acc.service_hours"]


def test_languages_have_a_threshold_of_their_own() -> None:
    languages = Count(
        indicator="vol.language", total=60, by={"language": {"ca": 40, "es": 13, "en": 7, "eu": 0}}, thresholds={"language": 10}
    )
    assert shown(protect([languages], threshold=K), "vol.language", "language") == {"ca": 40, GROUPED: 20, "eu": 0}


def test_shares_need_thirty_and_neither_few_nor_all_but_a_few() -> None:
    def share(part: int, whole: int) -> tuple[Decimal | None, str]:
        (cell,) = protect([Share(indicator="wait.calls_on_time", part=part, whole=whole)], threshold=K)
        return cell.value, cell.status

    assert share(85, 97) == (88, "A")
    assert share(30, 30) == (100, "A")
    assert share(94, 97) == (None, "C")
    assert share(2, 97) == (None, "C")
    assert share(20, 29) == (None, "M")


def test_durations_need_ten_and_the_longest_thirty() -> None:
    def duration(percent: int, count: int) -> tuple[Decimal | None, str]:
        indicator = "wait.first_p50_sh" if percent == 50 else "wait.first_p90_sh"
        (cell,) = protect([Duration(indicator=indicator, percent=percent, count=count, seconds=3634)], threshold=K)
        return cell.value, cell.status

    assert duration(50, 10) == (3660, "A")
    assert duration(50, 9) == (None, "M")
    assert duration(90, 30) == (3660, "A")
    assert duration(90, 29) == (None, "M")


def _of_scores(distribution: dict[int, int], invited: int) -> dict[str, tuple[Decimal | None, str]]:
    cells = protect([Score(indicator="sat.score", distribution=distribution, invited=invited)], threshold=K)
    return {cell.member: (cell.value, cell.status) for cell in cells}


def test_satisfaction_needs_ten_answers() -> None:
    few = _of_scores({5: 9}, 20)
    assert (few[""], few["answers"], few["share_4_5"]) == ((None, "M"), (9, "A"), (None, "M"))
    enough = _of_scores({5: 20, 4: 10}, 60)
    assert (enough[""], enough["answers"], enough["response_rate"]) == ((Decimal("4.7"), "A"), (30, "A"), (50, "A"))


def test_the_few_who_answered_by_one_channel_are_not_what_another_leaves() -> None:
    def by_channel(web: int) -> dict[str, int | float]:
        ratings = {"phone": ({5: 7, 4: 4}, 60), "web": ({4: web}, 30)}
        measured = Score(indicator="sat.score", distribution={5: 7, 4: 4 + web}, invited=90, by_channel=ratings)
        return shown(protect([measured], threshold=K), "sat.score", "channel")

    assert by_channel(web=9) == {"phone": 4.6}
    assert by_channel(web=2) == {}


def test_a_mean_that_can_only_be_one_answer_is_hidden() -> None:
    """4.9 of ten answers are nine fives and a four."""
    cells = _of_scores({5: 9, 4: 1}, 30)
    assert (cells[""], cells["answers"]) == ((None, "C"), (10, "A"))


def test_the_distribution_gives_way_before_the_mean() -> None:
    cells = _of_scores({5: 61, 4: 24, 3: 7, 2: 3, 1: 2}, 190)
    assert {member: value for member, (value, _status) in cells.items()} == {
        "": Decimal("4.4"),
        "answers": 97,
        "share_4_5": 88,
        "response_rate": 51,
        "4-5": 85,
        "3": 7,
        "1-2": 5,
    }


def test_two_people_who_asked_from_the_chat_are_not_found_by_subtracting_the_channel() -> None:
    channels = {"web": 20, "chat": 10, "phone": 210, "counter": 6, "email": 6, "callback": 12}
    measured = [
        Count(indicator="vol.contacts", total=264, by={"channel": channels}),
        Count(indicator="vol.callbacks", total=46, by={"origin": {"voice": 32, "web": 12, "chat": 2}}),
    ]
    cells = protect(measured, threshold=K)
    assert shown(cells, "vol.contacts", "channel") == channels
    assert shown(cells, "vol.callbacks", "origin") == {"web": 12, GROUPED: 34}


def test_one_person_who_asked_on_the_web_from_another_channel_hides_the_origin() -> None:
    channels = {"web": 20, "chat": 0, "phone": 210, "counter": 6, "email": 6, "callback": 12}
    measured = [
        Count(indicator="vol.contacts", total=254, by={"channel": channels}),
        Count(indicator="vol.callbacks", total=45, by={"origin": {"voice": 32, "web": 13, "chat": 0}}),
    ]
    assert shown(protect(measured, threshold=K), "vol.callbacks", "origin") == {"chat": 0, GROUPED: 45}


def test_when_all_but_a_few_asked_for_a_call_nothing_is_said_of_calls() -> None:
    channels = {"web": 0, "chat": 0, "phone": 40, "counter": 0, "email": 0, "callback": 0}
    measured = [
        Count(indicator="vol.contacts", total=40, by={"channel": channels}),
        Count(indicator="vol.callbacks", total=38, by={"origin": {"voice": 38, "web": 0, "chat": 0}}),
    ]
    cells = protect(measured, threshold=K)
    assert shown(cells, "vol.contacts") == {"": 40}
    assert [cell.value for cell in cells if cell.indicator == "vol.callbacks" and cell.value] == []


def test_those_who_waited_in_vain_are_not_subtracted_from_those_who_were_not_answered() -> None:
    measured = [
        Count(indicator="vol.contacts", total=330),
        Count(indicator="vol.attended", total=310),
        Count(indicator="vol.unattended", total=40, by={"reason": {"abandoned": 18, "outside_hours": 22}}),
    ]
    cells = protect(measured, threshold=K)
    assert shown(cells, "vol.contacts") == {"": 330}
    assert audit(_facts(cells), threshold=K) == []
    assert not shown(cells, "vol.attended") or "abandoned" not in shown(cells, "vol.unattended", "reason")


def test_what_is_plain_is_shown_and_what_is_not_collected_is_missing() -> None:
    cells = protect([Plain(indicator="acc.service_hours", value="3"), NotCollected(indicator="eco.cost")], threshold=K)
    assert [(cell.value, cell.status) for cell in cells] == [(3, "A"), (None, "M")]


def test_a_month_among_published_ones_has_to_be_named() -> None:
    with pytest.raises(ValueError, match="month"):
        protect([], threshold=K, published=_facts([MeasuredCell("vol.contacts", "", "", "", Decimal(9), Decimal(9), "A")]))


def test_a_village_shows_breakdowns_by_quarter_only_and_no_month_comes_out() -> None:
    random, village = dice(6), Council()
    rows = {month: contacts(random, random.randint(6, 20)) for month in months(6)}
    for place, month in enumerate(months(6)):
        quarter: list[Measure] = []
        if place % 3 == 2:
            three = [row for one in months(6)[place - 2 : place + 1] for row in rows[one]]
            quarter = measures(three, period=f"2025-Q{place // 3 + 1}")
        cells = village.publish(month, [*totals(measures(rows[month])), *quarter])
        assert [cell for cell in cells if cell.dimension and not cell.period and cell.dimension not in {"measure", "score"}] == []
    assert audit(village.published, threshold=K) == []
    known = intervals(village.published, threshold=K)
    assert [origin for origin, found in known.items() if found.narrower_than(K)] == []
    motives = [fact for fact in village.published if fact.cell.period == "2025-Q1" and fact.cell.dimension == "motive" and fact.cell.value]
    assert len(motives) > 2
