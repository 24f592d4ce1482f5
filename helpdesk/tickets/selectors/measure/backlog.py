"""What was open at a moment, also long ago."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

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
    # No ticket is in two of these. Asked one by one, each finds its rows in an index; joined by OR, every ticket of the council is read.
    open_ones = [arrived.filter(first_resolved_at=None), arrived.filter(first_resolved_at__gte=at), _opened_again(arrived, at)]
    counts = [sum(numbers) for numbers in zip(*(_since(rows, edges) for rows in open_ones), strict=True)]
    return tuple(number - before for number, before in zip(counts, [0, *counts[:-1]], strict=True))


def _since(rows: QuerySet[Ticket], edges: Sequence[datetime]) -> list[int]:
    """How many arrived since each edge, and how many there are."""
    wanted = {f"edge_{place}": Count("pk", filter=Q(created_at__gte=edge)) for place, edge in enumerate(edges)}
    found = rows.aggregate(**wanted, total=Count("pk"))
    return [found[name] for name in (*wanted, "total")]


def _opened_again(arrived: QuerySet[Ticket], at: datetime) -> QuerySet[Ticket]:
    """Those that had been resolved before `at`, and were open again at it."""
    doubtful = arrived.filter(Q(resolved_at=None) | Q(resolved_at__gte=at), reopened_at__lt=at, first_resolved_at__lt=at)
    said = Entry.objects.filter(ticket=OuterRef("pk"), event__in=[Event.RESOLVED, Event.REOPENED], created_at__lt=at).order_by("-seq")
    return doubtful.annotate(said_last=Subquery(said.values("event")[:1])).filter(said_last=Event.REOPENED)
