"""A believable past month: planned by quota, most of it written in bulk and a share of it through the services that pages use."""

import random
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from config.demo.afterwards import with_again, with_mistakes
from config.demo.bulk import write_contacts
from config.demo.endings import with_endings
from config.demo.plan import HOURS, Planned, Volume, plan_month, quota
from config.demo.served import write_contact
from helpdesk.calendars.selectors import schedule_of
from helpdesk.people.models import Council
from helpdesk.people.selectors import colleagues
from helpdesk.tickets.models import UnservedDemand
from helpdesk.tickets.rules import Channel, UnservedReason

SERVED_EVERY = 60
BATCH = 400
OUTSIDE = 0.028


def open_days(council: Council, first: date, days: int) -> list[date]:
    """Return the days from `first` on which the council opens."""
    schedule = schedule_of(council)
    found = [first + timedelta(days=n) for n in range(days)]
    return [day for day in found if schedule.intervals(day)]


def _planned(council: Council, days: list[date], volume: Volume, seed: int) -> list[Planned]:
    contacts = with_endings(plan_month(council.time_zone, days, volume, seed), seed)
    return with_again(with_mistakes(contacts, volume.mistakes, seed), days, seed)


@transaction.atomic
def seed_month(council: Council, first: date, days: int, volume: Volume, seed: int) -> None:
    """Write the month's contacts, ratings and unserved demand: all of it or, interrupted, nothing."""
    when = open_days(council, first, days)
    contacts = _planned(council, when, volume, seed)
    agents = list(colleagues(council.pk).order_by("email"))
    served = [contact for number, contact in enumerate(contacts) if number % SERVED_EVERY == 0 and contact.call is None]
    bulk = [contact for number, contact in enumerate(contacts) if number % SERVED_EVERY or contact.call is not None]
    rng = random.Random(seed)  # noqa: S311 the demonstration wants the same month at every start
    for contact in served:
        write_contact(council, contact, agents[contact.agent % len(agents)], rng)
    for start in range(0, len(bulk), BATCH):
        write_contacts(council, bulk[start : start + BATCH], agents, seed + start)
    _unserved(rng, council, when, volume)


def _unserved(rng: random.Random, council: Council, days: list[date], volume: Volume) -> None:
    """Whoever left the waiting room, and whoever came when nobody was there."""
    zone = ZoneInfo(council.time_zone)
    abandoned = quota(rng, (("morning", 70), ("afternoon", 30)), round(volume.contacts * volume.abandoned / 100))
    late = quota(rng, ((Channel.PHONE, 60), (Channel.CHAT, 40)), round(volume.contacts * OUTSIDE))
    rows = [(Channel.CHAT, UnservedReason.ABANDONED, HOURS[part]) for part in abandoned]
    rows += [(channel, UnservedReason.OUTSIDE_HOURS, HOURS["outside"]) for channel in late]
    UnservedDemand.objects.bulk_create(
        UnservedDemand(
            council=council,
            channel=channel,
            reason=reason,
            created_at=datetime.combine(rng.choice(days), time(rng.choice(hours), rng.randrange(60)), zone),
        )
        for channel, reason, hours in rows
    )
