"""The catalogue is whole: 28 indicators, one that was there before, one that is optional."""

import pytest

from transparency.catalogue import BY_ID, INDICATORS, PROMISES, UNITS, Indicator, member_label

IDS = [
    "vol.contacts",
    "vol.attended",
    "vol.unattended",
    "vol.motives",
    "vol.procedures",
    "vol.requester",
    "vol.language",
    "vol.band",
    "vol.callbacks",
    "vol.sessions",
    "acc.service_hours",
    "acc.availability",
    "acc.answer_rate",
    "acc.abandon_rate",
    "wait.first_p50_sh",
    "wait.first_p90_sh",
    "wait.in_target",
    "wait.calls_on_time",
    "res.first_contact",
    "res.time_p50",
    "res.time_p90",
    "res.referred",
    "res.reopened",
    "res.backlog",
    "dig.completed",
    "dig.takeup",
    "dig.failures",
    "sat.score",
    "qual.complaints",
    "eco.cost",
]


def test_every_indicator_is_there_once_and_in_its_order() -> None:
    assert [indicator.id for indicator in INDICATORS] == IDS
    assert len(BY_ID) == len(IDS)


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.id)
def test_an_indicator_is_complete(indicator: Indicator) -> None:
    assert indicator.unit in UNITS
    assert indicator.polarity in {"up", "down", "neutral"}
    assert indicator.rule in {"S0", "S1", "S2", "S3", "S4", "S5"}
    words = (indicator.name, indicator.explanation, indicator.definition, indicator.formula, indicator.source, indicator.exclusions)
    assert all(str(text).strip() for text in words)
    numbers = [version.number for version in indicator.history]
    assert numbers == list(range(len(numbers), 0, -1))
    assert (indicator.version, indicator.valid_from) == (numbers[0], max(version.valid_from for version in indicator.history))
    assert indicator.target_unit in {"", indicator.unit}
    ids = [dimension.id for dimension in indicator.dimensions]
    assert len(set(ids)) == len(ids)
    for dimension in indicator.dimensions:
        assert len(dimension.id) <= 20
        assert all(len(member) <= 60 and str(member_label(dimension, member)) for member in dimension.members)


def test_what_has_no_source_says_so() -> None:
    assert [indicator.id for indicator in INDICATORS if not indicator.collected] == ["acc.availability", "eco.cost"]
    assert all("Not collected yet" in str(indicator.definition) for indicator in INDICATORS if not indicator.collected)


def test_only_definitions_that_changed_have_another_version() -> None:
    assert {indicator.id: indicator.version for indicator in INDICATORS if indicator.version > 1} == {
        "wait.first_p50_sh": 2,
        "sat.score": 2,
    }


def test_every_channel_has_a_promise() -> None:
    assert set(PROMISES) == {"web", "chat", "phone", "counter", "email", "callback"}
