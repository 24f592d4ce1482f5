"""Error pages: plain words, the right status, never exception text. None asks the database, the session or who it is."""

import logging
from secrets import token_hex
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from config.context import language_links
from config.error_words import words_of
from config.languages import language_of
from helpdesk.base import clock
from helpdesk.people.models import Council
from helpdesk.portal.context import council_context

logger = logging.getLogger(__name__)
STAFF_PAGES = ("desk", "indicators")


def _staff_home(request: HttpRequest) -> str:
    """Return where staff began, when the page that failed was one of theirs."""
    place = request.path_info.strip("/").split("/")
    home = {"desk": "desk:home", "indicators": "indicators:home"}.get(place[1] if len(place) > 1 else "")
    return reverse(home) if home else ""


def _context(request: HttpRequest, status: int, message: str | Promise) -> dict[str, object]:
    council: Council | None = getattr(request, "council", None)
    zone = ZoneInfo(council.time_zone if council else settings.TIME_ZONE)
    known: dict[str, object] = council_context(council) if council else {}
    if status >= 500:
        # Other pages would probably fail too: only what helps a person remains.
        known = {name: value for name, value in known.items() if name not in {"help_url", "footer_links"}}
    return {
        "request": {"council": council, "path": request.path_info},
        "council": council,
        "status": status,
        "words": words_of(status),
        "message": message,
        "number": getattr(request, "number", ""),
        "moment": clock.now().astimezone(zone),
        "staff_home": _staff_home(request),
        "languages": language_links(request, council.languages) if council and status < 500 else [],
        **known,
    }


def error_page(request: HttpRequest, status: int, message: str | Promise = "") -> HttpResponse:
    """Return the page of an error; `message` is for people. A part of a page (htmx) gets a notice in its place."""
    with translation.override(language_of(request)):
        name = "errors/notice.html" if request.headers.get("HX-Request") == "true" else "errors/error.html"
        response = HttpResponse(render_to_string(name, _context(request, status, message)), status=status)
        response.headers["Content-Language"] = translation.get_language() or ""
        return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Handler of 400, and of what is too large to be read."""
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
        return error_page(request, 413)
    if isinstance(exception, TooManyFieldsSent):
        return error_page(request, 400, _("The form had too many fields."))
    return error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Handler of 403."""
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Handler of 404."""
    return error_page(request, 404)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Handler of 429, which django-allauth looks for."""
    return error_page(request, 429)


def server_error(request: HttpRequest) -> HttpResponse:
    """Handler of 500: whatever else is broken, an answer comes."""
    try:
        return error_page(request, 500)
    except Exception:  # the last boundary: without templates or static files there are still words
        logger.exception("error_page_failed")
        return HttpResponse(SERVER_ERROR, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer when a form's protection token does not match."""
    return error_page(request, 403, _("The page was open for too long or cookies are blocked. Go back, reload the page and try again."))


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Show what a browser without a network may keep to show."""
    return render(request, "errors/offline.html")


def number_of_request() -> str:
    """Return a short number by which an answer and its lines in the log find each other."""
    return token_hex(4)


SERVER_ERROR = """<!doctype html><html lang="ca"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>500</title></head>
<body><main><h1>500</h1>
<p lang="ca">Hi ha hagut un error. Ho estem mirant. Torneu-ho a provar d’aquí a uns minuts.</p>
<p lang="es">Se ha producido un error. Lo estamos mirando. Vuelva a intentarlo dentro de unos minutos.</p>
<p lang="eu">Errore bat gertatu da. Aztertzen ari gara. Saiatu berriro minutu batzuk barru.</p>
<p lang="gl">Produciuse un erro. Estámolo mirando. Volva tentalo dentro duns minutos.</p>
<p lang="en">Something went wrong. We are looking into it. Please try again in a few minutes.</p></main></body></html>"""
