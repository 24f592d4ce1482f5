"""Rating at an office: a page behind a code on a poster, bound to no request and to nobody."""

from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from helpdesk.base import clock
from helpdesk.base.errors import NotFound, TooMany
from satisfaction import limits, services
from satisfaction.access import RatingRequest
from satisfaction.forms import RatingForm
from satisfaction.selectors import office_code, survey_of

ANSWERED_KEY = "office_rated"


@require_safe
def office_short(request: RatingRequest, code: str) -> HttpResponse:
    """The short address, which leads to the page in the visitor's language."""
    return redirect("rating:office", code.upper())


def _today(request: RatingRequest) -> str:
    return clock.now().astimezone(ZoneInfo(request.council.time_zone)).date().isoformat()


@require_http_methods(["GET", "HEAD", "POST"])
def office(request: RatingRequest, code: str) -> HttpResponse:
    """Ask somebody who was at an office; a device answers once a day."""
    found = office_code(code=code, council=request.council)
    if found is None:
        raise NotFound(_("This code is not in use any more. Look for the newest poster, or ask at the desk."))
    today = _today(request)
    form = RatingForm(request.POST if request.method == "POST" else None, survey=survey_of(request.council), language=request.LANGUAGE_CODE)
    answered = request.session.get(ANSWERED_KEY) == today
    if request.method == "POST" and not answered and form.is_valid():
        if not limits.answers.takes(str(request.META.get("REMOTE_ADDR") or ""), clock.now().date()):
            raise TooMany(_("There are too many answers from here today. Please try again tomorrow."))
        data = form.cleaned_data
        services.rate_office(
            code=code, council=request.council, score=data["score"], comment=data["comment"], extras=form.extras, by=request.citizen
        )
        request.session[ANSWERED_KEY] = today
        return redirect("rating:office", found.code)
    context = {"office": found, "form": None if answered else form, "answered": answered}
    return render(request, "satisfaction/office.html", context, status=422 if form.errors and not answered else 200)
