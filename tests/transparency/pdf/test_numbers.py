"""The numbers in a document's tables, read back as text in its language, are those of its data."""

from decimal import Decimal

import pytest
from django.utils import translation

from tests.transparency.pdf.drawn import months
from transparency.pdf.words import duration, number
from transparency.verifying.numbers import differences, expected, number_in
from transparency.wording import NOT_COLLECTED, shown


def test_every_number_of_every_table_is_that_of_the_data() -> None:
    for name, drawn in months().items():
        assert len(expected(drawn.report, drawn.language)) > 150, name
        assert differences(drawn.report, drawn.pdf, drawn.language) == [], name


def test_a_number_that_differs_is_found() -> None:
    drawn = months()["names"]
    changed = {**drawn.report, "indicators": [{**row} for row in drawn.report["indicators"]]}
    changed["indicators"][0]["value"] = 1069
    [total, in_the_table, *more] = differences(changed, drawn.pdf, drawn.language)  # type: ignore[arg-type]
    assert "instead of 1069" in total
    assert "instead of 1069" in in_the_table
    assert len(more) == 1, "the second breakdown has a total too"
    fewer = {**drawn.report, "indicators": drawn.report["indicators"][:-1]}
    assert "rows instead of" in differences(fewer, drawn.pdf, drawn.language)[0]  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["ca", "es", "eu", "gl", "en"])
def test_what_is_written_can_be_read_back(language: str) -> None:
    figures = [
        (1068, "contacts", 0),
        (1234567, "contacts", 0),
        (0, "contacts", 0),
        (4.7, "points", 1),
        (157.5, "hours", 1),
        (97, "percent", 0),
    ]
    with translation.override(language):
        for value, unit, decimals in figures:
            assert number_in(number(value, unit, decimals), unit) == Decimal(str(value)), (value, unit)
        for seconds in (0, 40, 3600, 3661, 86400, 239_760):
            assert number_in(duration(seconds), "seconds") == seconds
        for status in ("M", "C"):
            assert number_in(shown(None, status, "contacts", 0), "contacts") is None
        assert number_in(str(NOT_COLLECTED), "percent") is None
