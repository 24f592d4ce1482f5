"""Shapes: what is accepted, where they are, and where a step goes."""

import json
import math

import pytest

from helpdesk.marks.rules import (
    MAX_BYTES,
    MAX_SHAPES,
    MAX_WORDS,
    BadShapes,
    Kind,
    Place,
    Refusal,
    Shape,
    as_data,
    as_text,
    parse,
    place_at,
    with_number,
)

ARROW = {"kind": "arrow", "x": 0.9, "y": 0.9, "x2": 0.1, "y2": 0.1}
RING = {"kind": "ring", "x": 0.1, "y": 0.2, "x2": 0.4, "y2": 0.5}
NUMBER = {"kind": "number", "x": 0.5, "y": 0.1, "words": "press here"}
TEXT = {"kind": "text", "x": 0.2, "y": 0.3, "words": "Not this one"}
EVERY = [ARROW, RING, {**RING, "kind": "box"}, NUMBER, {**NUMBER, "words": ""}, TEXT, {**RING, "kind": "cover"}]


def why(data: object) -> Refusal:
    with pytest.raises(BadShapes) as refused:
        parse(data if isinstance(data, str) else json.dumps(data))
    return refused.value.why


def test_every_kind_is_kept_as_it_came() -> None:
    assert as_data(parse(json.dumps(EVERY))) == EVERY
    assert parse(as_text(parse(json.dumps(EVERY)))) == parse(json.dumps(EVERY))


@pytest.mark.parametrize(
    "data",
    [
        "",
        "{",
        "null",
        "3",
        '"[]"',
        "[" * 8000,
        {"kind": "ring"},
        [[]],
        ["ring"],
        [{}],
        [{**RING, "kind": "star"}],
        [{**RING, "kind": ["ring"]}],
        [{**RING, "colour": "red"}],
        [{**RING, "words": "no words on rings"}],
        [{key: RING[key] for key in ("kind", "x", "y", "x2")}],
        [{**NUMBER, "x2": 0.5}],
        [{**NUMBER, "words": None}],
        [{**NUMBER, "words": 3}],
        [{**NUMBER, "x": "0.5"}],
        [{**NUMBER, "x": True}],
        [{**NUMBER, "x": None}],
        [{**NUMBER, "x": -0.01}],
        [{**NUMBER, "x": 1.01}],
        '[{"kind": "number", "x": NaN, "y": 0.1, "words": ""}]',
        '[{"kind": "number", "x": Infinity, "y": 0.1, "words": ""}]',
        [{**RING, "x2": 0.1}],
        [{**RING, "x": 0.4, "x2": 0.1}],
        [{**RING, "y2": 0.22}],
        [{**ARROW, "x": 0.1, "y": 0.11}],
    ],
)
def test_what_is_not_exactly_a_list_of_shapes_is_refused(data: object) -> None:
    assert why(data) is Refusal.UNREADABLE


def test_there_are_limits() -> None:
    assert len(parse(json.dumps([NUMBER] * MAX_SHAPES))) == MAX_SHAPES
    assert why([NUMBER] * (MAX_SHAPES + 1)) is Refusal.TOO_MANY
    assert why(json.dumps([RING]) + " " * MAX_BYTES) is Refusal.TOO_MANY
    assert parse(json.dumps([{**TEXT, "words": "x" * MAX_WORDS}]))[0].words == "x" * MAX_WORDS
    assert why([{**TEXT, "words": "x" * (MAX_WORDS + 1)}]) is Refusal.TOO_LONG
    assert why([{**TEXT, "words": " \u200b\n "}]) is Refusal.WORDLESS


def test_as_many_marks_with_the_longest_words_as_are_allowed_fit() -> None:
    full = [Shape(Kind.NUMBER, 0.1234, 0.1234, 0.1234, 0.1234, "漢" * MAX_WORDS)] * MAX_SHAPES
    assert len(parse(as_text(full))) == MAX_SHAPES


def test_words_are_one_line_without_what_nobody_sees() -> None:
    [shape] = parse(json.dumps([{**TEXT, "words": " press\nhere\u202e \x00now\ud800 "}]))
    assert shape.words == "press here now"


def test_a_shape_is_in_one_of_nine_places() -> None:
    assert [place_at(x, y) for y in (0.0, 0.5, 1.0) for x in (0.0, 0.5, 1.0)] == list(Place)
    arrow, ring, number = parse(json.dumps([ARROW, RING, NUMBER]))
    assert (arrow.place, ring.place, number.place) == (Place.TOP_LEFT, Place.LEFT, Place.TOP)


def test_steps_at_the_same_place_do_not_cover_each_other() -> None:
    shapes: tuple[Shape, ...] = ()
    for _count in range(20):
        shapes = with_number(shapes, Place.BOTTOM_RIGHT, "x")
    assert {shape.place for shape in shapes[:3]} == {Place.BOTTOM_RIGHT}
    assert all(0 <= shape.x <= 1 and 0 <= shape.y <= 1 for shape in shapes)
    apart = [math.hypot(one.x - other.x, one.y - other.y) for one in shapes[:6] for other in shapes[:6] if one is not other]
    assert min(apart) > 0.06
    assert parse(as_text(shapes)) == shapes
