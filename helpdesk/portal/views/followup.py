"""Following a request: this browser's list, one request, answering it."""

from uuid import uuid4

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from helpdesk.base.errors import InvalidInput
from helpdesk.chat.entries import timeline_context, timeline_payload
from helpdesk.chat.services import touch_citizen
from helpdesk.portal.calls import call_context
from helpdesk.portal.forms import ReplyForm
from helpdesk.portal.needs import needs_of
from helpdesk.portal.opening import hours_of, opening_of
from helpdesk.portal.requests import PortalRequest
from helpdesk.portal.selectors import my_tickets, status_card
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.selectors import ticket_for
from helpdesk.tickets.services import check_file, post_message
from remote.cards import citizen_card
from satisfaction.cards import citizen_card as rating_card


@require_safe
def my(request: PortalRequest) -> HttpResponse:
    """List the requests that this browser may open."""
    return render(request, "portal/my.html", {"tickets": my_tickets(request.citizen)})


def page(request: PortalRequest, found: Ticket, *, body: str = "", error: str = "", client_id: str = "") -> HttpResponse:
    """Render a request with its timeline; `error` says why an answer was not taken, and then it is 422."""
    context = {
        **timeline_context(found, request.citizen),
        **call_context(found, request.citizen),
        **citizen_card(found, request.citizen, request),
        **rating_card(found, request.citizen),
        "ticket": found,
        "card": status_card(found),
        "needs": needs_of(found),
        "opening": opening_of(hours_of(request)),
        "reply_url": reverse("portal:reply", args=[found.reference]),
        "client_id": client_id or str(uuid4()),
        "body": body,
        "error": error,
    }
    return render(request, "portal/ticket.html", context, status=422 if error else 200)


@require_safe
def ticket(request: PortalRequest, reference: str) -> HttpResponse:
    """Show one request in plain words."""
    return page(request, ticket_for(reference, request.citizen))


@require_POST
def reply(request: PortalRequest, reference: str) -> HttpResponse:
    """Take an answer with its files; what was typed comes back when it cannot be taken."""
    found = ticket_for(reference, request.citizen)
    form = ReplyForm(request.POST, request.FILES)
    if not form.is_valid():
        message = next((str(error) for errors in form.errors.values() for error in errors), _("Please check what you have entered."))
        return page(request, found, body=request.POST.get("body", ""), error=message)
    data = form.cleaned_data
    try:
        files = [check_file(upload) for upload in data["files"]]
        post_message(ticket_id=found.pk, body=data["body"], client_id=data["client_id"], by=request.citizen, files=files)
    except InvalidInput as error:
        return page(request, found, body=data["body"], error=str(error.message), client_id=str(data["client_id"]))
    place = reverse("portal:chat" if request.GET.get("from") == "chat" else "portal:ticket", args=[found.reference])
    return redirect(f"{place}#timeline")


@require_safe
def timeline(request: PortalRequest, reference: str) -> JsonResponse:
    """Return what is new on a timeline after `?since=N`; asking also says that the citizen is there."""
    found = ticket_for(reference, request.citizen)
    since = request.GET.get("since", "")
    touch_citizen(ticket_id=found.pk, by=request.citizen)
    payload = timeline_payload(found, request.citizen, since=int(since) if since.isdecimal() else 0, language=request.LANGUAGE_CODE)
    return JsonResponse(payload)
