"""Attachments, which nobody's browser may run, and the council's colours."""

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse
from django.views.decorators.http import require_safe

from helpdesk.base.errors import NotFound
from helpdesk.portal.requests import PortalRequest
from helpdesk.portal.theme import theme_of
from helpdesk.tickets.models import Attachment
from helpdesk.tickets.selectors import attachment_for
from helpdesk.tickets.services.attachments import storage_path


def _attachment(request: PortalRequest, key: str) -> Attachment:
    """Return an attachment for the member of staff or for the citizen in this browser; raises NotFound."""
    try:
        found = attachment_for(key, request.actor)
    except NotFound:
        found = attachment_for(key, request.citizen)
    return found


@require_safe
def attachment(request: PortalRequest, key: str) -> FileResponse:
    """Send a file to be saved, never to be shown by the browser."""
    found = _attachment(request, key)
    try:
        content = default_storage.open(storage_path(found.council_id, found.key))
    except FileNotFoundError as error:
        raise NotFound from error
    response = FileResponse(content, as_attachment=True, filename=found.name, content_type=found.media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_safe
def theme(request: PortalRequest, slug: str, digest: str) -> HttpResponse:
    """Send the council's colours; the address changes with them, so that they are kept for a year."""
    css, current = theme_of(request.council.brand_color)
    if slug != request.council.slug or digest != current:
        raise NotFound
    return HttpResponse(css, content_type="text/css; charset=utf-8", headers={"Cache-Control": "public, max-age=31536000, immutable"})
