"""The waiting room and the conversation."""

from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from helpdesk.chat.entries import timeline_context
from helpdesk.chat.selectors import chat_of
from helpdesk.chat.services import convert_chat, leave_chat, touch_citizen
from helpdesk.portal.calls import call_context
from helpdesk.portal.opening import hours_of, opening_of
from helpdesk.portal.requests import PortalRequest, done_of
from helpdesk.tickets.selectors import ticket_for
from remote.cards import citizen_card
from satisfaction.cards import citizen_card as rating_card


@require_safe
def chat(request: PortalRequest, reference: str) -> HttpResponse:
    """Show the waiting room, the conversation, or what became of it."""
    found = ticket_for(reference, request.citizen)
    if chat_of(found) is None:
        return redirect("portal:ticket", found.reference)
    touch_citizen(ticket_id=found.pk, by=request.citizen)
    last = done_of(request)
    token = last["token"] if last and last["reference"] == found.reference else ""
    context = {
        **timeline_context(found, request.citizen),
        **call_context(found, request.citizen),
        **citizen_card(found, request.citizen, request),
        **rating_card(found, request.citizen),
        "ticket": found,
        "opening": opening_of(hours_of(request)),
        "reply_url": f"{reverse('portal:reply', args=[found.reference])}?from=chat",
        "client_id": uuid4(),
        "link": request.build_absolute_uri(reverse("plain:secret", args=[token])) if token else "",
    }
    return render(request, "portal/chat.html", context)


@require_POST
def chat_leave(request: PortalRequest, reference: str) -> HttpResponse:
    """Leave the chat, or ask from the waiting room to be answered in writing."""
    found = ticket_for(reference, request.citizen)
    if request.POST.get("then") == "write":
        convert_chat(ticket_id=found.pk, by=request.citizen)
    else:
        leave_chat(ticket_id=found.pk, by=request.citizen)
    return redirect("portal:ticket", found.reference)
