"""The door of a secret link: looking at it opens nothing, since mail scanners look too."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_http_methods

from helpdesk.people.middleware import remember_link
from helpdesk.people.rules import Purpose
from helpdesk.people.selectors import link_for_token
from helpdesk.portal.requests import PortalRequest
from helpdesk.portal.selectors import reference_of_link

OPENS = {Purpose.FOLLOW_UP.value: "portal:ticket", Purpose.RATING.value: "rating:rate"}
# Not `no-referrer`, which would make the browser send its own form with `Origin: null`; another site is told nothing either way.
PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "origin", "X-Robots-Tag": "noindex, nofollow"}


def _private(response: HttpResponse) -> HttpResponse:
    for name, value in PRIVATE.items():
        response.headers[name] = value
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def secret(request: PortalRequest, token: str) -> HttpResponse:
    """GET shows a button, POST exchanges the link for this browser's session. Unknown and expired look the same."""
    link = link_for_token(token, request.council)
    if link is None:
        return _private(render(request, "portal/secret_gone.html", status=404))
    with translation.override(link.language):
        if request.method == "POST":
            request.session.cycle_key()
            remember_link(request, link.pk)
            return _private(redirect(reverse(OPENS[link.purpose], args=[reference_of_link(link)])))
        return _private(render(request, "portal/secret.html", {"purpose": link.purpose}))
