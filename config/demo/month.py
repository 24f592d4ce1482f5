"""A believable past month: planned by quota, most of it written in bulk and a share of it through the services that pages use."""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from config.demo.bulk import write_contacts
from config.demo.endings import with_endings
from config.demo.plan import HOURS, Volume, plan_month, quota
from config.demo.served import write_contact
from helpdesk.calendars.selectors import schedule_of
from helpdesk.people.models import Council
from helpdesk.people.selectors import colleagues
from helpdesk.tickets.models import UnservedDemand
from helpdesk.tickets.rules import Channel, UnservedReason

SERVED_EVERY = 60
BATCH = 400
ABANDONED, OUTSIDE = 0.042, 0.028


def open_days(council: Council, first: date, days: int) -> list[date]:
    """Return the days from `first` on which the council opens."""
    schedule = schedule_of(council)
    found = [first + timedelta(days=n) for n in range(days)]
    return [day for day in found if schedule.intervals(day)]


def seed_month(council: Council, first: date, days: int, volume: Volume, seed: int) -> Iterator[int]:
    """Write the month's contacts, ratings and unserved demand; yields now and then how many contacts are done."""
    when = open_days(council, first, days)
    contacts = with_endings(plan_month(council.time_zone, when, volume, seed), seed)
    agents = list(colleagues(council.pk).order_by("email"))
    served = [contact for number, contact in enumerate(contacts) if number % SERVED_EVERY == 0 and contact.call is None]
    bulk = [contact for number, contact in enumerate(contacts) if number % SERVED_EVERY or contact.call is not None]
    rng = random.Random(seed)  # noqa: S311 the demonstration wants the same month at every start
    with transaction.atomic():
        for contact in served:
            write_contact(council, contact, agents[contact.agent % len(agents)], rng)
    yield len(served)
    for start in range(0, len(bulk), BATCH):
        write_contacts(council, bulk[start : start + BATCH], agents, seed + start)
        yield len(served) + min(len(bulk), start + BATCH)
    _unserved(rng, council, when, volume.contacts)


def _unserved(rng: random.Random, council: Council, days: list[date], contacts: int) -> None:
    """Whoever left the waiting room, and whoever came when nobody was there."""
    zone = ZoneInfo(council.time_zone)
    abandoned = quota(rng, (("morning", 70), ("afternoon", 30)), round(contacts * ABANDONED))
    late = quota(rng, ((Channel.PHONE, 60), (Channel.CHAT, 40)), round(contacts * OUTSIDE))
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
