"""Who tried in a period and was not served."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.policies import require
from helpdesk.tickets.models import UnservedDemand
from helpdesk.tickets.permissions import Permission
from helpdesk.tickets.rules import UnservedReason


@dataclass(frozen=True, slots=True)
class UnservedMeasure:
    """People who tried in `[start, end)` and were not served; `abandoned_by_channel` are those who left the waiting room."""

    total: int
    by_reason: Mapping[str, int]
    by_channel: Mapping[str, int]
    abandoned_by_channel: Mapping[str, int]


def measure_unserved(*, council: Council, start: datetime, end: datetime, by: Actor) -> UnservedMeasure:
    """Count a council's unserved demand; raises NotAllowed without the permission to measure."""
    require(by, Permission.MEASURE, council.pk)
    rows = UnservedDemand.objects.filter(
        Q(ticket=None) | Q(ticket__excluded_reason=""), council=council, created_at__gte=start, created_at__lt=end
    )
    reasons, channels, abandoned = Counter[str](), Counter[str](), Counter[str]()
    for reason, channel, number in rows.order_by().values_list("reason", "channel").annotate(Count("pk")):
        reasons[reason] += number
        channels[channel] += number
        if reason == UnservedReason.ABANDONED:
            abandoned[channel] += number
    return UnservedMeasure(reasons.total(), reasons, channels, abandoned)
