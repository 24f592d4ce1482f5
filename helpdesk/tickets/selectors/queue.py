"""The queue of the desk: which tickets are in which view, in which order, and who spoke last."""

from collections.abc import Sequence
from enum import StrEnum

from django.db.models import F, OrderBy, OuterRef, Prefetch, Q, QuerySet, Subquery

from helpdesk.catalogue.models import ProcedureText
from helpdesk.people.actors import Actor
from helpdesk.tickets.models import Entry, Ticket
from helpdesk.tickets.rules import CATEGORY, Category, EntryKind, Status, Visibility
from helpdesk.tickets.selectors.tickets import visible_to

WAITING = [s for s in Status if CATEGORY[s] is Category.WAITING]
ACTIVE = [s for s in Status if CATEGORY[s] is Category.ACTIVE]
DONE = [s for s in Status if CATEGORY[s] is Category.DONE]
# Nobody reads further than this, and nobody needs to know how many more there are: lists end and counts stop here.
CAP = 1000
# What is not done is told by `resolved_at`, as two constraints guarantee: the index `ticket_by_due` begins with it and goes on in this order.
UNDONE = Q(resolved_at=None)
BY_DUE: tuple[str | OrderBy, ...] = ("resolved_at", F("reply_due_at").asc(nulls_last=True), "-updated_at", "-pk")
BY_ACTIVITY: tuple[str | OrderBy, ...] = ("-updated_at", "-pk")
# As tickets were written here: the full-text index of SQLite is in that order, and ends early.
NEWEST: tuple[str | OrderBy, ...] = ("-pk",)

# What a row shows: the rest of a ticket is not read for it.
SHOWN = (
    "reference",
    "subject",
    "status",
    "channel",
    "language",
    "interpreter",
    "reply_due_at",
    "updated_at",
    "procedure_id",
    "council__name",
    "council__reference_prefix",
    "council__language_order",
    "council__default_language",
    "citizen__name",
    "assignee__public_name",
    "team__name",
)


class QueueView(StrEnum):
    """Views of the queue, in the order of their tabs."""

    MINE = "mine"
    UNASSIGNED = "unassigned"
    OPEN = "open"
    WAITING = "waiting"
    DONE = "done"
    ALL = "all"


def in_view(view: QueueView, user_id: int | None) -> Q:
    """Return the condition of a view for a member of staff."""
    conditions = {
        QueueView.MINE: UNDONE & Q(assignee_id=user_id),
        QueueView.UNASSIGNED: UNDONE & Q(assignee_id=None),
        QueueView.OPEN: UNDONE & Q(status__in=ACTIVE),
        QueueView.WAITING: UNDONE & Q(status__in=WAITING),
        QueueView.DONE: Q(resolved_at__isnull=False),
        QueueView.ALL: Q(),
    }
    return conditions[view]


def order_of(view: QueueView, *, is_search: bool = False) -> Sequence[str | OrderBy]:
    """Return the order of a view: the next reply due first where work waits, else the latest activity; what is searched for, newest first."""
    if is_search:
        return NEWEST
    return BY_ACTIVITY if view in {QueueView.DONE, QueueView.ALL} else BY_DUE


def queue_for(actor: Actor, view: QueueView) -> QuerySet[Ticket]:
    """Return the visible tickets of a view, without an order."""
    return visible_to(actor).filter(in_view(view, actor.user_id)).order_by()


def first_ids(tickets: QuerySet[Ticket], order: Sequence[str | OrderBy]) -> list[int]:
    """Return the identifiers of the first tickets in an order; one more than `CAP` when there are more."""
    return list(tickets.order_by(*order).values_list("pk", flat=True)[: CAP + 1])


def capped_count(tickets: QuerySet[Ticket]) -> int:
    """Count tickets up to one more than `CAP`, in whatever order they are found soonest."""
    return tickets.order_by().values("pk")[: CAP + 1].count()


def _rows(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Return tickets as rows show them, with `last_author`: the side that wrote the last public message."""
    last = Entry.objects.filter(ticket=OuterRef("pk"), kind=EntryKind.MESSAGE, visibility=Visibility.PUBLIC).order_by("-seq")
    titles = ProcedureText.objects.only("procedure_id", "language", "title")
    return (
        tickets.select_related("council", "citizen", "assignee", "team")
        .prefetch_related("procedure", Prefetch("procedure__texts", titles))
        .only(*SHOWN)
        .annotate(last_author=Subquery(last.values("author_kind")[:1]))
    )


def queue_rows(actor: Actor, ids: Sequence[int]) -> list[Ticket]:
    """Return the rows of visible tickets in the order of `ids`."""
    found = {ticket.pk: ticket for ticket in _rows(visible_to(actor).filter(pk__in=ids))}
    return [found[pk] for pk in ids if pk in found]


def queue_slice(tickets: QuerySet[Ticket], order: Sequence[str | OrderBy], first: int, last: int) -> list[Ticket]:
    """Return the rows from `first` up to, without it, `last` of tickets that `queue_for` gave, in an order that an index has."""
    return list(_rows(tickets).order_by(*order)[first:last])


def work_left(actor: Actor) -> dict[str, QuerySet[Ticket]]:
    """Return the tickets of the views that call for work, each up to one more than `CAP`: to be counted together, since every page of the desk shows it."""
    views = (QueueView.MINE, QueueView.UNASSIGNED, QueueView.OPEN, QueueView.WAITING)
    return {view: queue_for(actor, view)[: CAP + 1] for view in views}
