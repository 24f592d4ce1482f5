"""The benchmark of the desk still works; how fast it is does not matter here."""

import pytest

from tests.bench.desk import NAMES, compare
from tests.bench.filling import fill
from tests.bench.measuring import measure
from tests.bench.rival import RIVAL


@pytest.mark.django_db
def test_a_small_desk_can_be_filled_and_measured(capsys: pytest.CaptureFixture[str]) -> None:
    fill(60)
    figures = measure(2)
    assert tuple(figures) == NAMES
    assert all(value > 0 for value in figures.values())
    compare("sqlite", figures, RIVAL["sqlite"], "recorded")
    assert "list_p50_ms" in capsys.readouterr().out
