"""The demonstration has something to review, and nobody's data in what is shown."""

import pytest

from config.demo.ratings import ANSWERS, seed_ratings
from satisfaction.models import OfficeCode, Rating, Review
from tests.satisfaction.asking import resolved

pytestmark = pytest.mark.django_db


def test_seeding_twice_writes_once(council, agent, supervisor):
    for _ in ANSWERS:
        resolved(council, agent)
    for _ in range(2):
        seed_ratings(council, supervisor)
    assert Review.objects.filter(closed_at=None).count() == 2
    assert (OfficeCode.objects.count(), Rating.objects.count()) == (1, 8)
    comments = " ".join(Rating.objects.values_list("comment", flat=True))
    assert "[[name]]" in comments
    assert not any(figure in comments for figure in ("972", "@", "Rosa"))
