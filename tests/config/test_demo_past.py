"""The demonstration's past is written once, month by month, whatever interrupts it and whenever it goes on."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from config.demo.calendar import make_week
from config.demo.past import VOLUMES, months_of, past_months, write_past
from helpdesk.base import clock
from helpdesk.people.models import Council
from helpdesk.tickets.models import Ticket, UnservedDemand
from tests.factories import make_council, make_staff

NOW = datetime(2026, 11, 18, 11, tzinfo=UTC)
MONTHS = past_months(NOW, "Europe/Madrid")

pytestmark = pytest.mark.django_db


@pytest.fixture
def council() -> Council:
    council = make_council("rocabruna", open_always=False)
    make_week(council)
    make_staff(council)
    return council


def contacts(council: Council) -> list[int]:
    """How many each month has."""
    zone = council.time_zone
    return [Ticket.objects.filter(created_at__gte=month.start(zone), created_at__lt=month.end(zone)).count() for month in MONTHS]


def interrupted_at(number: int) -> Callable[..., Any]:
    """Ctrl+C when the last rows of a month are about to be written, the first month being 1."""
    months = iter(range(1, number + 1))

    def wrapper(execute: Callable[..., Any], sql: str, *words: Any) -> Any:
        if sql.startswith(f'INSERT INTO "{UnservedDemand._meta.db_table}"') and next(months) == number:
            raise KeyboardInterrupt
        return execute(sql, *words)

    return wrapper


def test_a_month_is_written_whole_or_not_at_all_and_a_later_start_goes_on_with_the_same_months(council: Council) -> None:
    whole = [volume.contacts for volume in VOLUMES["rocabruna"]]
    with clock.at(NOW):
        assert months_of(council) == MONTHS
        with connection.execute_wrapper(interrupted_at(2)), pytest.raises(KeyboardInterrupt):
            write_past(council, [].append)
        assert contacts(council) == [whole[0], 0, 0]
    with clock.at(NOW + timedelta(days=40)):
        for _time in range(2):
            write_past(council, [].append)
            assert months_of(council) == MONTHS
    assert contacts(council) == whole
