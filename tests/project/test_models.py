"""A council owns every row: the boundary between tenants is in the schema."""

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from simple_history.models import HistoricalChanges

from tests.project.source import ROOMS

WITHOUT_A_COUNCIL = {
    "people.Council",
    "people.User",  # works for several councils, through roles
    "chat.Presence",  # an agent is available for all of her councils at once
    "outbox.Worker",  # the heartbeat of a process
    "remote.BrokerNode",  # carries the sessions of every council
    "people.HistoricalTeam_members",  # belongs to a history row of a team, which has one
}
OWN_MODELS = [model for model in apps.get_models() if model.__module__.split(".")[0] in ROOMS]


def label(model: type[models.Model]) -> str:
    return model._meta.label


@pytest.mark.parametrize("model", OWN_MODELS, ids=label)
def test_a_model_belongs_to_a_council(model: type[models.Model]) -> None:
    history = issubclass(model, HistoricalChanges)
    if {label(model), label(model).replace("Historical", "")} & WITHOUT_A_COUNCIL:
        return
    try:
        field = model._meta.get_field("council")
    except FieldDoesNotExist:
        pytest.fail(f"{label(model)} has no council and is not on the list of those that need none")
    assert isinstance(field, models.ForeignKey)
    assert field.related_model is not None
    assert label(field.related_model) == "people.Council"
    assert field.null is False or history  # a history row outlives what it points at


def test_the_list_of_exceptions_names_models_that_exist() -> None:
    assert {label(model) for model in OWN_MODELS} >= WITHOUT_A_COUNCIL
