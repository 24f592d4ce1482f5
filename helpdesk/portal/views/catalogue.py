"""Finding a procedure and the answers known for it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from helpdesk.catalogue import selectors
from helpdesk.chat.selectors import chat_open
from helpdesk.portal.opening import opening_of
from helpdesk.portal.requests import PortalRequest, tags_of
from helpdesk.portal.rules import Way


@require_safe
def home(request: PortalRequest) -> HttpResponse:
    """Show the search first, then the usual procedures and the ways of being helped."""
    context = {
        "procedures": selectors.top_procedures(request.council, request.LANGUAGE_CODE),
        "opening": opening_of(request.council),
        "chat_open": chat_open(request.council).is_open,
        "ways": Way,
    }
    return render(request, "portal/home.html", context)


@require_safe
def search(request: PortalRequest) -> HttpResponse:
    """Show what a search found, or all procedures when nothing was asked."""
    query = request.GET.get("q", "").strip()[:120]
    found = selectors.search(request.council, request.LANGUAGE_CODE, query, tags=tags_of(request)) if query else None
    everything = () if query else selectors.all_procedures(request.council, request.LANGUAGE_CODE)
    return render(request, "portal/search.html", {"query": query, "found": found, "everything": everything})


@require_safe
def procedure(request: PortalRequest, slug: str) -> HttpResponse:
    """Show a procedure: where one may be stuck, what is needed, what is known."""
    page = selectors.procedure_page(request.council, request.LANGUAGE_CODE, slug, tags=tags_of(request))
    return render(request, "portal/procedure.html", {"page": page})


@require_safe
def step(request: PortalRequest, slug: str, step: str) -> HttpResponse:
    """Show the answers known for a step, and the ways on for who is still stuck."""
    page = selectors.step_page(request.council, request.LANGUAGE_CODE, slug, step, tags=tags_of(request))
    context = {"page": page, "opening": opening_of(request.council), "chat_open": chat_open(request.council).is_open, "ways": Way}
    return render(request, "portal/step.html", context)
