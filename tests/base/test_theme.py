import random
import re

import pytest

from helpdesk.base.theme import build_theme, contrast, scale

COLOURS = [f"#{random.Random(number).randrange(0x1000000):06x}" for number in range(60)]  # noqa: S311
EDGES = ["#000000", "#ffffff", "#777777", "#ffd500", "#0b5d66", "#8a1538", "#00ff00", "#0000ff"]
GROUNDS = ["background-default", "background-tinted", "surface-default", "surface-tinted"]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("colour", COLOURS + EDGES)
def test_every_pair_in_use_is_readable(colour: str, *, dark: bool) -> None:
    steps = scale(colour, dark=dark)
    pairs = [(text, ground) for text in ("text-default", "text-subtle", "border-strong") for ground in GROUNDS]
    pairs += [("base-contrast-default", f"base-{state}") for state in ("default", "hover", "active")]
    assert [pair for pair in pairs if contrast(steps[pair[0]], steps[pair[1]]) < 4.5] == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("colour", COLOURS + EDGES)
def test_field_borders_stand_out(colour: str, *, dark: bool) -> None:
    steps = scale(colour, dark=dark)
    assert contrast(steps["border-default"], steps["background-default"]) >= 3
    assert contrast(steps["border-default"], steps["surface-default"]) >= 3


def test_theme_names_every_role_in_light_dark_and_auto() -> None:
    css = build_theme("#0b5d66", "#c4472b")
    assert {role: len(re.findall(rf"--ds-color-{role}-base-default:", css)) for role in ("accent", "brand1", "brand2", "neutral")} == {
        "accent": 3,
        "brand1": 3,
        "brand2": 3,
        "neutral": 3,
    }
    assert "--ds-color-accent-base-default: #0b5d66;" in css
    assert "--ds-color-brand1-base-default: #c4472b;" in css


def test_accent_may_be_left_out_and_short_colours_work() -> None:
    assert build_theme("#06c") == build_theme("0066cc", None)


@pytest.mark.parametrize("colour", ["", "red", "#12345", "#12345g", "#123456;}", "#123456\n"])
def test_a_malformed_colour_is_refused(colour: str) -> None:
    with pytest.raises(ValueError, match="hexadecimal"):
        build_theme(colour, None)


def test_contrast_is_the_one_of_wcag() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
