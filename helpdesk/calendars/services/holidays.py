"""Public holidays of a year as rows, so that the calendar never changes under an upgrade of the library that knows them."""

from datetime import date
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from helpdesk.base import clock
from helpdesk.base.errors import InvalidInput
from helpdesk.calendars.models import CalendarException
from helpdesk.calendars.rules import Scope
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.permissions import Permission
from helpdesk.people.policies import require

REGION = "CT"
LANGUAGES_KNOWN = ("ca", "es")
FIRST_YEAR, LAST_YEAR = 2020, 2100
NO_SUCH_YEAR = _("Holidays are known from 2020 to 2100.")


@transaction.atomic
def seed_holidays(*, council: Council, year: int, by: Actor) -> int:
    """Write the holidays of Spain and Catalonia as closed days; returns how many are new. A day that has hours of its own keeps them. Days of a year to come are a guess until the official gazette has them."""
    require(by, Permission.CONFIGURE, council.pk)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InvalidInput(NO_SUCH_YEAR)
    this_year = clock.now().astimezone(ZoneInfo(council.time_zone)).year
    known = set(CalendarException.objects.filter(council=council, day__year=year).values_list("day", flat=True))
    days = {day: found for day, found in holidays_of(year, council.default_language).items() if day not in known}
    for day, (label, scope) in sorted(days.items()):
        CalendarException.objects.create(council=council, day=day, label=label[:80], scope=scope, is_confirmed=year <= this_year)
    return len(days)


def holidays_of(year: int, language: str) -> dict[date, tuple[str, Scope]]:
    """Return the days of a year with their names: national where all of Spain has them, else regional."""
    from holidays import country_holidays  # noqa: PLC0415  large, and used a few times a year

    words = language if language in LANGUAGES_KNOWN else "es"
    national = country_holidays("ES", years=year, language=words)
    regional = country_holidays("ES", subdiv=REGION, years=year, language=words)
    return {day: (str(name), Scope.NATIONAL if day in national else Scope.REGIONAL) for day, name in regional.items()}
