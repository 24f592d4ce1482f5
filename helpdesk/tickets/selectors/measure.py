"""Counts of a month for the public indicators: never a row, a reference or a name."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from helpdesk.calendars.rules import band, business_seconds
from helpdesk.calendars.selectors import schedule_of
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.policies import require
from helpdesk.tickets.models import Ticket, UnservedDemand
from helpdesk.tickets.permissions import Permission


@dataclass(frozen=True, slots=True)
class ContactMeasure:
    """Contacts created in `[start, end)`. `waits` are open seconds until the first human response, without contacts attended on the spot."""

    contacts: int
    attended: int
    by_channel: Mapping[str, int]
    by_motive: Mapping[str, int]
    by_requester: Mapping[str, int]
    by_band: Mapping[str, int]
    waits: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class UnservedMeasure:
    """People who tried in `[start, end)` and were not served."""

    total: int
    by_reason: Mapping[str, int]
    by_channel: Mapping[str, int]


def measure_contacts(*, council: Council, start: datetime, end: datetime, by: Actor) -> ContactMeasure:
    """Count a council's contacts; raises NotAllowed without the permission to measure."""
    require(by, Permission.MEASURE, council.pk)
    schedule = schedule_of(council)
    rows = Ticket.objects.filter(council=council, created_at__gte=start, created_at__lt=end, excluded_reason="").order_by()
    channels, motives, requesters, bands = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    waits: list[int] = []
    attended = 0
    for channel, motive, requester, created, answered in rows.values_list(
        "channel", "motive", "requester", "created_at", "first_human_response_at"
    ).iterator(chunk_size=2000):
        channels[channel] += 1
        motives[motive] += 1
        requesters[requester] += 1
        bands[band(schedule, created)] += 1
        attended += answered is not None
        # A contact that an agent logs is answered at its creation: nobody waited, and its zero would hide those who did.
        if answered is not None and answered > created:
            waits.append(business_seconds(schedule, created, answered))
    return ContactMeasure(channels.total(), attended, channels, motives, requesters, bands, tuple(waits))


def measure_unserved(*, council: Council, start: datetime, end: datetime, by: Actor) -> UnservedMeasure:
    """Count a council's unserved demand; raises NotAllowed without the permission to measure."""
    require(by, Permission.MEASURE, council.pk)
    rows = UnservedDemand.objects.filter(
        Q(ticket=None) | Q(ticket__excluded_reason=""), council=council, created_at__gte=start, created_at__lt=end
    )
    reasons, channels = Counter[str](), Counter[str]()
    for reason, channel in rows.values_list("reason", "channel").iterator(chunk_size=2000):
        reasons[reason] += 1
        channels[channel] += 1
    return UnservedMeasure(reasons.total(), reasons, channels)
