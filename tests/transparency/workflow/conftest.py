"""A council with one language, so that a month has one report to print, and October measured in it."""

import pytest

from helpdesk.base import clock
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from tests.factories import make_council
from tests.transparency.months import AFTER_OCTOBER, OCTOBER, announce_early, second_person, town_month
from transparency import services
from transparency.models import Draft, Publication


@pytest.fixture(autouse=True)
def _quick(quick_press: None) -> None:
    """No test of the workflow draws."""


@pytest.fixture
def council(db: None) -> Council:
    council = make_council()
    council.language_order = ["ca", "en"]
    council.save()
    announce_early(council)
    return council


@pytest.fixture
def second(council: Council) -> Actor:
    return second_person(council)


@pytest.fixture
def draft(council: Council, officer: Actor) -> Draft:
    """October as measured."""
    town_month(council)
    with clock.at(AFTER_OCTOBER):
        return services.make_draft(council=council, month=OCTOBER, by=officer)


@pytest.fixture
def first(draft: Draft, council: Council, officer: Actor, second: Actor) -> Publication:
    """October as published."""
    with clock.at(AFTER_OCTOBER):
        services.check(council=council, month=OCTOBER, by=officer)
        services.sign(council=council, month=OCTOBER, by=second)
        return services.publish(council=council, month=OCTOBER, by=officer)
