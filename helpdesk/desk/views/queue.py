"""The queue: views, filters, pages, and the fragment that keeps it fresh."""

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from helpdesk.chat.services import touch_presence
from helpdesk.desk.access import DeskRequest, staff_required
from helpdesk.desk.context import Context, chats_context, desk_context
from helpdesk.desk.filters import TicketFilter, councils_of
from helpdesk.desk.rows import rows_of
from helpdesk.tickets.selectors.queue import QueueView, in_view, queue_counts, queue_for

PAGE_SIZE = 30
TABS: dict[QueueView, str | Promise] = {
    QueueView.MINE: _("Mine"),
    QueueView.UNASSIGNED: _("Unassigned"),
    QueueView.OPEN: _("All open"),
    QueueView.WAITING: _("Waiting"),
    QueueView.DONE: _("Done"),
    QueueView.ALL: _("All"),
}


def view_of(data: QueryDict) -> QueueView:
    """Return the view asked for; all open tickets when none or an unknown one is."""
    asked = data.get("view")
    return next((view for view in QueueView if view == asked), QueueView.OPEN)


def _without(data: QueryDict, *names: str) -> str:
    kept = data.copy()
    for name in names:
        kept.pop(name, None)
    return kept.urlencode()


def queue_context(request: DeskRequest) -> Context:
    """Return the tabs and one page of rows for the query of this address."""
    view = view_of(request.GET)
    tickets = TicketFilter(request.GET, queue_for(request.actor).filter(in_view(view, request.actor.user_id)), actor=request.actor)
    page = Paginator(tickets.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    counts = queue_counts(request.actor)
    return {
        "filter": tickets,
        "is_narrowed": any(value for key, value in request.GET.items() if key in tickets.filters),
        "tabs": [{"key": key, "label": label, "count": counts.get(key), "current": key == view} for key, label in TABS.items()],
        "view": view,
        "view_label": TABS[view],
        "page": page,
        "rows": rows_of(page.object_list),
        "query": _without(request.GET, "page", "sent", "current"),
        "here": _without(request.GET, "sent", "current"),
        "several_councils": len(councils_of(request.actor)) > 1,
    }


@require_safe
@staff_required
def home(request: DeskRequest) -> HttpResponse:
    """The queue as a page."""
    return render(request, "desk/queue.html", desk_context(request, "queue") | queue_context(request))


@require_safe
@staff_required
def fragment(request: DeskRequest) -> HttpResponse:
    """Rows and live chats only, asked for by the script; also tells that this person is still here."""
    touch_presence(by=request.actor)
    context = queue_context(request) | chats_context(request) | {"current_reference": request.GET.get("current", "")}
    return render(request, "desk/live.html", context)
