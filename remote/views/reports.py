"""The supervisor's history and report: which sessions there were, and what each agent did in a period."""

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from helpdesk.base import clock
from helpdesk.base.spreadsheet import to_csv
from helpdesk.tickets.labels import Label
from remote.access import RemoteRequest, chrome, staff_with
from remote.filters import HistoryForm, PeriodForm
from remote.permissions import Permission
from remote.selectors import cards_of, ended_sessions, report_of

ROWS = 25
COLUMNS: tuple[Label, ...] = (
    _("Proposed"),
    _("Held"),
    _("Minutes"),
    _("Median minutes"),
    _("Declined"),
    _("Not answered"),
    _("Stopped by the citizen"),
    _("Ended by a supervisor"),
    _("Broken"),
    _("Control asked"),
    _("Control allowed"),
    _("Control taken back"),
)


def _query(request: RemoteRequest) -> str:
    """Return the filters of an address, for the links to its other pages."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return asked.urlencode()


@require_safe
@staff_with(Permission.TERMINATE)
def history(request: RemoteRequest) -> HttpResponse:
    """Sessions that have ended, narrowed and by pages."""
    form = HistoryForm(request.GET, actor=request.actor)
    page = Paginator(ended_sessions(request.actor, form.wanted), ROWS).get_page(request.GET.get("page"))
    context = chrome(request, "remote") | {
        "form": form,
        "page": page,
        "cards": cards_of(page.object_list),
        "query": _query(request),
        "several": len(request.actor.roles) > 1,
        "place": "history",
    }
    return render(request, "remote/history.html", context)


def _period(request: RemoteRequest) -> PeriodForm:
    """Return the form of a report: this month, unless other days are asked for."""
    today: date = localtime(clock.now()).date()
    return PeriodForm(request.GET, actor=request.actor, since=today.replace(day=1), until=today)


@require_safe
@staff_with(Permission.TERMINATE)
def report(request: RemoteRequest) -> HttpResponse:
    """What each agent did in a period."""
    form = _period(request)
    context = chrome(request, "remote") | {
        "form": form,
        "rows": report_of(request.actor, form.wanted),
        "columns": COLUMNS,
        "query": _query(request),
        "several": len(request.actor.roles) > 1,
        "place": "report",
    }
    return render(request, "remote/report.html", context)


@require_safe
@staff_with(Permission.TERMINATE)
def report_csv(request: RemoteRequest) -> HttpResponse:
    """The same as a file."""
    wanted = _period(request).wanted
    head = [str(words) for words in (_("Council"), _("Agent"), *COLUMNS)]
    text = to_csv(head, ([row.council, row.name, *row.numbers()] for row in report_of(request.actor, wanted)))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="remote-sessions-{wanted.since}-{wanted.until}.csv"'
    return response
