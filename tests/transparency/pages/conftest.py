"""A shelf that most tests only read."""

import pytest

from helpdesk.people.models import Council
from tests.transparency.pages import shelf
from transparency.report import ReportData


@pytest.fixture
def may(council: Council) -> ReportData:
    """May, published once, with commitments of which one is met and one is not."""
    data = shelf.report(council, targets={"acc.answer_rate": 90, "wait.first_p50_sh": 120, "sat.score": 4.5})
    shelf.put(council, data)
    return data
