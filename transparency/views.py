"""The officer's pages: months, preview, commentary, publication."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from helpdesk.base import clock
from helpdesk.base.errors import Conflict, DomainError, ForbiddenTransition, InvalidInput, NotAllowed, NotFound
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, User
from transparency import selectors, services
from transparency.forms import CommentaryForm, PublishForm
from transparency.months import Month
from transparency.presentation import month_words, page_of

P = ParamSpec("P")
REFUSALS = (Conflict, ForbiddenTransition, InvalidInput)


class OfficerRequest(HttpRequest):
    """A request of somebody who prepares indicators."""

    actor: Actor
    council: Council
    user: User


def officer_required(view: Callable[Concatenate[OfficerRequest, P], HttpResponse]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let people with the role of officer in some council in; send strangers to the login."""

    @wraps(view)
    def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path() if request.method == "GET" else reverse("indicators:home"))
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if not selectors.councils_of(actor):
            raise NotAllowed
        return view(request, *args, **kwargs)  # type: ignore[arg-type]

    return checked


def _council(request: OfficerRequest, slug: str) -> Council:
    """One of the officer's councils; any other does not exist for her."""
    found = next((council for council in selectors.councils_of(request.actor) if council.slug == slug), None)
    if found is None:
        raise NotFound
    return found


def _chrome(request: OfficerRequest) -> dict[str, object]:
    home = reverse("indicators:home")
    return {
        "desk_nav": [{"label": _("Indicators"), "url": home, "icon": "chart-column", "current": True}],
        "home_url": home,
        "logout_url": reverse("account_logout"),
        "user_name": request.user.full_name,
    }


def _to_month(council: Council, month: Month) -> HttpResponse:
    return redirect("indicators:month", council=council.slug, month=month)


@require_GET
@officer_required
def home(request: OfficerRequest) -> HttpResponse:
    """The months of one of the officer's councils: this host's, unless another is asked for."""
    councils = selectors.councils_of(request.actor)
    asked = request.GET.get("council", request.council.slug)
    council = next((c for c in councils if c.slug == asked), councils[0])
    running = Month.at(clock.now(), council.time_zone)
    states = selectors.month_states(council, request.actor, running=running)
    rows = [{"state": state, "slug": str(state.month), "title": month_words(state.month)} for state in states]
    return render(request, "transparency/months.html", {"own_council": council, "councils": councils, "rows": rows, **_chrome(request)})


def _month_page(
    request: OfficerRequest, council: Council, month: Month, form: CommentaryForm | None = None, status: int = 200
) -> HttpResponse:
    draft = selectors.draft_of(council, month, request.actor)
    try:
        publication = selectors.publication_of(council, month)
    except NotFound:
        publication = None
    language = translation.get_language() or council.default_language
    report = selectors.published_report(publication) if publication else selectors.draft_report(draft) if draft else None
    context = {
        "own_council": council,
        "month": str(month),
        "title": month_words(month),
        "draft": draft,
        "publication": publication,
        "is_running": month.end(council.time_zone) > clock.now(),
        "page": page_of(report, language) if report else None,
        "form": form or (CommentaryForm(council, draft.commentary) if draft and not publication else None),
    }
    return render(request, "transparency/month.html", {**context, **_chrome(request)}, status=status)


@require_GET
@officer_required
def month(request: OfficerRequest, council: str, month: Month) -> HttpResponse:
    """A month as the public will see it, with the commentary to be written."""
    return _month_page(request, _council(request, council), month)


@require_POST
@officer_required
def measure(request: OfficerRequest, council: str, month: Month) -> HttpResponse:
    """Measure a month, or measure it again."""
    own = _council(request, council)
    try:
        services.make_draft(council=own, month=month, by=request.actor)
        messages.success(request, _("The month has been measured."))
    except REFUSALS as error:
        messages.error(request, str(error.message))
    return _to_month(own, month)


@require_POST
@officer_required
def commentary(request: OfficerRequest, council: str, month: Month) -> HttpResponse:
    """Keep the commentary."""
    own = _council(request, council)
    form = CommentaryForm(own, {}, request.POST)
    if not form.is_valid():
        return _month_page(request, own, month, form, status=422)
    try:
        services.write_commentary(council=own, month=month, texts=form.texts, by=request.actor)
        messages.success(request, _("The commentary has been saved."))
    except REFUSALS as error:
        messages.error(request, str(error.message))
    return _to_month(own, month)


@require_http_methods(["GET", "POST"])
@officer_required
def publish(request: OfficerRequest, council: str, month: Month) -> HttpResponse:
    """Ask once more, then publish for good."""
    own = _council(request, council)
    form = PublishForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _published(request, own, month)
    draft = selectors.draft_of(own, month, request.actor)
    if draft is None:
        return _to_month(own, month)
    missing = [language for language in own.languages if language not in draft.commentary]
    context = {"own_council": own, "month": str(month), "title": month_words(month), "form": form, "missing": missing, **_chrome(request)}
    return render(request, "transparency/publish.html", context, status=422 if form.is_bound else 200)


def _published(request: OfficerRequest, council: Council, month: Month) -> HttpResponse:
    try:
        services.publish(council=council, month=month, by=request.actor)
        messages.success(request, _("The month is published."))
    except REFUSALS as error:
        refused: DomainError = error
        messages.error(request, str(refused.message))
    return _to_month(council, month)
