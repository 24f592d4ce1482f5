"""The supervisor's board: a page, the same on a screen on the wall, and moving the work of somebody who is not there."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from helpdesk.base.errors import InvalidInput, NotFound
from helpdesk.calendars.words import clock_words, time_words
from helpdesk.callbacks.models import Call
from helpdesk.callbacks.rules import CallWhen
from helpdesk.desk.access import DeskRequest, in_background, supervisor_required
from helpdesk.desk.context import Context, desk_context
from helpdesk.desk.permissions import Permission
from helpdesk.desk.selectors.board import AgentRow, Board, board_of, supervised, work_of
from helpdesk.desk.services.moving import move_work
from helpdesk.desk.settings_forms import MoveForm
from helpdesk.desk.tiles import STATES, seen_words, tiles_of, today_of
from helpdesk.people.models import Council
from helpdesk.people.selectors import colleagues, council_for, teams_of


@dataclass(frozen=True, slots=True)
class AgentLine:
    """A person as the table shows her."""

    row: AgentRow
    state: str | Promise
    tone: str
    icon: str
    seen: str


@dataclass(frozen=True, slots=True)
class CallLine:
    """A call as the lists show it."""

    call: Call
    when: str


def _when(call: Call, now: datetime) -> str:
    """A time of today needs no day; one of another day does."""
    zone = ZoneInfo(call.council.time_zone)
    if call.starts_at.astimezone(zone).date() != now.astimezone(zone).date():
        return time_words(call.starts_at, call.when, call.council.time_zone)
    if call.when == CallWhen.MORNING:
        return _("In the morning")
    if call.when == CallWhen.AFTERNOON:
        return _("In the afternoon")
    return clock_words(call.starts_at, call.council.time_zone)


def _lines(calls: tuple[Call, ...], now: datetime) -> list[CallLine]:
    return [CallLine(call, _when(call, now)) for call in calls]


def _chosen(request: DeskRequest, councils: list[Council]) -> list[Council]:
    """The council asked for, or all that are supervised; one of somebody else's does not exist."""
    asked = request.GET.get("council", "")
    found = [council for council in councils if not asked or council.slug == asked]
    if not found:
        raise NotFound
    return found


def _board_context(request: DeskRequest) -> Context:
    councils = supervised(request.actor)
    chosen = _chosen(request, councils)
    board: Board = board_of(request.actor, chosen)
    return {
        "board": board,
        "at": clock_words(board.now, chosen[0].time_zone),
        "tiles": tiles_of(board),
        "today": today_of(board),
        "agents": [AgentLine(row, *STATES[row.state], seen_words(row.seen_at, board.now)) for row in board.agents],
        "late": _lines(board.calls_late, board.now),
        "coming": _lines(board.calls_next, board.now),
        "councils": councils,
        "chosen": chosen[0] if request.GET.get("council") else None,
        "several_councils": len(chosen) > 1,
        "is_tv": request.GET.get("tv") == "1",
        "refresh_url": f"{reverse('desk:board')}?{request.GET.urlencode()}",
    }


@require_safe
@supervisor_required
def board(request: DeskRequest) -> HttpResponse:
    """What goes on now; a script asks for the middle of the page only."""
    context = _board_context(request)
    if in_background(request):
        return render(request, "desk/board_live.html", context)
    if context["is_tv"]:
        return render(request, "desk/board_tv.html", context)
    return render(request, "desk/board.html", desk_context(request, "board") | context)


@require_http_methods(["GET", "HEAD", "POST"])
@supervisor_required
def move(request: DeskRequest, council: str, person: int) -> HttpResponse:
    """Give all that somebody has open to a colleague or to a team."""
    own = council_for(council, request.actor, Permission.SUPERVISE)
    user, count = work_of(request.actor, own, person)
    if user is None:
        raise NotFound
    others = colleagues(own.pk).exclude(pk=user.pk)
    form = MoveForm(request.POST if request.method == "POST" else None, people=others, teams=teams_of([own.pk]))
    if request.method == "POST" and form.is_valid():
        try:
            moved = move_work(council_id=own.pk, from_user_id=user.pk, **form.target, reason=form.cleaned_data["reason"], by=request.actor)
        except InvalidInput as error:
            form.add_error("to", str(error.message))
        else:
            messages.success(
                request, ngettext("%(count)s ticket has been moved.", "%(count)s tickets have been moved.", moved) % {"count": moved}
            )
            return redirect("desk:board")
    title = _("Move the work of %(name)s") % {"name": user.full_name}
    context: Context = {"form": form, "person": user, "count": count, "own_council": own, "title": title}
    return render(request, "desk/board_move.html", desk_context(request, "board") | context, status=422 if form.errors else 200)
