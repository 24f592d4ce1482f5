"""Seeding of the demonstration; run again, it renews hosts and today's queue and leaves the past alone."""

from collections.abc import Callable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from config.demo.councils import make_councils, make_hours, make_people
from config.demo.month import seed_month
from config.demo.texts import COMMENTARY
from config.demo.today import open_the_desk, seed_today, seed_waiting_chat
from helpdesk.base import clock
from helpdesk.catalogue.services import load_catalogue
from helpdesk.people.models import Council
from helpdesk.people.selectors import actor_by_email
from helpdesk.tickets.models import Ticket
from transparency.models import Publication
from transparency.months import Month
from transparency.services import make_draft, publish, write_commentary

CONTACTS = {"vallclara": 380, "rocabruna": 130}
Say = Callable[[str], None]


def last_month(today: date) -> tuple[date, int]:
    """Return the first day of the month before `today`, and how many days it has."""
    end = today.replace(day=1)
    first = (end - timedelta(days=1)).replace(day=1)
    return first, (end - first).days


def seed(*, port: int, host: str, say: Say) -> Ticket:
    """Write everything that is missing and return the ticket whose citizen waits in the chat."""
    councils = make_councils(port, host)
    make_people(councils)
    by = actor_by_email("admin@vallclara.example")
    officer = actor_by_email("officer@vallclara.example")
    if by is None or officer is None:
        message = "the demonstration's own people are missing"
        raise RuntimeError(message)
    for number, council in enumerate(councils):
        today = clock.now().astimezone(ZoneInfo(council.time_zone)).date()
        say(f"{council.name}: procedures and known problems")
        load_catalogue(council=council, by=by)
        first, days = last_month(today)
        month = Month.of(first)
        if not Publication.objects.filter(council=council, month=first).exists():
            _past_month(council, first, days, number, say)
            say(f"{council.name}: publishing {month}")
            make_draft(council=council, month=month, by=officer)
            write_commentary(council=council, month=month, texts=COMMENTARY, by=officer)
            publish(council=council, month=month, by=officer)
        make_hours(council, today)
        if not Ticket.objects.filter(council=council, created_at__gte=clock.now() - timedelta(hours=12)).exists():
            say(f"{council.name}: today's queue")
            seed_today(council, seed=20 + number)
    open_the_desk()
    return seed_waiting_chat(councils[0])


def _past_month(council: Council, first: date, days: int, number: int, say: Say) -> None:
    make_hours(council, clock.now().date())
    total = CONTACTS[council.slug]
    if Ticket.objects.filter(council=council, created_at__lt=clock.now() - timedelta(hours=12)).count() >= total:
        return
    for done in seed_month(council, first, days, total, seed=first.toordinal() + number):
        if done % 50 == 0:
            say(f"{council.name}: {done} of {total} contacts of {first:%Y-%m}")
