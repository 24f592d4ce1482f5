"""When to call: a list of days, native radio buttons, and what to do when a time was just taken."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from helpdesk.base.errors import SlotTaken
from helpdesk.callbacks.rules import CallMode
from helpdesk.callbacks.video import video_offered
from helpdesk.portal.forms import SlotForm
from helpdesk.portal.models import WizardDraft
from helpdesk.portal.offer import offer_of
from helpdesk.portal.requests import PortalRequest
from helpdesk.portal.rules import DRAFT_COOKIE, Way, WizardStep, step_after
from helpdesk.portal.selectors import open_draft
from helpdesk.portal.services import choose_slot
from helpdesk.portal.slots import Picker, picker_of
from helpdesk.portal.wizard import page_of


def _to(step: WizardStep) -> HttpResponse:
    return redirect(reverse("portal:help", args=[step]))


def _show(request: PortalRequest, draft: WizardDraft, form: SlotForm, picker: Picker, status: int) -> HttpResponse:
    offer = offer_of(request)
    page = page_of(request, WizardStep.WHEN, draft, with_channel=offer.is_choice)
    return render(request, "portal/help_when.html", {"page": page, "form": form, "picker": picker, "offer": offer}, status=status)


def _form(request: PortalRequest, picker: Picker, data: Mapping[str, Any] | None, **initial: str) -> SlotForm:
    return SlotForm(data, groups=picker.groups, with_mode=video_offered(request.council.pk), initial=initial)


def slot_taken(request: PortalRequest, draft: WizardDraft, key: str) -> HttpResponse:
    """Say that a time is gone, with the nearest free ones; everything else that was typed stays in the draft."""
    picker = picker_of(request.council, asked=request.GET.get("days", ""), taken=key)
    form = _form(request, picker, {"slot": key, "mode": request.POST.get("mode") or str(draft.answers.get("mode") or "phone")})
    form.add_error("slot", picker.taken_words)
    return _show(request, draft, form, picker, 409)


def when(request: PortalRequest) -> HttpResponse:
    """Ask for a time and hold it."""
    draft = open_draft(request.council, request.COOKIES.get(DRAFT_COOKIE, ""))
    if draft is None or not draft.answers.get("body"):
        return _to(WizardStep.PROBLEM)
    if draft.answers.get("channel") != Way.CALL:
        return _to(WizardStep.CHANNEL)
    chosen = str(draft.answers.get("slot", ""))
    picker = picker_of(request.council, asked=request.GET.get("days", ""), chosen=chosen)
    data = request.POST if request.method == "POST" else None
    form = _form(request, picker, data, slot=chosen, mode=str(draft.answers.get("mode") or CallMode.PHONE.value))
    if request.method != "POST" or not form.is_valid():
        return _show(request, draft, form, picker, 422 if form.is_bound else 200)
    key = form.cleaned_data["slot"]
    try:
        draft = choose_slot(draft=draft, key=key, mode=form.chosen_mode, by=request.citizen)
    except SlotTaken:
        return slot_taken(request, draft, key)
    return _to(step_after(WizardStep.WHEN, draft.answers))
