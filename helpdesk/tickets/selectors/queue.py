"""The queue of the desk: which tickets are in which view, and who spoke last."""

from enum import StrEnum

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from helpdesk.people.actors import Actor
from helpdesk.tickets.models import Entry, Ticket
from helpdesk.tickets.rules import CATEGORY, Category, EntryKind, Status, Visibility
from helpdesk.tickets.selectors.tickets import visible_to

DONE = [s for s in Status if CATEGORY[s] is Category.DONE]
WAITING = [s for s in Status if CATEGORY[s] is Category.WAITING]
ACTIVE = [s for s in Status if CATEGORY[s] is Category.ACTIVE]


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
        QueueView.MINE: Q(assignee_id=user_id) & ~Q(status__in=DONE),
        QueueView.UNASSIGNED: Q(assignee_id=None) & ~Q(status__in=DONE),
        QueueView.OPEN: Q(status__in=ACTIVE),
        QueueView.WAITING: Q(status__in=WAITING),
        QueueView.DONE: Q(status__in=DONE),
        QueueView.ALL: Q(),
    }
    return conditions[view]


def queue_for(actor: Actor) -> QuerySet[Ticket]:
    """Return visible tickets, the next reply due first, annotated with `last_author`: the side that wrote the last public message."""
    last = Entry.objects.filter(ticket=OuterRef("pk"), kind=EntryKind.MESSAGE, visibility=Visibility.PUBLIC).order_by("-seq")
    return (
        visible_to(actor)
        .select_related("council", "citizen", "assignee", "procedure")
        .prefetch_related("procedure__texts")
        .annotate(last_author=Subquery(last.values("author_kind")[:1]))
        .order_by(F("reply_due_at").asc(nulls_last=True), "-updated_at", "-pk")
    )


def queue_counts(actor: Actor) -> dict[QueueView, int]:
    """Return how many tickets the views that call for work hold, in one query."""
    views = (QueueView.MINE, QueueView.UNASSIGNED, QueueView.OPEN, QueueView.WAITING)
    found = visible_to(actor).aggregate(**{view.value: Count("pk", filter=in_view(view, actor.user_id)) for view in views})
    return {view: found[view.value] for view in views}
