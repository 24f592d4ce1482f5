"""What a council asks, and the codes of its offices with their posters."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpdesk.base.errors import InvalidInput, NotFound
from helpdesk.people.models import Council
from helpdesk.people.selectors import base_url, council_for
from satisfaction import services
from satisfaction.access import Context, RatingRequest, chrome, staff_with
from satisfaction.forms import OfficeForm, QuestionForm, SettingsForm
from satisfaction.labels import KIND
from satisfaction.models import OfficeCode, Question
from satisfaction.permissions import Permission
from satisfaction.qr import QUIET, TooLong, path_of, qr
from satisfaction.rules import MAX_QUESTIONS
from satisfaction.selectors import current_questions, office_codes, settings_of, surveyed_councils, worded


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a question of the council's own, with the one that is asked there."""

    number: int
    text: str
    language: str
    kind: object
    missing: str


def _own(request: RatingRequest, slug: str) -> Council:
    return council_for(slug, request.actor, Permission.CONFIGURE)


def _chrome(request: RatingRequest, council: Council, tab: str) -> Context:
    several = surveyed_councils(request.actor, Permission.CONFIGURE)
    return chrome(request, tab) | {"own_council": council, "configured": council, "councils": several if len(several) > 1 else []}


def _slot(number: int, question: Question | None, council: Council) -> Slot:
    if question is None:
        return Slot(number, "", "", "", "")
    own = worded(question, council)
    missing = ", ".join(code for code in council.languages if not question.texts.get(code))
    return Slot(number, own.text, own.language, KIND[question.kind], missing)


@require_safe
@staff_with(Permission.CONFIGURE)
def settings_home(request: RatingRequest) -> HttpResponse:
    """The settings of the council of this host, or of the first one that this person configures."""
    several = surveyed_councils(request.actor, Permission.CONFIGURE)
    council = next((one for one in several if one.pk == request.council.pk), several[0])
    return redirect("rating:settings", council.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_with(Permission.CONFIGURE)
def settings(request: RatingRequest, council: str) -> HttpResponse:
    """What is asked beside the score, what opens a review, and the council's own questions."""
    own = _own(request, council)
    form = SettingsForm.of(settings_of(own), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.save_settings(council_id=own.pk, by=request.actor, **form.cleaned_data)
        messages.success(request, _("The settings are kept."))
        return redirect("rating:settings", own.slug)
    current = current_questions(council=own, by=request.actor)
    slots = [_slot(number, current.get(number), own) for number in range(1, MAX_QUESTIONS + 1)]
    context = _chrome(request, own, "settings") | {"form": form, "slots": slots}
    return render(request, "satisfaction/settings.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_with(Permission.CONFIGURE)
def question(request: RatingRequest, council: str, slot: int) -> HttpResponse:
    """One of the council's own questions; a new wording is a new version."""
    own = _own(request, council)
    if not 1 <= slot <= MAX_QUESTIONS:
        raise NotFound
    current = current_questions(council=own, by=request.actor).get(slot)
    form = QuestionForm(request.POST if request.method == "POST" else None, council=own, question=current)
    if request.method == "POST" and form.is_valid():
        wording = None if "remove" in request.POST else form.wording
        try:
            saved = services.save_question(council_id=own.pk, slot=slot, wording=wording, by=request.actor)
        except InvalidInput as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("The question is asked from now on.") if saved else _("The question is asked no more."))
            return redirect("rating:settings", own.slug)
    context = _chrome(request, own, "settings") | {"form": form, "slot": slot, "current": current}
    return render(request, "satisfaction/question.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_with(Permission.CONFIGURE)
def offices(request: RatingRequest, council: str) -> HttpResponse:
    """The codes of a council's offices, and making one."""
    own = _own(request, council)
    form = OfficeForm(request.POST if request.method == "POST" else None, council=own)
    if request.method == "POST" and form.is_valid():
        team = form.cleaned_data["team"]
        try:
            services.add_office(council_id=own.pk, name=form.cleaned_data["name"], team_id=team.pk if team else None, by=request.actor)
        except InvalidInput as error:
            form.add_error("name", str(error.message))
        else:
            messages.success(request, _("The code is made. Print its poster."))
            return redirect("rating:offices", own.slug)
    codes = [(row, short_address(own, row.code)) for row in office_codes(council=own, by=request.actor)]
    context = _chrome(request, own, "offices") | {"form": form, "codes": codes}
    return render(request, "satisfaction/offices.html", context, status=422 if form.errors else 200)


@require_POST
@staff_with(Permission.CONFIGURE)
def office_change(request: RatingRequest, council: str, office: int) -> HttpResponse:
    """Give an office another code, or end the one that it has."""
    own = _own(request, council)
    if "end" in request.POST:
        services.retire_office(council_id=own.pk, office_id=office, by=request.actor)
        messages.success(request, _("The code opens nothing any more."))
    else:
        services.renew_office(council_id=own.pk, office_id=office, by=request.actor)
        messages.success(request, _("The office has a new code. Print its poster again."))
    return redirect("rating:offices", own.slug)


def short_address(council: Council, code: str) -> str:
    """Return the address that visitors type or scan."""
    return base_url(council.pk) + reverse("rating_plain:office", args=[code])


@require_safe
@staff_with(Permission.CONFIGURE)
def poster(request: RatingRequest, council: str, office: int) -> HttpResponse:
    """A sheet to be printed: the question, the code to scan, and the short address to type."""
    own = _own(request, council)
    row: OfficeCode | None = next((one for one in office_codes(council=own, by=request.actor) if one.pk == office), None)
    if row is None:
        raise NotFound
    address = short_address(own, row.code)
    try:
        grid = qr(address)
    except TooLong:
        grid = []
    size = len(grid) + 2 * QUIET
    readable = address.split("://", 1)[-1].rstrip("/")
    context = {"office": row, "own_council": own, "address": readable, "qr": path_of(grid) if grid else "", "size": size}
    return render(request, "satisfaction/poster.html", context)
