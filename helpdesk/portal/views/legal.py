"""The pages that a public service owes: accessibility statement, privacy, cookies, legal notice, site map."""

from datetime import date, timedelta

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from helpdesk.catalogue.selectors import all_procedures
from helpdesk.people.rules import LINK_DAYS_AFTER_CLOSING, TextKey
from helpdesk.people.selectors import council_text
from helpdesk.portal.authorities import authority_of
from helpdesk.portal.context import duties
from helpdesk.portal.cookies import cookies as cookies_set
from helpdesk.portal.cookies import in_the_browser
from helpdesk.portal.requests import PortalRequest
from helpdesk.portal.rules import DRAFT_DAYS
from satisfaction.rules import CHANGEABLE_FOR

# Decision (EU) 2018/1523: the statement says when it was prepared and reviewed. Change the second with every review, at least yearly.
PREPARED = date(2026, 11, 22)
REVIEWED = date(2026, 11, 22)


def _page(request: PortalRequest, name: str, key: TextKey | None = None, **more: object) -> HttpResponse:
    """Render a page, with the council's own words at its end when it has any."""
    own = council_text(request.council, key, request.LANGUAGE_CODE) if key else None
    return render(request, f"portal/{name}.html", {"own": own, "duties": duties(), **more})


@require_safe
def accessibility(request: PortalRequest) -> HttpResponse:
    """Show the accessibility statement, after the model of Decision (EU) 2018/1523, with the ways of complaint of RD 1112/2018."""
    return _page(request, "accessibility", TextKey.ACCESSIBILITY, prepared=PREPARED, reviewed=REVIEWED)


@require_safe
def privacy(request: PortalRequest) -> HttpResponse:
    """Show what is done with personal data: the first layer as in the forms, then everything else (GDPR art. 13)."""
    more = {
        "link_days": LINK_DAYS_AFTER_CLOSING,
        "draft_days": DRAFT_DAYS,
        "change_hours": CHANGEABLE_FOR // timedelta(hours=1),
        "session_days": settings.SESSION_COOKIE_AGE // 86400,
        "authority": authority_of(request.council.municipality_code),
    }
    return _page(request, "privacy", TextKey.PRIVACY, **more)


@require_safe
def cookies(request: PortalRequest) -> HttpResponse:
    """Show every cookie that is set, and what scripts keep in the browser."""
    return _page(request, "cookies", cookies=cookies_set(), stored=in_the_browser())


@require_safe
def legal_notice(request: PortalRequest) -> HttpResponse:
    """Show who answers for these pages and how they may be used (LSSI art. 10)."""
    return _page(request, "legal_notice", TextKey.LEGAL_NOTICE, source_url=settings.SOURCE_URL)


@require_safe
def site_map(request: PortalRequest) -> HttpResponse:
    """Show every page that anybody may open, procedures by who runs them."""
    found = all_procedures(request.council, request.LANGUAGE_CODE)
    groups = [(name, [card for card in found if card.administration == name]) for name in ("municipal", "regional", "state")]
    return _page(request, "site_map", groups=[group for group in groups if group[1]])
