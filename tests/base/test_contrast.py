"""Which brand colours can be used, and what is offered instead of the others."""

import random

import pytest

from helpdesk.base.contrast import Pair, canonical, is_usable, measure_brand, nearest_usable
from helpdesk.base.theme import sample_theme

COLOURS = [f"#{random.Random(number).randrange(0x1000000):06x}" for number in range(40)]  # noqa: S311
EDGES = ["#000000", "#ffffff", "#777777", "#ffd500", "#0b5d66", "#00ff00", "#0000ff"]


@pytest.mark.parametrize("colour", COLOURS + EDGES)
def test_text_is_readable_on_any_colour_and_only_a_pale_one_is_refused(colour: str) -> None:
    failing = {(measure.pair, measure.dark) for measure in measure_brand(colour) if not measure.passes}
    assert failing <= {(Pair.BUTTON_EDGE, False)}
    assert is_usable(colour) is (not failing)


@pytest.mark.parametrize("colour", COLOURS + EDGES)
def test_the_nearest_colour_can_be_used_and_is_the_same_when_it_can(colour: str) -> None:
    nearest = nearest_usable(colour)
    assert is_usable(nearest)
    assert (nearest == colour) is is_usable(colour)


@pytest.mark.parametrize(("colour", "plain"), [("#ABC", "#aabbcc"), ("abc", "#aabbcc"), ("#0B5D66", "#0b5d66"), ("0b5d66", "#0b5d66")])
def test_a_colour_has_one_form(colour: str, plain: str) -> None:
    assert canonical(colour) == plain


@pytest.mark.parametrize("colour", ["", "red", "#12", "#1234567", "#12345g"])
def test_what_is_no_colour_is_refused(colour: str) -> None:
    with pytest.raises(ValueError, match="hexadecimal"):
        canonical(colour)


def test_a_sample_stays_in_its_part_of_the_page() -> None:
    css = sample_theme("#7a1f3d", ".here")
    assert css.count(".here [data-color-scheme=light] {") == css.count(".here [data-color-scheme=dark] {") == 1
    assert (":root" in css, "@media" in css) == (False, False)
