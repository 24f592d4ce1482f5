"""The last page of the wizard: look it over and send it, once."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from helpdesk.base import clock
from helpdesk.base.errors import NotFound, SlotTaken, TooMany
from helpdesk.base.phones import readable
from helpdesk.callbacks.rules import CallMode
from helpdesk.callbacks.video import video_offered
from helpdesk.catalogue.rules import device_label
from helpdesk.people.middleware import remember_link
from helpdesk.portal.forms import IN_WHOSE_NAME, CheckForm
from helpdesk.portal.models import WizardDraft
from helpdesk.portal.needs import needs_words
from helpdesk.portal.offer import offer_of
from helpdesk.portal.requests import DONE_KEY, SENT_KEY, Done, PortalRequest, done_of
from helpdesk.portal.rules import DRAFT_COOKIE, SENDINGS_PER_HOUR, WizardStep, first_missing, recent, too_quick
from helpdesk.portal.selectors import draft_by_key, files_of
from helpdesk.portal.services import Sent, renew_slot, send_draft
from helpdesk.portal.slots import key_words
from helpdesk.portal.views.when import slot_taken
from helpdesk.portal.wizard import Page, page_of
from helpdesk.tickets.labels import MOTIVE


def check(request: PortalRequest) -> HttpResponse:
    """Show all answers; POST sends them."""
    key = request.COOKIES.get(DRAFT_COOKIE, "")
    try:
        draft = draft_by_key(request.council, key)
    except NotFound:
        return redirect(reverse("portal:help", args=[WizardStep.PROBLEM]))
    if draft.ticket_reference:
        return _again(request, key, draft.ticket_reference)
    missing = first_missing(draft.answers)
    if missing is not None:
        return redirect(reverse("portal:help", args=[missing]))
    return _with_time(request, key, draft)


def _with_time(request: PortalRequest, key: str, draft: WizardDraft) -> HttpResponse:
    """A call's time is held for longer while one looks and sends; when it cannot be had any more, another is asked for."""
    slot = draft.answers.get("slot", "")
    if slot and not renew_slot(draft=draft, by=request.citizen):
        return slot_taken(request, draft, slot)
    page = page_of(request, WizardStep.CHECK, draft, with_channel=offer_of(request).is_choice)
    form = CheckForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and too_quick(draft.created_at, clock.now()):
        form.add_error(None, _("That was very quick. Please press Send once more."))
    if request.method != "POST" or not form.is_valid():
        return _show(request, draft, page, form)
    try:
        return _send(request, key, page)
    except SlotTaken:
        renew_slot(draft=draft, by=request.citizen)
        return slot_taken(request, draft, slot)


def _show(request: PortalRequest, draft: WizardDraft, page: Page, form: CheckForm) -> HttpResponse:
    answers = draft.answers
    context = {
        "page": page,
        "form": form,
        "files": files_of(draft),
        "when": key_words(request.council, answers.get("slot", "")),
        "by_video": answers.get("mode") == CallMode.VIDEO and video_offered(request.council.pk),
        "requester": IN_WHOSE_NAME[answers["requester"]],
        "motive": MOTIVE.get(answers.get("motive", ""), ""),
        "phone": readable(answers["phone"]) if answers.get("phone") else "",
        "needs": needs_words(answers),
        "device": _device(request),
        "unreachable": not (answers.get("email") or answers.get("phone")),
    }
    return render(request, "portal/help_check.html", context, status=422 if form.is_bound else 200)


def _device(request: PortalRequest) -> str:
    return device_label(request.headers.get("User-Agent", ""))


def _send(request: PortalRequest, key: str, page: Page) -> HttpResponse:
    sendings = recent(request.session.get(SENT_KEY, []), clock.now())
    if len(sendings) >= SENDINGS_PER_HOUR:
        raise TooMany
    title = page.procedure.title if page.procedure else ""
    sent = send_draft(
        key=key, council=request.council, title=title, language=request.LANGUAGE_CODE, device=_device(request), by=request.citizen
    )
    request.session[SENT_KEY] = [*sendings, clock.now().timestamp()]
    return _finish(request, sent)


def _again(request: PortalRequest, key: str, reference: str) -> HttpResponse:
    """A second press of the button: the same ticket."""
    last = done_of(request)
    if last is not None and last["reference"] == reference:
        return redirect("portal:done")
    return _finish(request, send_draft(key=key, council=request.council, language=request.LANGUAGE_CODE, by=request.citizen))


def _finish(request: PortalRequest, sent: Sent) -> HttpResponse:
    request.session.cycle_key()
    remember_link(request, sent.link.pk)
    request.session[DONE_KEY] = Done(reference=sent.ticket.reference, token=sent.token, chat_became_written=sent.chat_became_written)
    return redirect("portal:chat", sent.ticket.reference) if sent.in_chat else redirect("portal:done")
