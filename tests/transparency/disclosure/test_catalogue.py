"""The catalogue and the audit speak of the same indicators: what the audit does not know it would take for a count."""

from transparency.catalogue import BY_ID, INDICATORS
from transparency.disclosure.links import DURATIONS, IMPORTANCE, LINKS, PLAIN, REPEATED, SCORES, SHARES, THRESHOLDS


def test_every_indicator_is_audited_by_its_rule() -> None:
    rules = {
        "S0": PLAIN,
        "S1": frozenset(BY_ID) - PLAIN - SHARES - set(DURATIONS) - SCORES,
        "S2": SHARES,
        "S3": frozenset(DURATIONS),
        "S4": SCORES,
        "S5": PLAIN,
    }
    assert [indicator.id for indicator in INDICATORS if indicator.id not in rules[indicator.rule]] == []


def test_links_name_indicators_and_rows_that_exist() -> None:
    assert {*PLAIN, *SHARES, *DURATIONS, *SCORES, *IMPORTANCE, *REPEATED} <= set(BY_ID)
    for link in LINKS:
        for term in link.terms:
            dimensions = {dimension.id: dimension for dimension in BY_ID[term.indicator].dimensions}
            assert not term.dimension or term.member in dimensions[term.dimension].members, term


def test_a_dimension_with_a_threshold_of_its_own_has_it_in_the_audit_too() -> None:
    own = {d.id: d.threshold for indicator in INDICATORS for d in indicator.dimensions if d.threshold}
    assert own == THRESHOLDS
