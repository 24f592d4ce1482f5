"""Files that machines look for at the root of a host: whom to tell about a weakness, and what not to index."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from helpdesk.base import clock
from helpdesk.base.errors import NotFound
from helpdesk.people.models import Council
from helpdesk.people.selectors import base_url
from helpdesk.portal.requests import PortalRequest

EXPIRES_AFTER = timedelta(days=180)
PLAIN = "text/plain; charset=utf-8"
SPAIN = "+34"
# Nobody's data is behind these without a cookie; they are kept out of indexes all the same.
NOT_FOR_ROBOTS = ("/s/", "/attachments/", "/*/my/", "/*/help/", "/*/rate/", "/*/remote/", "/*/desk/", "/*/indicators/", "/*/accounts/")


def _contacts(council: Council) -> list[str]:
    """Return where to write, as addresses: the installation's own contact first, then the council."""
    said: str = settings.SECURITY_CONTACT
    found = [said if ":" in said else f"mailto:{said}"] if said else []
    if council.email:
        found.append(f"mailto:{council.email}")
    if not found and council.phone:
        digits = council.phone.replace(" ", "")
        found.append(f"tel:{digits if digits.startswith('+') else SPAIN + digits}")
    return found


@require_safe
def security_txt(request: PortalRequest) -> HttpResponse:
    """Say whom to tell about a weakness (RFC 9116); the same text all day. Not there while nobody can be told."""
    contacts = _contacts(request.council)
    if not contacts:
        raise NotFound
    expires = datetime.combine(clock.now().date() + EXPIRES_AFTER, time(), UTC)
    origin = base_url(request.council.pk) or request.build_absolute_uri("/").rstrip("/")
    lines = [
        *(f"Contact: {contact}" for contact in contacts),
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(request.council.languages)}",
        f"Canonical: {origin}{reverse('plain:security_txt')}",
    ]
    if settings.SOURCE_URL:
        lines.append(f"Policy: {settings.SOURCE_URL.rstrip('/')}/blob/HEAD/SECURITY.md")
    return HttpResponse("\n".join([*lines, ""]), content_type=PLAIN)


@require_safe
def robots_txt(request: PortalRequest) -> HttpResponse:
    """Keep the pages of one person and those of staff out of indexes (RFC 9309)."""
    return HttpResponse("\n".join(["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS), ""]), content_type=PLAIN)
