"""Counts of calls for the indicators: never a row, a reference or a name."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q

from helpdesk.callbacks.models import Call
from helpdesk.callbacks.permissions import Permission
from helpdesk.callbacks.rules import CallState
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.policies import require


@dataclass(frozen=True, slots=True)
class CallMeasure:
    """Calls whose deadline fell in a period: `agreed` of them, `on_time` were first tried by then, `unanswered` ended without an answer."""

    agreed: int
    on_time: int
    unanswered: int


def measure_calls(*, council: Council, start: datetime, end: datetime, by: Actor) -> CallMeasure:
    """Count a council's calls due in `[start, end)`; raises NotAllowed without the permission to measure.

    What was cancelled before its deadline was not agreed any more; cancelled after it, it counts as a call that was not made on time."""
    require(by, Permission.MEASURE, council.pk)
    rows = Call.objects.filter(council=council, due_at__gte=start, due_at__lt=end, ticket__excluded_reason="")
    kept = rows.exclude(state=CallState.CANCELLED, finished_at__lte=F("due_at"))
    found = kept.aggregate(
        agreed=Count("pk"),
        on_time=Count("pk", filter=Q(first_attempt_at__lte=F("due_at"))),
        unanswered=Count("pk", filter=Q(state=CallState.UNANSWERED)),
    )
    return CallMeasure(**found)
