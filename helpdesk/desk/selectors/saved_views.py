"""Saved views that an actor may open: her own, and those that are shared in her councils."""

from django.db.models import Q, QuerySet

from helpdesk.base.errors import NotFound
from helpdesk.desk.models import SavedView
from helpdesk.desk.permissions import Permission
from helpdesk.people.actors import Actor
from helpdesk.people.permissions import Permission as People
from helpdesk.people.policies import allowed, councils_where


def reachable_views(actor: Actor) -> QuerySet[SavedView]:
    """Return the views that an actor may open, by name."""
    rows: QuerySet[SavedView] = QuerySet(SavedView).filter(council_id__in=councils_where(actor, Permission.VIEWS))
    return rows.filter(Q(is_shared=True) | Q(owner_id=actor.user_id)).order_by("name", "pk")


def views_for(actor: Actor) -> list[SavedView]:
    """Return the views that an actor may open, with the names of their owners."""
    return list(
        reachable_views(actor).select_related("owner").defer("council").only("name", "query", "is_shared", "council_id", "owner__full_name")
    )


def view_for(view_id: int, actor: Actor) -> SavedView:
    """Return a view that an actor may open; raises NotFound."""
    view = reachable_views(actor).select_related("council", "owner").filter(pk=view_id).first()
    if view is None:
        raise NotFound
    return view


def may_share_views(actor: Actor, council_id: int) -> bool:
    """Say whether an actor decides which views everybody of a council has."""
    return allowed(actor, People.CONFIGURE, council_id)


def may_keep_view(view: SavedView, actor: Actor) -> bool:
    """Say whether an actor may change a view: an own one, or a shared one of a council that she configures."""
    return may_share_views(actor, view.council_id) if view.is_shared else view.owner_id == actor.user_id
