"""Public holidays become rows once; what the council wrote stays."""

from datetime import date, datetime
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command

from helpdesk.base import clock
from helpdesk.base.errors import InvalidInput, NotAllowed
from helpdesk.calendars.models import CalendarException
from helpdesk.calendars.rules import Scope, is_open
from helpdesk.calendars.selectors import local_holidays_missing, schedule_of
from helpdesk.calendars.services.holidays import seed_holidays
from helpdesk.people.models import Council
from helpdesk.people.rules import Role
from tests.factories import make_council, make_staff, make_user

pytestmark = pytest.mark.django_db
MADRID = ZoneInfo("Europe/Madrid")


@pytest.fixture
def council():
    with clock.at(datetime(2026, 5, 19, 10, tzinfo=MADRID)):
        yield make_council()


def test_a_year_has_the_twelve_official_days_with_their_names_and_scopes(council: Council) -> None:
    assert seed_holidays(council=council, year=2026, by=make_staff(council, Role.SUPERVISOR)) == 12
    rows = {row.day: row for row in CalendarException.objects.filter(council=council)}
    diada, constitution = rows[date(2026, 9, 11)], rows[date(2026, 12, 8)]
    assert (diada.label, diada.scope, diada.is_confirmed) == ("Diada Nacional de Catalunya", Scope.REGIONAL, True)
    assert constitution.scope == Scope.NATIONAL
    assert not is_open(schedule_of(council), datetime(2026, 9, 11, 10, tzinfo=MADRID))


def test_seeding_again_adds_nothing_and_keeps_what_the_council_wrote(council: Council) -> None:
    by = make_staff(council, Role.SUPERVISOR)
    CalendarException.objects.create(council=council, day=date(2026, 6, 24), label="Open all the same", opens="09:00", closes="13:00")
    assert seed_holidays(council=council, year=2026, by=by) == 11
    assert seed_holidays(council=council, year=2026, by=by) == 0
    assert CalendarException.objects.get(council=council, day=date(2026, 6, 24)).label == "Open all the same"


def test_days_of_a_year_to_come_are_a_guess(council: Council) -> None:
    seed_holidays(council=council, year=2027, by=make_staff(council, Role.SUPERVISOR))
    assert set(CalendarException.objects.filter(council=council).values_list("is_confirmed", flat=True)) == {False}


def test_two_local_holidays_a_year_are_missing_until_they_are_written(council: Council) -> None:
    assert local_holidays_missing(council, 2026) == 2
    CalendarException.objects.create(council=council, day=date(2026, 5, 25), label="Local", scope=Scope.LOCAL)
    assert local_holidays_missing(council, 2026) == 1
    CalendarException.objects.create(council=council, day=date(2026, 9, 24), label="Local", scope=Scope.LOCAL)
    CalendarException.objects.create(council=council, day=date(2026, 9, 26), label="Local", scope=Scope.LOCAL)
    assert local_holidays_missing(council, 2026) == 0
    assert local_holidays_missing(council, 2027) == 2


@pytest.mark.parametrize("role", [Role.AGENT, Role.OFFICER])
def test_other_roles_seed_nothing(council: Council, role: Role) -> None:
    with pytest.raises(NotAllowed):
        seed_holidays(council=council, year=2026, by=make_staff(council, role))


def test_a_supervisor_of_another_council_seeds_nothing_here(council: Council) -> None:
    other = make_council("rocabruna", host="other.test", prefix="RB")
    with pytest.raises(NotAllowed):
        seed_holidays(council=council, year=2026, by=make_staff(other, Role.SUPERVISOR))


def test_a_year_that_is_not_known_is_refused(council: Council) -> None:
    with pytest.raises(InvalidInput):
        seed_holidays(council=council, year=1492, by=make_staff(council, Role.SUPERVISOR))


def test_the_command_says_what_it_did(council: Council) -> None:
    make_user(council, Role.SUPERVISOR, email="supervisor@example.org")
    out = StringIO()
    call_command("seed_holidays", council="vallclara", year=2026, actor="supervisor@example.org", stdout=out)
    assert out.getvalue() == "12 days added. Local holidays still to be entered: 2.\n"
    with pytest.raises(CommandError):
        call_command("seed_holidays", council="nowhere", year=2026, actor="supervisor@example.org")
