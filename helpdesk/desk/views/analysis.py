"""Where people get stuck: an internal page for those who improve the procedures, and its tables as files. Never public."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from helpdesk.base import clock
from helpdesk.base.errors import NotAllowed, NotFound
from helpdesk.base.spreadsheet import to_csv
from helpdesk.desk.access import DeskRequest
from helpdesk.desk.analysis_form import AnalysisForm
from helpdesk.desk.analysis_tables import sheet_of, sheets_of
from helpdesk.desk.context import Context, NavItem, desk_context
from helpdesk.desk.permissions import Permission
from helpdesk.desk.selectors.analysis import analysed
from helpdesk.desk.selectors.analysis_names import Names, names_of
from helpdesk.people.places import places_for
from helpdesk.people.policies import councils_where
from helpdesk.people.selectors import teams_of
from helpdesk.tickets.permissions import Permission as Tickets

PLACE = "analysis"


def analyst_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let people in who supervise or publish for a council; strangers go to the login."""

    @wraps(view)
    def checked(request: HttpRequest, /, *args: str, **kwargs: str) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not councils_where(request.actor, Permission.ANALYSE):  # type: ignore[attr-defined]
            raise NotAllowed
        return view(request, *args, **kwargs)

    return checked


def _frame(request: DeskRequest) -> Context:
    """The desk around the page; for officers, who answer no tickets, only what they can open."""
    if councils_where(request.actor, Tickets.WORK):
        return desk_context(request, PLACE) | {"frame": "desk/base.html"}
    places = places_for(request.actor)
    return {
        "frame": "desk/settings/frame.html",
        "desk_nav": [NavItem(one.key, one.label, one.url, one.icon, one.key == PLACE) for one in places],
        "home_url": places[0].url if places else "/",
        "logout_url": reverse("account_logout"),
        "user_name": request.user.full_name,
    }


def _asked(request: DeskRequest) -> tuple[AnalysisForm, Names]:
    councils = analysed(request.actor)
    names = names_of(councils)
    teams = list(teams_of([council.pk for council in councils]))
    today = localtime(clock.now()).date()
    return AnalysisForm(request.GET, councils=councils, procedures=names.procedures, teams=teams, today=today), names


@require_safe
@analyst_required
def analysis(request: DeskRequest) -> HttpResponse:
    """Every table, narrowed as the address says."""
    form, names = _asked(request)
    wanted = form.wanted
    context: Context = {
        "form": form,
        "wanted": wanted,
        "sheets": sheets_of(wanted, names, request.actor),
        "query": request.GET.urlencode(),
    }
    return render(request, "desk/analysis.html", _frame(request) | context, status=422 if form.errors else 200)


@require_safe
@analyst_required
def table(request: DeskRequest, table: str) -> HttpResponse:
    """One table as a file for a spreadsheet, narrowed the same way."""
    form, names = _asked(request)
    wanted = form.wanted
    sheet = sheet_of(table, wanted, names, request.actor)
    if sheet is None:
        raise NotFound
    response = HttpResponse(to_csv([*sheet.heads, *sheet.number_heads], sheet.to_rows()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="internal-{table}-{wanted.since}-{wanted.until}.csv"'
    return response
