"""The agenda of calls: a day's calls in order, logging attempts, agreeing, moving and cancelling."""

from datetime import date
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpdesk.base import clock
from helpdesk.base.errors import Conflict, ForbiddenTransition, InvalidInput, SlotTaken
from helpdesk.base.phones import readable
from helpdesk.callbacks.models import Call
from helpdesk.callbacks.rules import AttemptOutcome, CallMode, CallState
from helpdesk.callbacks.selectors import booked_call, call_for, may_book
from helpdesk.callbacks.services import book_call, cancel_call, log_attempt, move_call
from helpdesk.callbacks.video import video_offered
from helpdesk.desk.access import DeskRequest, staff_required
from helpdesk.desk.call_forms import AttemptForm, SlotForm
from helpdesk.desk.call_slots import groups_of
from helpdesk.desk.calls import agenda_context, hour, local
from helpdesk.desk.context import desk_context
from helpdesk.desk.filters import councils_of
from helpdesk.desk.views.ticket import refused
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import CallbackOrigin
from helpdesk.tickets.selectors import ticket_for


def _today(request: DeskRequest) -> date:
    return clock.now().astimezone(ZoneInfo(request.council.time_zone)).date()


def _day(request: DeskRequest) -> date:
    try:
        asked = parse_date(request.GET.get("day", ""))
    except ValueError:
        asked = None
    today = _today(request)
    return asked if asked is not None and abs((asked - today).days) < 3650 else today


def _agenda(request: DeskRequest, *, bound: AttemptForm | None = None, status: int = 200) -> HttpResponse:
    context = agenda_context(request.actor, _day(request), _today(request), bound)
    extra = {"form": bound, "several_councils": len(councils_of(request.actor)) > 1}
    return render(request, "desk/calls.html", desk_context(request, "calls") | context | extra, status=status)


@require_safe
@staff_required
def agenda(request: DeskRequest) -> HttpResponse:
    """The calls of a day."""
    return _agenda(request)


def _told(call: Call) -> str:
    """Return what follows from an attempt, in words for the agent."""
    if call.state == CallState.DONE:
        return _("Call noted.")
    if call.state == CallState.BOOKED and call.try_after is not None:
        return _("Attempt noted. Try again from %(time)s.") % {"time": hour(local(call, call.try_after))}
    if call.ticket.citizen.email:
        return _("The call is given up. The citizen is told by e-mail and can choose another time.")
    return _("The call is given up. There is no e-mail address: the citizen will only see it on the page of the request.")


def _back(request: DeskRequest, ticket: Ticket, *, to_ticket: bool) -> HttpResponse:
    if to_ticket or request.POST.get("from") == "ticket":
        return redirect("desk:ticket", reference=ticket.reference)
    response = redirect("desk:calls")
    day = _day(request)
    response["Location"] += f"?day={day.isoformat()}" if day != _today(request) else ""
    return response


@require_POST
@staff_required
def attempt(request: DeskRequest, call: int) -> HttpResponse:
    """Log an attempt; after an answer comes the ticket, else the agenda again."""
    found = call_for(call, request.actor)
    form = AttemptForm(request.POST, call=found)
    if not form.is_valid():
        from_ticket = request.POST.get("from") == "ticket"
        return (
            refused(request, ticket_for(found.ticket.reference, request.actor), "attempt", form)
            if from_ticket
            else _agenda(request, bound=form, status=422)
        )
    data = form.cleaned_data
    outcome = AttemptOutcome(data["outcome"])
    try:
        log_attempt(call_id=found.pk, outcome=outcome, note=data["note"], number=data["number"], by=request.actor)
    except (Conflict, ForbiddenTransition) as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _told(call_for(call, request.actor)))
    return _back(request, found.ticket, to_ticket=outcome is AttemptOutcome.ANSWERED)


@require_POST
@staff_required
def cancel(request: DeskRequest, call: int) -> HttpResponse:
    """Cancel a call; the ticket stays as a written request."""
    found = call_for(call, request.actor)
    try:
        cancel_call(call_id=found.pk, by=request.actor)
    except ForbiddenTransition as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("The call is cancelled. The ticket stays as a written request."))
    return _back(request, found.ticket, to_ticket=True)


def _book_page(request: DeskRequest, ticket: Ticket, current: Call | None, form: SlotForm, left: int, status: int = 200) -> HttpResponse:
    context = {"ticket": ticket, "current": current, "form": form, "left": left, "has_slots": bool(form.fields["slot"].widget.groups)}
    return render(request, "desk/call_book.html", desk_context(request, "calls") | context, status=status)


def _slot_form(request: DeskRequest, ticket: Ticket, current: Call | None, taken: str = "") -> tuple[SlotForm, int]:
    groups, left = groups_of(ticket.council, all_days="all" in request.GET, taken=taken)
    phone = readable(ticket.citizen.phone) if ticket.citizen.phone else ""
    mode = current.mode if current else CallMode.PHONE.value
    with_mode = video_offered(ticket.council_id) or mode == CallMode.VIDEO
    form = SlotForm(request.POST or None, groups=groups, phone=phone, mode=mode, with_mode=with_mode, moving=current is not None)
    return form, left


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def book(request: DeskRequest, reference: str) -> HttpResponse:
    """Agree a call for a ticket, or move the one that is agreed."""
    ticket = ticket_for(reference, request.actor)
    current = booked_call(ticket)
    if current is None and not may_book(ticket, request.actor):
        messages.error(request, str(ForbiddenTransition.message))
        return redirect("desk:ticket", reference=ticket.reference)
    form, left = _slot_form(request, ticket, current)
    if request.method != "POST" or not form.is_valid():
        return _book_page(request, ticket, current, form, left, 422 if form.is_bound else 200)
    key = form.cleaned_data["slot"]
    try:
        if current is None:
            _agree(request, ticket, form)
        else:
            move_call(call_id=current.pk, key=key, mode=form.chosen_mode, by=request.actor)
    except SlotTaken as error:
        return _gone(request, ticket, current, key, str(error.message))
    except InvalidInput as error:
        form.add_error("phone" if "phone" in form.fields else None, str(error.message))
        return _book_page(request, ticket, current, form, left, 422)
    except ForbiddenTransition as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("The call is agreed.") if current is None else _("The call is moved."))
    return redirect("desk:ticket", reference=ticket.reference)


def _agree(request: DeskRequest, ticket: Ticket, form: SlotForm) -> None:
    data, mode = form.cleaned_data, form.chosen_mode or CallMode.PHONE
    book_call(ticket_id=ticket.pk, key=data["slot"], phone=data["phone"], origin=CallbackOrigin.VOICE, mode=mode, by=request.actor)


def _gone(request: DeskRequest, ticket: Ticket, current: Call | None, key: str, words: str) -> HttpResponse:
    form, left = _slot_form(request, ticket, current, taken=key)
    form.is_valid()
    form.errors.pop("slot", None)
    form.add_error("slot", words)
    return _book_page(request, ticket, current, form, left, 409)
