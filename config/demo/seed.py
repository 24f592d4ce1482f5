"""Seeding of the demonstration; run again, it renews hosts and today's queue and leaves the past alone."""

from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

from config.demo.answers import seed_answers
from config.demo.calendar import make_holidays, make_hours, make_week
from config.demo.councils import make_councils, make_people, make_remote
from config.demo.furniture import furnish
from config.demo.past import months_of, write_past
from config.demo.publishing import settle
from config.demo.ratings import seed_ratings
from config.demo.sessions import seed_session
from config.demo.stopwatch import Stopwatch
from config.demo.today import open_the_desk, seed_today
from helpdesk.base import clock
from helpdesk.catalogue.services import load_catalogue
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.selectors import actor_by_email
from helpdesk.tickets.models import Ticket

Say = Callable[[str], None]


def seeded() -> list[Council]:
    """Return the councils that were seeded before, the first one first."""
    return list(Council.objects.order_by("pk"))


def somebody(email: str) -> Actor:
    """Return one of the demonstration's own people."""
    found = actor_by_email(email)
    if found is None:
        message = f"the demonstration's own people are missing: {email}"
        raise RuntimeError(message)
    return found


def _furnish(council: Council, by: Actor) -> None:
    now = clock.now()
    today = now.astimezone(ZoneInfo(council.time_zone)).date()
    load_catalogue(council=council, by=by)
    make_week(council)
    years = {month.year for month in months_of(council)} | {today.year, (today + timedelta(days=31)).year}
    make_holidays(council, years, by)
    settle(council)


def _seed_today(council: Council, number: int, by: Actor, say: Say) -> None:
    now = clock.now()
    make_hours(council, now.astimezone(ZoneInfo(council.time_zone)).date())
    furnish(council, by)
    seed_answers(council, by)
    if not Ticket.objects.filter(council=council, created_at__gte=now - timedelta(hours=12)).exists():
        say(f"{council.name}: today's queue")
        seed_today(council, seed=20 + number)
        seed_session(council)
        seed_ratings(council, by)


def seed(*, port: int, host: str, say: Say, watch: Stopwatch) -> list[Council]:
    """Write everything that is missing, except publications, and return the councils."""
    with watch.step("councils and people"):
        councils = make_councils(port, host)
        make_people(councils)
        make_remote(councils)
    by = somebody("admin@vallclara.example")
    for number, council in enumerate(councils):
        with watch.step("procedures and calendars"):
            say(f"{council.name}: procedures and known problems")
            _furnish(council, by)
        with watch.step("contacts of three months"):
            write_past(council, say)
        with watch.step("today"):
            _seed_today(council, number, by, say)
    open_the_desk()
    return councils
