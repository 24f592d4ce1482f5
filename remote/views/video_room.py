"""The agent's page of a call by video, and its card at the desk. Who may make calls for the council may come in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from helpdesk.base.errors import Conflict, ForbiddenTransition
from helpdesk.base.phones import readable
from helpdesk.callbacks.services import hold_by_phone
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.selectors import ticket_for
from remote.access import RemoteRequest, chrome, staff_with
from remote.permissions import Permission
from remote.video.selectors import VideoCard
from remote.video.selectors import video_card as card_of
from remote.video.services import leave_room


def _found(request: RemoteRequest, reference: str) -> tuple[Ticket, VideoCard | None]:
    ticket = ticket_for(reference, request.actor)
    return ticket, card_of(ticket, request.actor)


def _to_outcome(ticket: Ticket) -> HttpResponse:
    """Lead to the form in which the outcome of the call is logged."""
    return redirect(f"{reverse('desk:ticket', args=[ticket.reference])}#call-card")


@require_safe
@staff_with(Permission.REQUEST)
def video_room(request: RemoteRequest, reference: str) -> HttpResponse:
    """The room, or why it cannot be entered now."""
    ticket, card = _found(request, reference)
    if card is None:
        messages.warning(request, _("This ticket has no call by video."))
        return redirect("desk:ticket", reference=ticket.reference)
    context = chrome(request, "calls") | {
        "ticket": ticket,
        "video": card,
        "number": readable(card.call.phone),
        "socket": f"/ws/remote/video/{ticket.reference}/agent/",
    }
    return render(request, "remote/video_room.html", context)


@require_POST
@staff_with(Permission.REQUEST)
def video_room_leave(request: RemoteRequest, reference: str) -> HttpResponse:
    """Hang up, and say how it went."""
    ticket, card = _found(request, reference)
    if card is not None:
        try:
            leave_room(call_id=card.call.pk, by=request.actor)
        except Conflict as refused:
            messages.error(request, str(refused.message))
    return _to_outcome(ticket)


@require_POST
@staff_with(Permission.REQUEST)
def video_room_phone(request: RemoteRequest, reference: str) -> HttpResponse:
    """Call by telephone instead: the citizen's page says so at once."""
    ticket, card = _found(request, reference)
    if card is not None:
        try:
            hold_by_phone(call_id=card.call.pk, by=request.actor)
        except ForbiddenTransition as refused:
            messages.error(request, str(refused.message))
        else:
            messages.success(request, _("It is a telephone call now. The number is on the card of the call."))
    return _to_outcome(ticket)


@require_safe
@staff_with(Permission.REQUEST)
def video_desk_card(request: RemoteRequest, reference: str) -> HttpResponse:
    """The card of a ticket, for pages that are open when something changes."""
    ticket, card = _found(request, reference)
    return render(request, "remote/video_desk_card.html", {"ticket": ticket, "video": card})
