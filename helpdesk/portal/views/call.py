"""The call of a request: agreeing one, moving it, cancelling it, and its file for a calendar."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpdesk.base.errors import ForbiddenTransition, InvalidInput, NotFound, SlotTaken
from helpdesk.base.phones import readable
from helpdesk.callbacks.ics import calendar_file
from helpdesk.callbacks.rules import CallMode, CallState
from helpdesk.callbacks.selectors import call_card, may_book
from helpdesk.callbacks.services import book_call, cancel_call, move_call
from helpdesk.callbacks.video import video_offered
from helpdesk.chat.entries import timeline_context
from helpdesk.chat.rules import ChatState
from helpdesk.chat.selectors import chat_of
from helpdesk.chat.services import touch_citizen
from helpdesk.portal.calls import CallView, call_view
from helpdesk.portal.forms import CallForm, SlotForm
from helpdesk.portal.opening import hours_of, opening_of
from helpdesk.portal.requests import PortalRequest
from helpdesk.portal.services import call_instead
from helpdesk.portal.slots import Picker, picker_of
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import CallbackOrigin
from helpdesk.tickets.selectors import ticket_for


def _chat_state(found: Ticket) -> str:
    """Where the chat of the request stands; nothing when there is none."""
    chat = chat_of(found)
    return chat.state if chat else ""


def _is_from_chat(request: PortalRequest) -> bool:
    return request.GET.get("from") == "chat"


def _form(request: PortalRequest, found: Ticket, view: CallView | None, picker: Picker) -> SlotForm:
    data = request.POST if request.method == "POST" else None
    with_mode = video_offered(found.council_id)
    if view is not None and view.is_booked:
        return SlotForm(data, groups=picker.groups, with_mode=with_mode or view.is_video, initial={"mode": view.card.call.mode})
    phone = readable(found.citizen.phone) if found.citizen.phone else ""
    return CallForm(data, groups=picker.groups, with_mode=with_mode, initial={"phone": phone, "mode": CallMode.PHONE.value})


def _show(
    request: PortalRequest, found: Ticket, view: CallView | None, form: SlotForm, picker: Picker, *, status: int = 200
) -> HttpResponse:
    state = _chat_state(found)
    in_chat = state == ChatState.WAITING or (state == ChatState.ACTIVE and _is_from_chat(request))
    if in_chat:
        touch_citizen(ticket_id=found.pk, by=request.citizen)
    context = {
        **timeline_context(found, request.citizen),
        "ticket": found,
        "call": view,
        "may_book": may_book(found, request.citizen),
        "in_chat": in_chat,
        "form": form,
        "picker": picker,
        "opening": opening_of(hours_of(request)),
    }
    return render(request, "portal/call.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def call(request: PortalRequest, reference: str) -> HttpResponse:
    """Show the call of a request with the free times; POST agrees one or moves it."""
    found = ticket_for(reference, request.citizen)
    view = call_view(found, request.citizen)
    picker = picker_of(request.council, asked=request.GET.get("days", ""))
    form = _form(request, found, view, picker)
    if request.method != "POST":
        return _show(request, found, view, form, picker)
    if _is_from_chat(request) and _chat_state(found) == ChatState.ACTIVE:
        return redirect("portal:chat", found.reference)
    if not form.is_valid():
        return _show(request, found, view, form, picker, status=422)
    key = form.cleaned_data["slot"]
    try:
        messages.success(request, _agree(request, found, view, form))
    except SlotTaken:
        picker = picker_of(request.council, asked=request.GET.get("days", ""), taken=key)
        form = _form(request, found, view, picker)
        form.add_error("slot", picker.taken_words)
        return _show(request, found, view, form, picker, status=409)
    except (InvalidInput, ForbiddenTransition) as error:
        form.add_error(None, str(error.message))
        return _show(request, found, call_view(found, request.citizen), form, picker, status=error.status)
    return redirect("portal:ticket", found.reference)


def _agree(request: PortalRequest, found: Ticket, view: CallView | None, form: SlotForm) -> str:
    """Agree or move, whichever the page offered; the same time once more changes nothing."""
    key, by = form.cleaned_data["slot"], request.citizen
    if view is not None and view.is_booked:
        mode = form.chosen_mode if "mode" in form.fields else CallMode(view.card.call.mode)
        if view.key == key and mode == view.card.call.mode:
            return _("The call is agreed")
        move_call(call_id=view.card.call.pk, key=key, mode=mode, by=by)
        return _("The call has been moved")
    phone = form.cleaned_data["phone"]
    if _chat_state(found) == ChatState.WAITING:
        call_instead(ticket_id=found.pk, key=key, phone=phone, mode=form.chosen_mode, by=by)
    else:
        origin = CallbackOrigin.CHAT if _is_from_chat(request) else CallbackOrigin.WEB
        book_call(ticket_id=found.pk, key=key, phone=phone, origin=origin, mode=form.chosen_mode, by=by)
    return _("The call is agreed")


@require_POST
def call_cancel(request: PortalRequest, reference: str) -> HttpResponse:
    """Cancel the call that is still to be made; one that is not there needs no cancelling."""
    found = ticket_for(reference, request.citizen)
    view = call_view(found, request.citizen)
    if view is not None and view.is_booked:
        try:
            cancel_call(call_id=view.card.call.pk, by=request.citizen)
        except ForbiddenTransition as error:
            messages.error(request, str(error.message))
            return redirect("portal:call", found.reference)
        messages.success(request, _("The call has been cancelled"))
    return redirect("portal:ticket", found.reference)


@require_safe
def call_ics(request: PortalRequest, reference: str) -> HttpResponse:
    """Send the call as a file for a calendar; a cancelled one takes itself out of it."""
    card = call_card(ticket_for(reference, request.citizen), request.citizen)
    if card is None:
        raise NotFound
    response = HttpResponse(
        calendar_file(card.call, cancelled=card.state is CallState.CANCELLED), content_type="text/calendar; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{reference}.ics"'
    response.headers["Cache-Control"] = "no-store"
    return response
