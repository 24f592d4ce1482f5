"""Finding a procedure and the answers known for it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from helpdesk.catalogue import selectors
from helpdesk.people.rules import TextKey
from helpdesk.people.selectors import council_text
from helpdesk.portal.offer import offer_of
from helpdesk.portal.requests import PortalRequest, tags_of


@require_safe
def home(request: PortalRequest) -> HttpResponse:
    """Show the search first, then the usual procedures and the ways of being helped."""
    offer = offer_of(request)
    procedures = selectors.top_procedures(request.council, request.LANGUAGE_CODE)
    own = {
        "welcome": council_text(request.council, TextKey.WELCOME, request.LANGUAGE_CODE),
        "closed": None if offer.opening.is_open else council_text(request.council, TextKey.CLOSED, request.LANGUAGE_CODE),
    }
    return render(request, "portal/home.html", {"procedures": procedures, "offer": offer, "opening": offer.opening, **own})


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
    return render(request, "portal/step.html", {"page": page, "offer": offer_of(request)})
