"""Accessibility statement and information on personal data."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from helpdesk.people.rules import LINK_DAYS_AFTER_CLOSING
from helpdesk.portal.requests import PortalRequest


@require_safe
def accessibility(request: PortalRequest) -> HttpResponse:
    """Show the accessibility statement with its complaint path."""
    return render(request, "portal/accessibility.html")


@require_safe
def privacy(request: PortalRequest) -> HttpResponse:
    """Show what is done with personal data."""
    return render(request, "portal/privacy.html", {"link_days": LINK_DAYS_AFTER_CLOSING})
