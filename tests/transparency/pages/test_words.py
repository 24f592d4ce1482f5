"""Figures in words, commitments, and which drawing a breakdown gets: without a page."""

import pytest
from django.utils import translation

from helpdesk.people.models import Council
from tests.transparency.pages import shelf
from transparency.presentation import page_of
from transparency.report import IndicatorData
from transparency.tables import PATTERNS, Table
from transparency.targets import target_of
from transparency.wording import duration_words, period_words, value_words


def figure(value: float | None, unit: str, polarity: str, target: float | None) -> IndicatorData:
    return {
        "id": "x.y", "version": 1, "unit": unit, "decimals": 0, "polarity": polarity, "rule": "S2", "name": {}, "explanation": {},
        "definition": {}, "target": target, "value": value, "status": "A" if value is not None else "C", "breakdowns": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("value", "unit", "polarity", "target", "words", "verdict"),
    [
        (90, "percent", "up", 90, "at least 90 %", "Met"),
        (89, "percent", "up", 90, "at least 90 %", "Not met"),
        (300, "seconds", "down", 300, "at most 5 min", "Met"),
        (310, "seconds", "down", 300, "at most 5 min", "Not met"),
        (4.4, "points", "up", 4.5, "at least 4.5", "Not met"),
        (160.5, "hours", "up", 160, "at least 160 h", "Met"),
        (None, "percent", "up", 90, "at least 90 %", ""),
        (12, "contacts", "neutral", 10, "10", ""),
        (0, "percent", "down", 0, "at most 0 %", "Met"),
    ],
)
def test_a_commitment_is_met_by_what_is_better(
    value: float | None, unit: str, polarity: str, target: float, words: str, verdict: str
) -> None:
    with translation.override("en"):
        found = target_of(figure(value, unit, polarity, target))
        assert found
        assert (found.words, found.verdict) == (words, verdict)


def test_without_a_commitment_nothing_is_said() -> None:
    assert target_of(figure(5, "percent", "up", None)) is None


def test_durations_numbers_and_quarters() -> None:
    with translation.override("en"):
        assert [duration_words(seconds) for seconds in (0, 40, 750, 5100, 172_799, 172_800, 273_600)] == [
            "0 s", "40 s", "12 min 30 s", "1 h 25 min", "47 h 59 min", "2 d", "3 d 4 h",
        ]  # fmt: skip
        assert [value_words(1234.5, unit, 1) for unit in ("percent", "hours", "contacts")] == ["1,234.5 %", "1,234.5 h", "1,234.5"]
        assert [period_words(period) for period in ("2026-Q4", "2026-05", "", "2026-Q5")] == [
            "October 2026 – December 2026", "May 2026", "", "2026-Q5",
        ]  # fmt: skip
    with translation.override("ca"):
        assert value_words(1234.5, "percent", 1) == "1.234,5 %"


def requesters(council: Council, values: dict[str, int | None], **more: int) -> Table:
    """The table of who asked, with these figures in the place of its own."""
    data = shelf.report(council)
    own = next(one for one in data["indicators"] if one["id"] == "vol.requester")
    cells = own["breakdowns"][0]["cells"]
    own["breakdowns"][0]["cells"] = [
        {**cells[0], "member": member, "label": {"en": member}, "value": value, "status": "A" if value is not None else "C"}
        for member, value in {**values, **more}.items()
    ]
    return next(one for one in page_of(data, "en").sections if one.indicator == "vol.requester").tables[0]


def test_parts_side_by_side_fill_the_whole_and_leave_out_nothing(council: Council) -> None:
    table = requesters(council, {"citizen": 60, "company": 30, "body": 0, "representative": 10})
    assert table.chart == "stack"
    assert [(part.label, part.share, part.x, part.width) for part in table.bars] == [
        ("citizen", "60 %", 0.0, 240.0), ("company", "30 %", 240.0, 120.0), ("representative", "10 %", 360.0, 40.0),
    ]  # fmt: skip
    assert len({part.pattern for part in table.bars}) == 3
    assert "body 0" in table.sentence


def test_a_hidden_part_or_too_many_of_them_are_bars(council: Council) -> None:
    hidden = requesters(council, {"citizen": 60, "company": None, "body": 30})
    assert (hidden.chart, [bar.label for bar in hidden.bars]) == ("bars", ["citizen", "body"])
    assert "company Protected" in hidden.sentence
    many = requesters(council, {f"kind {number}": 10 for number in range(PATTERNS + 1)})
    assert many.chart == "bars"


def test_nothing_shown_is_nothing_drawn(council: Council) -> None:
    nothing = requesters(council, {"citizen": 0, "company": None})
    assert (nothing.chart, nothing.bars, nothing.sentence) == ("", [], "")
