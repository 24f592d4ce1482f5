"""A stamp of a column is that of the moment in it, on every engine and to the microsecond."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from helpdesk.base.stamps import Stamp, moment_of, stamp_of
from helpdesk.tickets.models import Ticket
from tests.factories import make_council, make_ticket

MOMENTS = (
    datetime(2026, 10, 25, 0, 59, 59, 999_999, tzinfo=UTC),
    datetime(2026, 10, 25, 1, tzinfo=UTC),
    datetime(2024, 2, 29, 23, 0, 0, 1, tzinfo=UTC),
    datetime(2026, 3, 29, 3, 30, tzinfo=timezone(timedelta(hours=2))),
)


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_a_stamp_and_its_moment_are_the_same(moment: datetime) -> None:
    assert moment_of(stamp_of(moment)) == moment


@pytest.mark.django_db
@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_the_database_makes_the_same_stamp(moment: datetime) -> None:
    ticket = make_ticket(make_council())
    Ticket.objects.filter(pk=ticket.pk).update(created_at=moment)
    assert Ticket.objects.values_list(Stamp("created_at"), Stamp("resolved_at")).get(pk=ticket.pk) == (stamp_of(moment), None)
