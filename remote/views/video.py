"""The citizen's pages of a call by video: enter, wait, talk, leave, try the device, or ask for the telephone."""

import json

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpdesk.base import clock
from helpdesk.base.errors import Conflict, DomainError, Expired, ForbiddenTransition
from helpdesk.callbacks.services import hold_by_phone
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.selectors import ticket_for
from remote.access import RemoteRequest, ip_of
from remote.forms import EnterForm
from remote.video import services
from remote.video.consent import consent_for_video
from remote.video.rules import TEST_TTL
from remote.video.selectors import VideoCard
from remote.video.selectors import video_card as card_of
from remote.video.terms import terms_for

REFUSALS = (Conflict, Expired, ForbiddenTransition)


def _found(request: RemoteRequest, reference: str) -> tuple[Ticket, VideoCard | None]:
    ticket = ticket_for(reference, request.citizen)
    return ticket, card_of(ticket, request.citizen)


def _page(request: RemoteRequest, ticket: Ticket, card: VideoCard, *, error: str = "", status: int = 200) -> HttpResponse:
    """Render the room as it stands: before it, in it, after it, or why it is closed."""
    context = {
        "ticket": ticket,
        "video": card,
        "consent": consent_for_video(ticket.council, request.LANGUAGE_CODE),
        "socket": f"/ws/remote/video/{ticket.reference}/citizen/",
        "error": error,
    }
    return render(request, "remote/video.html", context, status=status)


@require_safe
def video(request: RemoteRequest, reference: str) -> HttpResponse:
    """One address for the whole life of a room; loaded again, it leads back into the call."""
    ticket, card = _found(request, reference)
    return _page(request, ticket, card) if card else redirect("portal:ticket", ticket.reference)


@require_POST
def video_enter(request: RemoteRequest, reference: str) -> HttpResponse:
    """Enter, which is agreeing to the words on the page."""
    ticket, card = _found(request, reference)
    if card is None:
        return redirect("portal:ticket", ticket.reference)
    form = EnterForm(request.POST)
    if not form.is_valid():
        return _page(request, ticket, card, error=_("Read the words of this page, and press Enter again."), status=422)
    try:
        services.enter_room(
            call_id=card.call.pk,
            text_sha256=form.cleaned_data["text_sha256"],
            language=request.LANGUAGE_CODE,
            by=request.citizen,
            ip=ip_of(request),
        )
    except REFUSALS as refused:
        ticket, card = _found(request, reference)
        return _page(request, ticket, card, error=str(refused.message), status=409) if card else redirect("portal:ticket", reference)
    return redirect("remote:video", ticket.reference)


@require_POST
def video_leave(request: RemoteRequest, reference: str) -> HttpResponse:
    """Hang up."""
    ticket, card = _found(request, reference)
    if card is None:
        return redirect("portal:ticket", ticket.reference)
    services.leave_room(call_id=card.call.pk, by=request.citizen)
    return redirect("remote:video", ticket.reference)


@require_POST
def video_phone(request: RemoteRequest, reference: str) -> HttpResponse:
    """Ask for a telephone call instead, at the same time and number."""
    ticket, card = _found(request, reference)
    if card is not None:
        try:
            hold_by_phone(call_id=card.call.pk, by=request.citizen)
        except ForbiddenTransition as refused:
            messages.warning(request, str(refused.message))
        else:
            messages.success(request, _("We will call you by telephone, at the agreed time or as soon as we can."))
    return redirect("portal:ticket", ticket.reference)


def _result(request: RemoteRequest) -> object:
    if request.content_type != "application/json":
        return None
    try:
        return json.loads(request.body[:2_000])
    except ValueError:
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def video_test(request: RemoteRequest, reference: str) -> HttpResponse:
    """Try camera, microphone, loudspeaker and connection on one's own; POST keeps what was found."""
    ticket, card = _found(request, reference)
    if card is None or not card.is_video:
        return redirect("portal:ticket", ticket.reference)
    if request.method == "POST":
        try:
            services.note_test(call_id=card.call.pk, result=_result(request), by=request.citizen)
        except DomainError as refused:
            return JsonResponse({"error": refused.code}, status=refused.status)
        return JsonResponse({"kept": True})
    terms = terms_for(ticket.council, f"test:{card.call.pk}", clock.now() + TEST_TTL)
    return render(request, "remote/video_test.html", {"ticket": ticket, "video": card, "terms": json.dumps(terms)})


@require_safe
def video_card(request: RemoteRequest, reference: str) -> HttpResponse:
    """The card of a request, for pages that are open when something changes."""
    ticket, card = _found(request, reference)
    return render(request, "remote/video_citizen_card.html", {"ticket": ticket, "video": card})
