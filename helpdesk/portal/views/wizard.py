"""The way to a request, one short page at a time; what is typed lives in a draft on the server."""

from urllib.parse import urlencode

from django.core.files.uploadedfile import UploadedFile
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from helpdesk.base.errors import NotFound, RefusedFile
from helpdesk.portal import services
from helpdesk.portal.calls import call_context
from helpdesk.portal.forms import ChannelForm, ProblemForm, WhoForm
from helpdesk.portal.models import WizardDraft
from helpdesk.portal.offer import Offer, offer_of
from helpdesk.portal.requests import PortalRequest, done_of
from helpdesk.portal.rules import DRAFT_COOKIE, DRAFT_DAYS, Way, WizardStep, step_after
from helpdesk.portal.selectors import files_of, open_draft
from helpdesk.portal.views.check import check
from helpdesk.portal.views.when import when
from helpdesk.portal.wizard import PLACE, Page, page_of
from helpdesk.tickets.selectors import ticket_for


def _to(step: WizardStep) -> str:
    return reverse("portal:help", args=[step])


def _draft(request: PortalRequest) -> tuple[WizardDraft, str]:
    """Return this browser's draft, and the key of one that had to be begun."""
    found = open_draft(request.council, request.COOKIES.get(DRAFT_COOKIE, ""))
    return (found, "") if found else services.start_draft(council=request.council, by=request.citizen)


def _keep(response: HttpResponse, key: str) -> HttpResponse:
    if key:
        response.set_cookie(DRAFT_COOKIE, key, max_age=DRAFT_DAYS * 86400, secure=True, httponly=True, samesite="Lax")
    return response


def _show(request: PortalRequest, page: Page, form: Form, offer: Offer, **more: object) -> HttpResponse:
    context = {"page": page, "form": form, "offer": offer, "opening": offer.opening, **more}
    return render(request, f"portal/help_{page.step}.html", context, status=422 if form.is_bound else 200)


def _onward(draft: WizardDraft, step: WizardStep) -> HttpResponse:
    """On to the next page; back to the last one, or to what is missing, when only one answer was changed."""
    return redirect(_to(step_after(step, draft.answers)))


def channel(request: PortalRequest) -> HttpResponse:
    """Ask how to help; only asked while there is something to choose."""
    offer = offer_of(request)
    if not offer.is_choice and request.method != "POST":
        query = {name: request.GET[name] for name in (*PLACE, "channel") if name in request.GET}
        return redirect(f"{_to(WizardStep.PROBLEM)}?{urlencode(query)}" if query else _to(WizardStep.PROBLEM))
    page = page_of(request, WizardStep.CHANNEL, open_draft(request.council, request.COOKIES.get(DRAFT_COOKIE, "")), with_channel=True)
    words = {Way.CHAT: _("Somebody is there now"), Way.CALL: offer.call_words, Way.WRITE: _("We answer within one working day")}
    form = ChannelForm(request.POST or None, hints={way: words[way] for way in offer.ways}, initial=page.answers)
    if request.method != "POST" or not form.is_valid():
        return _show(request, page, form, offer)
    draft, key = _draft(request)
    draft = services.save_answers(draft=draft, answers={**page.place, "channel": form.cleaned_data["channel"]}, by=request.citizen)
    return _keep(_onward(draft, WizardStep.CHANNEL), key)


def _take_files(draft: WizardDraft, form: ProblemForm, uploads: "list[UploadedFile[bytes]]", request: PortalRequest) -> None:
    for upload in uploads:
        try:
            services.keep_file(draft=draft, upload=upload, by=request.citizen)
        except RefusedFile as error:
            form.add_error("files", f"{upload.name}: {error.message}")


def problem(request: PortalRequest) -> HttpResponse:
    """Ask what happens; files are kept even when something else has to be corrected."""
    draft = open_draft(request.council, request.COOKIES.get(DRAFT_COOKIE, ""))
    offer = offer_of(request)
    page = page_of(request, WizardStep.PROBLEM, draft, with_channel=offer.is_choice)
    form = ProblemForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        steps=page.steps,
        ask_motive=page.procedure is None,
        initial={**page.answers, **page.place},
    )
    if request.method != "POST":
        return _show(request, page, form, offer, files=files_of(draft))
    draft, key = _draft(request)
    form.is_valid()
    _take_files(draft, form, form.cleaned_data.get("files", []), request)
    if request.POST.get("remove", "").isdecimal():
        services.remove_file(draft=draft, file_id=int(request.POST["remove"]), by=request.citizen)
        services.save_answers(draft=draft, answers={**page.place, "body": request.POST.get("body", "")[:5000]}, by=request.citizen)
        return _keep(redirect(_to(WizardStep.PROBLEM)), key)
    if not form.is_valid():
        return _keep(_show(request, page, form, offer, files=files_of(draft)), key)
    typed: dict[str, str] = {name: form.cleaned_data[name] for name in ("step", "motive", "body") if name in form.cleaned_data}
    draft = services.save_answers(draft=draft, answers={**page.place, "channel": page.channel, **typed}, by=request.citizen)
    return _keep(_onward(draft, WizardStep.PROBLEM), key)


def who(request: PortalRequest) -> HttpResponse:
    """Ask who it is, how to answer, and what there is to know."""
    draft = open_draft(request.council, request.COOKIES.get(DRAFT_COOKIE, ""))
    if draft is None or not draft.answers.get("body"):
        return redirect(_to(WizardStep.PROBLEM))
    offer = offer_of(request)
    page = page_of(request, WizardStep.WHO, draft, with_channel=offer.is_choice)
    form = WhoForm(request.POST or None, is_call=page.is_call, initial={"requester": "citizen", **draft.answers})
    if request.method != "POST" or not form.is_valid():
        return _show(request, page, form, offer)
    draft = services.save_answers(draft=draft, answers=form.cleaned_data, by=request.citizen)
    return _onward(draft, WizardStep.WHO)


STEPS = {
    WizardStep.CHANNEL: channel,
    WizardStep.PROBLEM: problem,
    WizardStep.WHEN: when,
    WizardStep.WHO: who,
    WizardStep.CHECK: check,
}


@require_http_methods(["GET", "HEAD", "POST"])
def help_step(request: PortalRequest, step: str) -> HttpResponseBase:
    """Show or take one page of the wizard."""
    if step not in list(WizardStep):
        raise NotFound
    return STEPS[WizardStep(step)](request)


@require_safe
def done(request: PortalRequest) -> HttpResponse:
    """Confirm what was sent, with the secret link; may be reloaded."""
    last = done_of(request)
    if last is None:
        return redirect("portal:my")
    context = {"done": last, "link": request.build_absolute_uri(reverse("plain:secret", args=[last["token"]]))}
    try:
        found = ticket_for(last["reference"], request.citizen)
    except NotFound:
        return render(request, "portal/done.html", context)
    return render(request, "portal/done.html", {**context, **call_context(found, request.citizen)})
