"""What was open at a moment, also long ago."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Q

from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.policies import require
from helpdesk.tickets.models import Entry, Ticket
from helpdesk.tickets.permissions import Permission
from helpdesk.tickets.rules import Event


def measure_backlog(*, council: Council, at: datetime, edges: Sequence[datetime], by: Actor) -> tuple[int, ...]:
    """Count a council's contacts that had arrived before `at` and were not resolved then; raises NotAllowed without the permission to measure.

    The first number is of those that arrived since the first edge, the next since the second and before the first, and so on; the last is of those before the last edge. `edges` go back in time.
    A ticket that was opened again before `at` is judged by what its timeline says last before it.
    """
    require(by, Permission.MEASURE, council.pk)
    arrived = Ticket.objects.filter(council=council, excluded_reason="", created_at__lt=at).order_by()
    never = arrived.filter(Q(first_resolved_at=None) | Q(first_resolved_at__gte=at))
    since = never.aggregate(
        total=Count("pk"), **{f"edge_{place}": Count("pk", filter=Q(created_at__gte=edge)) for place, edge in enumerate(edges)}
    )
    opened = _opened_again(council, at)
    counts = [since[f"edge_{place}"] + sum(created >= edge for created in opened) for place, edge in enumerate(edges)]
    counts.append(since["total"] + len(opened))
    return tuple(number - before for number, before in zip(counts, [0, *counts[:-1]], strict=True))


def _opened_again(council: Council, at: datetime) -> list[datetime]:
    """Return when those arrived that had been resolved before `at`, and were open again at it."""
    rows = Ticket.objects.filter(council=council, excluded_reason="", reopened_at__lt=at, first_resolved_at__lt=at)
    doubtful = rows.filter(Q(resolved_at=None) | Q(resolved_at__gte=at)).order_by()
    said = Entry.objects.filter(ticket__in=doubtful, event__in=[Event.RESOLVED, Event.REOPENED], created_at__lt=at)
    last: dict[int, tuple[str, datetime]] = {}
    for ticket, event, created in said.order_by("ticket_id", "seq").values_list("ticket_id", "event", "ticket__created_at"):
        last[ticket] = (event, created)
    return [created for event, created in last.values() if event == Event.REOPENED]
