"""Views that are kept under a name: everybody keeps own ones, who configures the council decides which are everybody's."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from helpdesk.base.errors import InvalidInput, NotAllowed, NotFound
from helpdesk.base.text import clean_text
from helpdesk.desk.models import SavedView
from helpdesk.desk.narrowing import clean_query
from helpdesk.desk.permissions import Permission
from helpdesk.desk.selectors.saved_views import may_keep_view, may_share_views, reachable_views
from helpdesk.people.actors import Actor
from helpdesk.people.policies import require

MOST_VIEWS = 30
NO_NAME = _("Give the view a name of 40 characters at most.")
NO_QUERY = _("Choose at least one filter before saving the view.")
TOO_MANY_VIEWS = _("You have 30 views of your own. Delete one that you no longer use first.")
NAME_TAKEN = _("You already have a view with this name.")


def _checked_name(name: str) -> str:
    name = clean_text(name)
    if not name or len(name) > 40:
        raise InvalidInput(NO_NAME)
    return name


def _save(view: SavedView) -> SavedView:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise InvalidInput(NAME_TAKEN) from error
    return view


def _kept(view_id: int, by: Actor) -> SavedView:
    view = reachable_views(by).select_for_update().filter(pk=view_id).first()
    if view is None:
        raise NotFound
    if not may_keep_view(view, by):
        raise NotAllowed
    return view


@transaction.atomic
def save_view(*, council_id: int, name: str, query: str, shared: bool = False, by: Actor) -> SavedView:
    """Keep a narrowed queue under a name; of the query only what narrows is kept. Sharing it needs the permission to configure the council."""
    require(by, Permission.VIEWS, council_id)
    if by.user_id is None or (shared and not may_share_views(by, council_id)):
        raise NotAllowed
    name, query = _checked_name(name), clean_query(query)
    if not query:
        raise InvalidInput(NO_QUERY)
    if reachable_views(by).filter(owner_id=by.user_id).count() >= MOST_VIEWS:
        raise InvalidInput(TOO_MANY_VIEWS)
    return _save(SavedView(council_id=council_id, owner_id=by.user_id, name=name, query=query, is_shared=shared))


@transaction.atomic
def change_view(*, view_id: int, name: str, shared: bool, by: Actor) -> SavedView:
    """Rename a view, share it or stop sharing it."""
    view = _kept(view_id, by)
    if shared is not view.is_shared and not may_share_views(by, view.council_id):
        raise NotAllowed
    view.name, view.is_shared = _checked_name(name), shared
    return _save(view)


@transaction.atomic
def delete_view(*, view_id: int, by: Actor) -> None:
    """Delete a view; the tickets in it stay as they are."""
    _kept(view_id, by).delete()
