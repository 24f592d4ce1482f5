"""Results: what people answered, by channel, procedure, team and month, with their comments; as pages and as files."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from helpdesk.base import clock
from helpdesk.base.spreadsheet import Cell, to_csv
from helpdesk.people.models import Council
from helpdesk.people.policies import councils_where
from helpdesk.tickets.labels import CHANNEL
from satisfaction.access import Context, RatingRequest, chrome, staff_with
from satisfaction.filters import OF_ANSWERS, InvitationFilter, RatingFilter
from satisfaction.labels import SCORE, SOLVED, VIA, in_words
from satisfaction.models import Rating
from satisfaction.permissions import Permission
from satisfaction.selectors import (
    Line,
    comments_of,
    invitations_of,
    procedure_titles,
    ratings_of,
    results_of,
    surveyed_councils,
    team_names,
)
from satisfaction.tables import charts_of, month_words, percent, row_of, tables_of

COMMENTS = 20
A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment with its score; where it came from only as far as nobody is known by it."""

    score: int
    words: str
    text: str
    solved: str
    about: str
    month: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for: the council, what is narrowed, and the names of what it is narrowed by."""

    council: Council
    several: list[Council]
    ratings: RatingFilter
    invitations: InvitationFilter | None
    procedures: dict[int, str]
    teams: dict[int, str]


def _asked(request: RatingRequest) -> Asked:
    """Read an address; without a day, the last year."""
    several = surveyed_councils(request.actor, Permission.RESULTS)
    here = next((one for one in several if one.pk == request.council.pk), several[0])
    council = next((one for one in several if one.slug == request.GET.get("council")), here)
    data = request.GET.copy()
    if "since" not in data:
        data["since"] = (clock.now().astimezone(ZoneInfo(council.time_zone)).date() - A_YEAR).isoformat()
    procedures, teams = procedure_titles(council), team_names(council)
    ratings = RatingFilter(data, ratings_of(council, request.actor), council=council, procedures=procedures, teams=teams)
    invitations = None
    if not any(data.get(name) for name in OF_ANSWERS):
        rows = invitations_of(council, request.actor)
        invitations = InvitationFilter(data, rows, council=council, procedures=procedures, teams=teams)
    return Asked(council, several, ratings, invitations, procedures, teams)


def _query(request: RatingRequest) -> str:
    asked = request.GET.copy()
    asked.pop("page", None)
    return asked.urlencode()


def _comments(ratings: Iterable[Rating], council: Council) -> list[Comment]:
    zone = ZoneInfo(council.time_zone)
    return [
        Comment(
            score=rating.score,
            words=str(SCORE[rating.score]),
            text=in_words(rating.comment),
            solved=str(SOLVED.get(rating.solved, "")),
            about=_where(rating),
            month=month_words(rating.created_at.astimezone(zone).date()),
        )
        for rating in ratings
    ]


def _where(rating: Rating) -> str:
    channel: str | None = getattr(rating, "channel", None)
    return str(CHANNEL[channel] if channel else VIA["office"])


@require_safe
@staff_with(Permission.RESULTS)
def home(request: RatingRequest) -> HttpResponse:
    """The first page of the room: open reviews for who supervises, results for who does not."""
    return redirect("rating:reviews" if councils_where(request.actor, Permission.REVIEW) else "rating:results")


@require_safe
@staff_with(Permission.RESULTS)
def results(request: RatingRequest) -> HttpResponse:
    """Everything of one council and one choice of filters."""
    asked = _asked(request)
    found: QuerySet[Rating] = asked.ratings.qs
    counted = results_of(asked.council, found, asked.invitations.qs if asked.invitations else None)
    page = Paginator(comments_of(found), COMMENTS).get_page(request.GET.get("page"))
    total = row_of("", counted.total)
    context: Context = chrome(request, "results") | {
        "own_council": asked.council,
        "councils": asked.several if len(asked.several) > 1 else [],
        "form": asked.ratings.form,
        "total": total,
        "figures": _figures(counted.solved, total.line.invited),
        "charts": charts_of(counted),
        "tables": tables_of(counted, asked.procedures, asked.teams),
        "comments": _comments(page.object_list, asked.council),
        "page": page,
        "query": _query(request),
    }
    return render(request, "satisfaction/results.html", context)


def _figures(solved: tuple[int, int, int], invited: int | None) -> dict[str, object]:
    answered = sum(solved)
    return {"solved": percent(100 * solved[0] / answered if answered else None), "solved_of": answered, "has_response": invited is not None}


@require_safe
@staff_with(Permission.RESULTS)
def results_csv(request: RatingRequest) -> HttpResponse:
    """The tables as one file."""
    asked = _asked(request)
    counted = results_of(asked.council, asked.ratings.qs, asked.invitations.qs if asked.invitations else None)
    head = [_("Table"), _("Row"), _("Invited"), _("Answers of those invited"), _("Answers"), _("Mean"), _("4 and 5 (%)")]
    rows: list[list[Cell]] = [[_("All"), "", *_numbers(counted.total)]]
    rows += [
        [table.title, row.name, *_numbers(row.line)] for table in tables_of(counted, asked.procedures, asked.teams) for row in table.rows
    ]
    rows += [[chart.title, name, "", "", int(count or 0)] for chart in charts_of(counted)[1:] for name, count, _shown in chart.rows]
    return _file([*head, *(f"{score}: {words}" for score, words in SCORE.items())], rows, f"ratings-{asked.council.slug}.csv")


def _numbers(line: Line) -> list[Cell]:
    invited = "" if line.invited is None else line.invited
    asked = "" if line.invited is None else line.asked_answers
    middle, good = (("" if value is None else round(value, 2)) for value in (line.mean, line.good))
    return [invited, asked, line.answers, middle, good, *line.distribution]


@require_safe
@staff_with(Permission.RESULTS)
def comments_csv(request: RatingRequest) -> HttpResponse:
    """The masked comments as one file."""
    asked = _asked(request)
    head = [_("Month"), _("Channel"), _("Score"), _("Answer"), _("Was it solved?"), _("Comment")]
    rows: list[list[Cell]] = [
        [one.month, one.about, one.score, one.words, one.solved, one.text]
        for one in _comments(comments_of(asked.ratings.qs), asked.council)
    ]
    return _file(head, rows, f"comments-{asked.council.slug}.csv")


def _file(head: list[str], rows: Iterable[list[Cell]], name: str) -> HttpResponse:
    response = HttpResponse(to_csv(head, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
