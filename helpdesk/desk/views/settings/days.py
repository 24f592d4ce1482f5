"""The days that differ from the week: holidays, half days, summer."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from helpdesk.base import clock
from helpdesk.base.errors import Conflict, InvalidInput, NotFound
from helpdesk.calendars.rules import Scope
from helpdesk.calendars.selectors import ExceptionDay, exception_on, exceptions_of, local_holidays_missing
from helpdesk.calendars.services.holidays import seed_holidays
from helpdesk.calendars.services.hours import confirm_exception, delete_exception, save_exception
from helpdesk.calendars.words import day_words, hours_words
from helpdesk.desk.access import DeskRequest, configurer_required
from helpdesk.desk.views.settings.chrome import own_council, page
from helpdesk.desk.week_form import SCOPES, DayForm
from helpdesk.people.models import Council


@dataclass(frozen=True, slots=True)
class DayLine:
    """A day as the list shows it; without `hours` it is closed."""

    day: ExceptionDay
    words: str
    hours: str
    scope: str | Promise


def this_year(council: Council) -> int:
    """Return the year that it is where the council is."""
    return clock.now().astimezone(ZoneInfo(council.time_zone)).year


def _year(text: str, council: Council) -> int:
    return int(text) if text.isdecimal() and 2020 <= int(text) <= 2100 else this_year(council)


def _day(text: str) -> date:
    """A day from an address or a button; NotFound when it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise NotFound from error


def _back(council: Council, year: int) -> HttpResponse:
    return redirect(f"{reverse('desk:settings_days', args=[council.slug])}?year={year}")


def _show(request: DeskRequest, council: Council, form: DayForm, year: int) -> HttpResponse:
    lines = [
        DayLine(day, day_words(day.day), hours_words((opens, closes) for opens, closes, _seats in day.intervals), SCOPES[day.scope])
        for day in exceptions_of(council, year)
    ]
    missing = local_holidays_missing(council, year)
    now = this_year(council)
    context = {
        "form": form,
        "lines": lines,
        "year": year,
        "years": sorted({now - 1, now, now + 1, year}),
        "missing": missing,
        "unconfirmed": sum(not line.day.is_confirmed for line in lines),
        "has_official": any(line.day.scope in {Scope.NATIONAL, Scope.REGIONAL} for line in lines),
    }
    return page(request, council, "days", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@configurer_required
def days(request: DeskRequest, council: str) -> HttpResponse:
    """The days of a year, and the form that adds one or changes the one that the address names."""
    own = own_council(request, council)
    if request.method != "POST":
        known = exception_on(own, _day(request.GET["day"])) if request.GET.get("day") else None
        year = known.day.year if known else _year(request.GET.get("year", ""), own)
        return _show(request, own, DayForm(known=known), year)
    form = DayForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            save_exception(
                council_id=own.pk,
                day=data["day"],
                label=data["label"],
                intervals=data["intervals"],
                scope=Scope(data["scope"]),
                replaces=data["replaces"],
                by=request.actor,
            )
        except (Conflict, InvalidInput) as error:
            form.add_error("day" if isinstance(error, Conflict) else None, str(error.message))
        else:
            messages.success(request, _("%(day)s is saved.") % {"day": day_words(data["day"])})
            return _back(own, data["day"].year)
    return _show(request, own, form, _year(request.GET.get("year", ""), own))


@require_POST
@configurer_required
def remove(request: DeskRequest, council: str) -> HttpResponse:
    """Let a day follow the week again."""
    own, day = own_council(request, council), _day(request.POST.get("day", ""))
    delete_exception(council_id=own.pk, day=day, by=request.actor)
    messages.success(request, _("%(day)s follows the week again.") % {"day": day_words(day)})
    return _back(own, day.year)


@require_POST
@configurer_required
def confirm(request: DeskRequest, council: str) -> HttpResponse:
    """Say that the official gazette has a day."""
    own, day = own_council(request, council), _day(request.POST.get("day", ""))
    confirm_exception(council_id=own.pk, day=day, by=request.actor)
    messages.success(request, _("%(day)s is confirmed.") % {"day": day_words(day)})
    return _back(own, day.year)


@require_POST
@configurer_required
def holidays(request: DeskRequest, council: str) -> HttpResponse:
    """Add the official holidays of a year."""
    own = own_council(request, council)
    year = _year(request.POST.get("year", ""), own)
    added = seed_holidays(council=own, year=year, by=request.actor)
    said = ngettext("%(count)s holiday of %(year)s has been added.", "%(count)s holidays of %(year)s have been added.", added)
    messages.success(request, said % {"count": added, "year": year})
    return _back(own, year)
