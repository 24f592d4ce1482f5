"""Village mode: totals by month, breakdowns by quarter. Standard library only."""

from collections.abc import Iterable
from dataclasses import replace

from transparency.measures import Count, Duration, Measure, NotCollected, Plain, Score, Share


def totals(measures: Iterable[Measure]) -> list[Measure]:
    """Return the measures of a month without their breakdowns."""
    return [_total(measure) for measure in measures]


def _total(measure: Measure) -> Measure:
    match measure:
        case Count():
            return replace(measure, by={})
        case Share():
            return replace(measure, by={})
        case Duration():
            return replace(measure, by={})
        case Plain():
            return replace(measure, by={})
        case Score():
            return replace(measure, by_channel={})
        case NotCollected():
            return measure
