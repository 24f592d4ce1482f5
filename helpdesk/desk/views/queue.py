"""The queue: views, filters, pages, and the fragment that keeps it fresh."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from helpdesk.chat.services import touch_presence
from helpdesk.desk.access import DeskRequest, staff_required
from helpdesk.desk.context import Context, chats_context, counts_of, desk_context
from helpdesk.desk.filters import TicketFilter, councils_of
from helpdesk.desk.narrowing import FILTERS, clean_query
from helpdesk.desk.next_call import pill_of
from helpdesk.desk.rows import capped, rows_of
from helpdesk.desk.selectors.saved_views import may_share_views, views_for
from helpdesk.desk.view_forms import SaveViewForm
from helpdesk.people.models import Council
from helpdesk.people.policies import councils_where
from helpdesk.tickets.permissions import Permission
from helpdesk.tickets.searching import parse
from helpdesk.tickets.selectors.queue import CAP, QueueView, capped_count, first_ids, order_of, queue_for, queue_rows, queue_slice
from helpdesk.tickets.selectors.search import fragments

PAGE_SIZE = 25
COUNTED_VIEWS = 12
OF_THIS_VISIT = ("sent", "current", "filters")
TABS: dict[QueueView, str | Promise] = {
    QueueView.MINE: _("Mine"),
    QueueView.UNASSIGNED: _("Unassigned"),
    QueueView.OPEN: _("All open"),
    QueueView.WAITING: _("Waiting"),
    QueueView.DONE: _("Done"),
    QueueView.ALL: _("All"),
}


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on; `query` is the address without it."""

    label: str | Promise
    value: str | Promise
    query: str


@dataclass(frozen=True, slots=True)
class SavedTab:
    """A saved view among the tabs."""

    pk: int
    name: str
    query: str
    count: str
    is_shared: bool
    current: bool


def view_of(data: QueryDict) -> QueueView:
    """Return the view asked for; all open tickets when none or an unknown one is."""
    asked = data.get("view")
    return next((view for view in QueueView if view == asked), QueueView.OPEN)


def _without(data: QueryDict, *names: str) -> str:
    kept = data.copy()
    for name in names:
        kept.pop(name, None)
    return kept.urlencode()


def narrowed(request: DeskRequest, data: QueryDict | None = None, found: list[Council] | None = None) -> TicketFilter:
    """Return the filter of an address, by default this one, over the view that it names."""
    data = request.GET if data is None else data
    found = councils_of(request.actor) if found is None else found
    return TicketFilter(data, queue_for(request.actor, view_of(data)), actor=request.actor, found=found)


def queue_context(request: DeskRequest, tickets: TicketFilter | None = None) -> Context:
    """Return the tabs and one page of rows for the query of this address."""
    view = view_of(request.GET)
    # The filters, with their many lists of choices, are not even made where nothing is narrowed.
    is_narrowed = any(request.GET.get(name) for name in FILTERS)
    tickets = narrowed(request) if tickets is None and is_narrowed else tickets
    found, asked = queue_for(request.actor, view), ""
    if tickets is not None and is_narrowed:
        found, asked = tickets.qs, tickets.form.cleaned_data.get("q", "").strip()
    counts = counts_of(request)
    page: Page[int]
    if not is_narrowed and view in counts:
        # It is counted already, so that only what is shown is read.
        total = counts[view]
        page = Paginator(range(min(total, CAP)), PAGE_SIZE).get_page(request.GET.get("page"))
        rows = queue_slice(found, order_of(view), max(page.start_index() - 1, 0), page.end_index())
    else:
        ids = first_ids(found, order_of(view, is_search=bool(asked)))
        total = len(ids)
        page = Paginator(ids[:CAP], PAGE_SIZE).get_page(request.GET.get("page"))
        rows = queue_rows(request.actor, list(page.object_list))
    query = parse(asked) if asked else None
    is_saved = request.GET.get("saved", "").isdecimal()
    return {
        "filter": tickets,
        "asked": asked,
        "found_count": total,
        "found_label": capped(total),
        "is_capped": total > CAP,
        "is_narrowed": is_narrowed,
        "tabs": [
            {
                "key": key,
                "label": label,
                "count": capped(counts[key]) if key in counts else None,
                "current": key == view and not is_saved and not asked,
            }
            for key, label in TABS.items()
        ],
        "view": view,
        "view_label": TABS[view],
        "page": page,
        "rows": rows_of(rows, query, fragments(rows, query, request.actor) if query else None),
        "query": _without(request.GET, "page", *OF_THIS_VISIT),
        "here": _without(request.GET, *OF_THIS_VISIT),
        "several_councils": len(councils_where(request.actor, Permission.WORK)) > 1,
    }


def chips(tickets: TicketFilter, data: QueryDict) -> Iterator[Chip]:
    """Yield the filters that are on, in words; what is looked for has its own place."""
    for name, value in tickets.form.cleaned_data.items():
        if name == "q" or value in {None, ""}:
            continue
        field = tickets.form.fields[name]
        words = date_format(value, "j M Y") if isinstance(value, date) else dict(getattr(field, "choices", ())).get(value, value)
        yield Chip(field.label or name, words, _without(data, name, "page", "saved", *OF_THIS_VISIT))


def saved_tabs(request: DeskRequest, found: list[Council]) -> list[SavedTab]:
    """Return the saved views with how many tickets they hold; beyond a dozen they are not counted."""
    tabs = []
    for number, saved in enumerate(views_for(request.actor)):
        data = QueryDict(saved.query)
        count = ""
        if number < COUNTED_VIEWS:
            count = capped(capped_count(narrowed(request, data, found).qs))
        current = request.GET.get("saved") == str(saved.pk)
        tabs.append(SavedTab(saved.pk, saved.name, f"{saved.query}&saved={saved.pk}", count, saved.is_shared, current))
    return tabs


def council_to_save(request: DeskRequest, found: list[Council]) -> Council:
    """Return the council that a saved view belongs to: that of this address where this person answers tickets, else the first of hers."""
    return next((council for council in found if council == request.council), found[0])


def narrow_context(request: DeskRequest, tickets: TicketFilter) -> Context:
    """Return what the page shows around the rows: saved views, filters that are on, and what saving them would keep."""
    tabs = saved_tabs(request, tickets.found)
    current = next((tab for tab in tabs if tab.current), None)
    is_narrowed = any(request.GET.get(name) for name in FILTERS)
    return {
        "saved_tabs": tabs,
        "saved_current": current,
        "with_filters": "filters" in request.GET or (is_narrowed and bool(tickets.form.errors)),
        "chips": list(chips(tickets, request.GET)) if is_narrowed else [],
        "to_save": "" if current else clean_query(request.GET.urlencode()),
        "save_form": SaveViewForm(may_share=may_share_views(request.actor, council_to_save(request, tickets.found).pk)),
    }


@require_safe
@staff_required
def home(request: DeskRequest) -> HttpResponse:
    """The queue as a page."""
    tickets = narrowed(request)
    context = desk_context(request, "queue") | queue_context(request, tickets) | narrow_context(request, tickets)
    return render(request, "desk/queue.html", context)


@require_safe
@staff_required
def fragment(request: DeskRequest) -> HttpResponse:
    """Rows and live chats only, asked for by the script; also tells that this person is still here."""
    touch_presence(by=request.actor)
    context = (
        queue_context(request)
        | chats_context(request)
        | {"current_reference": request.GET.get("current", ""), "next_call": pill_of(request.actor)}
    )
    return render(request, "desk/live.html", context)
