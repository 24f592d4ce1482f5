"""Seeding of the demonstration; run again, it renews hosts and today's queue and leaves the past alone."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from config.demo.answers import seed_answers
from config.demo.calendar import make_holidays, make_hours, make_week
from config.demo.councils import make_councils, make_people, make_remote
from config.demo.furniture import furnish
from config.demo.month import seed_month
from config.demo.plan import Volume
from config.demo.publishing import correct_month, publish_month, settle
from config.demo.ratings import seed_ratings
from config.demo.sessions import seed_session
from config.demo.texts import COMMENTARIES
from config.demo.today import open_the_desk, seed_today
from helpdesk.base import clock
from helpdesk.catalogue.services import load_catalogue
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.selectors import actor_by_email
from helpdesk.tickets.models import Ticket
from transparency.models import Publication
from transparency.months import Month

Say = Callable[[str], None]
# Which of the past months is corrected, the oldest being the first: 0.
CORRECTED = 1
PUBLISHED_ON, PUBLISHED_AT = 3, time(10)

# Three months, the oldest first. The services that this one is made after publish about 1,070 contacts a month and 4.7 out of 5.
VOLUMES: dict[str, tuple[Volume, Volume, Volume]] = {
    "vallclara": (
        Volume(1031, ((5, 73), (4, 20.5), (3, 4), (2, 1.5), (1, 1)), 26, 12, 1.25),
        Volume(1112, ((5, 75), (4, 20), (3, 3), (2, 1), (1, 1)), 28, 10, 1.1),
        Volume(1068, ((5, 77), (4, 18.5), (3, 2.5), (2, 1), (1, 1)), 31, 9, 1.0),
    ),
    "rocabruna": (
        Volume(238, ((5, 70), (4, 24), (3, 6)), 27, 10, 1.2),
        Volume(261, ((5, 74), (4, 20), (3, 6)), 25, 10, 0.9),
        Volume(247, ((5, 72), (4, 22), (3, 6)), 29, 10, 1.0),
    ),
}


def past_months(now: datetime, time_zone: str) -> list[Month]:
    """Return the three months before the running one, the oldest first."""
    months = [Month.at(now, time_zone).previous]
    while len(months) < 3:
        months.append(months[-1].previous)
    return months[::-1]


def publication_moment(month: Month, now: datetime, zone: ZoneInfo) -> datetime:
    """The third day of the following month in the morning, or now if that is still to come."""
    day = month.following.first_day.replace(day=PUBLISHED_ON)
    return min(datetime.combine(day, PUBLISHED_AT, zone), now)


def _past(council: Council, officer: Actor, say: Say) -> None:
    """Write and publish the months that are not published yet, in the order in which they happened; one of them is corrected afterwards."""
    settle(council)
    now, zone = clock.now(), ZoneInfo(council.time_zone)
    for number, month in enumerate(past_months(now, council.time_zone)):
        if Publication.objects.filter(council=council, month=month.first_day).exists():
            continue
        start, end = month.start(council.time_zone), month.end(council.time_zone)
        if not Ticket.objects.filter(council=council, created_at__gte=start, created_at__lt=end).exists():
            volume = VOLUMES[council.slug][number]
            days = (month.following.first_day - month.first_day).days
            for done in seed_month(council, month.first_day, days, volume, seed=month.first_day.toordinal() + council.pk):
                say(f"{council.name}: {done} of {volume.contacts} contacts of {month}")
        say(f"{council.name}: publishing {month}")
        with clock.at(publication_moment(month, now, zone)):
            publish_month(council, month, COMMENTARIES[number], officer)
        # Found before the month after it came out: what is checked later knows of it.
        if number == CORRECTED:
            correct_month(council, month, now, officer)


def _seed_council(council: Council, number: int, by: Actor, officer: Actor, say: Say) -> None:
    now = clock.now()
    today = now.astimezone(ZoneInfo(council.time_zone)).date()
    say(f"{council.name}: procedures and known problems")
    load_catalogue(council=council, by=by)
    make_week(council)
    make_holidays(
        council, {month.year for month in past_months(now, council.time_zone)} | {today.year, (today + timedelta(days=31)).year}, by
    )
    _past(council, officer, say)
    make_hours(council, today)
    furnish(council, by)
    seed_answers(council, by)
    if not Ticket.objects.filter(council=council, created_at__gte=now - timedelta(hours=12)).exists():
        say(f"{council.name}: today's queue")
        seed_today(council, seed=20 + number)
        seed_session(council)
        seed_ratings(council, by)


def seed(*, port: int, host: str, say: Say) -> Council:
    """Write everything that is missing and return the first council."""
    councils = make_councils(port, host)
    make_people(councils)
    make_remote(councils)
    by = actor_by_email("admin@vallclara.example")
    officer = actor_by_email("officer@vallclara.example")
    if by is None or officer is None:
        message = "the demonstration's own people are missing"
        raise RuntimeError(message)
    for number, council in enumerate(councils):
        _seed_council(council, number, by, officer, say)
    open_the_desk()
    return councils[0]
