"""A council's rules of publication, and the dates on which its months come out."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from helpdesk.base import clock
from helpdesk.people.models import Council
from helpdesk.people.policies import allowed
from transparency import selectors, services
from transparency.forms import PolicyForm, ReleaseForm
from transparency.months import Month
from transparency.permissions import Permission
from transparency.selectors import ReleaseDate
from transparency.views.frame import REFUSALS, Context, OfficerRequest, needs, own_council, page
from transparency.wording import local_words, month_words


@require_http_methods(["GET", "POST"])
@needs(Permission.SETTLE)
def settings(request: OfficerRequest, council: str) -> HttpResponse:
    """The rules: smallest number, quarters, who signs, when months come out, commitments."""
    own = own_council(request, council, Permission.SETTLE)
    may = allowed(request.actor, Permission.ALLOW_ALONE, own.pk)
    form = PolicyForm(selectors.policy_of(own), request.POST if request.method == "POST" else None, may_allow_alone=may)
    problem, status = "", 422 if form.is_bound else 200
    if form.is_valid():
        try:
            services.set_policy(council=own, policy=form.policy, by=request.actor)
        except REFUSALS as error:
            problem, status = str(error.message), error.status
        else:
            messages.success(request, _("The rules have been saved. They hold for months that are measured from now on."))
            return redirect("indicators:settings", council=own.slug)
    return page(request, "officer_settings", own, {"form": form, "problem": problem}, status=status)


def _rows(council: Council, dates: list[ReleaseDate]) -> list[Context]:
    now = clock.now()
    return [
        {
            "title": month_words(date.month),
            "due": local_words(date.due_at, council.time_zone),
            "date": date,
            "is_late": date.publication is None and date.due_at <= now,
            "published": local_words(date.publication.published_at, council.time_zone) if date.publication else "",
        }
        for date in dates
    ]


@require_http_methods(["GET", "POST"])
@needs(Permission.SETTLE)
def calendar(request: OfficerRequest, council: str) -> HttpResponse:
    """When each month comes out, and moving one."""
    own = own_council(request, council, Permission.SETTLE)
    dates = selectors.releases(own)
    movable = [(str(date.month), month_words(date.month)) for date in dates if date.publication is None]
    form = ReleaseForm(own, movable, request.POST if request.method == "POST" else None)
    problem, status = "", 422 if form.is_bound else 200
    if form.is_valid():
        month = Month.parse(form.cleaned_data["month"])
        try:
            services.set_release(council=own, month=month, due_at=form.due_at, by=request.actor)
        except REFUSALS as error:
            problem, status = str(error.message), error.status
        else:
            messages.success(request, _("The new date is announced."))
            return redirect("indicators:calendar", council=own.slug)
    context: Context = {"form": form, "problem": problem, "rows": _rows(own, dates), "movable": movable}
    return page(request, "officer_calendar", own, context, status=status)
