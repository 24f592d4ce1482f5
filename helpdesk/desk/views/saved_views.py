"""Saved views: keeping one, naming, sharing and deleting it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from helpdesk.base.errors import InvalidInput
from helpdesk.desk.access import DeskRequest, staff_required
from helpdesk.desk.context import Context, desk_context
from helpdesk.desk.filters import councils_of
from helpdesk.desk.models import SavedView
from helpdesk.desk.narrowing import clean_query
from helpdesk.desk.selectors.saved_views import may_keep_view, may_share_views, view_for, views_for
from helpdesk.desk.services.saved_views import change_view, delete_view, save_view
from helpdesk.desk.view_forms import SaveViewForm
from helpdesk.desk.views.queue import council_to_save


def _form(request: DeskRequest, view: SavedView, failed: SaveViewForm | None) -> SaveViewForm | None:
    if not may_keep_view(view, request.actor):
        return None
    if failed is not None and failed.prefix == f"view{view.pk}":
        return failed
    initial = {"name": view.name, "shared": view.is_shared}
    return SaveViewForm(initial=initial, may_share=may_share_views(request.actor, view.council_id), prefix=f"view{view.pk}")


def _page(request: DeskRequest, *, failed: SaveViewForm | None = None, query: str = "", status: int = 200) -> HttpResponse:
    rows = [{"view": view, "form": _form(request, view, failed)} for view in views_for(request.actor)]
    context: Context = desk_context(request, "queue") | {"views": rows, "form": failed, "query": query, "user_id": request.actor.user_id}
    return render(request, "desk/views.html", context, status=status)


@require_safe
@staff_required
def index(request: DeskRequest) -> HttpResponse:
    """All saved views."""
    return _page(request)


@require_POST
@staff_required
def save(request: DeskRequest) -> HttpResponse:
    """Keep what the queue is narrowed to."""
    council = council_to_save(request, councils_of(request.actor))
    form = SaveViewForm(request.POST, may_share=may_share_views(request.actor, council.pk))
    query = clean_query(request.POST.get("query", ""))
    if not form.is_valid():
        return _page(request, failed=form, query=query, status=422)
    data = form.cleaned_data
    try:
        view = save_view(council_id=council.pk, name=data["name"], query=query, shared=data.get("shared", False), by=request.actor)
    except InvalidInput as error:
        form.add_error("name", str(error.message))
        return _page(request, failed=form, query=query, status=422)
    messages.success(request, str(_("The view is saved.")))
    return redirect(f"{reverse('desk:home')}?{view.query}&saved={view.pk}")


@require_POST
@staff_required
def change(request: DeskRequest, view: int) -> HttpResponse:
    """Rename a view, share it or stop sharing it."""
    saved = view_for(view, request.actor)
    form = SaveViewForm(request.POST, may_share=may_share_views(request.actor, saved.council_id), prefix=f"view{saved.pk}")
    if not form.is_valid():
        return _page(request, failed=form, status=422)
    try:
        change_view(
            view_id=saved.pk, name=form.cleaned_data["name"], shared=form.cleaned_data.get("shared", saved.is_shared), by=request.actor
        )
    except InvalidInput as error:
        form.add_error("name", str(error.message))
        return _page(request, failed=form, status=422)
    messages.success(request, str(_("The view is saved.")))
    return redirect("desk:views")


@require_POST
@staff_required
def delete(request: DeskRequest, view: int) -> HttpResponse:
    """Delete a view."""
    delete_view(view_id=view, by=request.actor)
    messages.success(request, str(_("The view is deleted.")))
    return redirect("desk:views")
