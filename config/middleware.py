"""Headers of every response, language of every page, domain errors as pages."""

from collections.abc import Callable
from pathlib import Path

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from config.errors import error_page, number_of_request
from config.languages import accepted_language
from helpdesk.base.errors import DomainError

GetResponse = Callable[[HttpRequest], HttpResponse]
WITHOUT_LANGUAGE_COOKIE = ("/transparency/", "/static/", "/theme/", "/healthz", "/readyz", "/.well-known/", "/robots.txt")
ALIVE = ("/healthz", "/readyz")
# Answered by Django, or by a lower floor that knows no pages, with a line of plain text at most.
WITHOUT_WORDS = frozenset({405, 421})
MOST_WITHOUT_WORDS = 100

NOTHING_OF_THE_DEVICE = "camera=(), microphone=(), geolocation=(), display-capture=()"
# The one page that may show its screen, and those that may use camera and microphone: by the names of their addresses.
OF_THE_DEVICE = {
    "remote:session": "camera=(self), microphone=(self), geolocation=(), display-capture=(self)",
    **dict.fromkeys(
        ("remote:viewer", "remote:video", "remote:video_enter", "remote:video_test", "remote:video_room"),
        "camera=(self), microphone=(self), geolocation=(), display-capture=()",
    ),
}


def permissions_of(request: HttpRequest) -> str:
    """Return what a page may ask of the device: nothing, with a few exceptions."""
    match = getattr(request, "resolver_match", None)
    return OF_THE_DEVICE.get(match.view_name, NOTHING_OF_THE_DEVICE) if match else NOTHING_OF_THE_DEVICE


class HeadersMiddleware:
    """Number the request, for its answer and its lines in the log, and set the headers that every response carries."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = number_of_request()
        request.number = number  # type: ignore[attr-defined]
        with structlog.contextvars.bound_contextvars(request=number):
            response = self.get_response(request)
        response.headers["X-Request-Id"] = number
        response.headers.setdefault("Permissions-Policy", permissions_of(request))
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path.startswith(WITHOUT_LANGUAGE_COOKIE):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class RefusalsMiddleware:
    """Refuse before anything is read: maintenance, bodies beyond the limit. Refusals without words of their own become pages."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path not in ALIVE and Path(settings.MAINTENANCE_FILE).exists():
            response = error_page(request, 503)
            response.headers["Retry-After"] = "300"
            return response
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal():
            return error_page(request, 400)
        if int(length) > settings.MAX_REQUEST_BYTES:
            return error_page(request, 413)
        response = self.get_response(request)
        return self._in_words(request, response) if response.status_code in WITHOUT_WORDS else response

    def _in_words(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Give a page to a browser that was refused in a line of plain text; the headers, such as `Allow`, stay."""
        if response.streaming or not request.accepts("text/html") or len(response.content) > MOST_WITHOUT_WORDS:
            return response
        page = error_page(request, response.status_code)
        for name in ("Allow", "Vary"):
            if name in response.headers:
                page.headers[name] = response.headers[name]
        return page


class CouncilLocaleMiddleware(LocaleMiddleware):
    """Choose the language: the address first, then the browser's among the council's, then the council's own. Public files do not vary."""

    def process_request(self, request: HttpRequest) -> None:
        """Activate the language of the request."""
        council = getattr(request, "council", None)
        enabled = council.languages if council else [settings.LANGUAGE_CODE]
        language = translation.get_language_from_path(request.path_info)
        if language is None and not request.path.startswith(WITHOUT_LANGUAGE_COOKIE):
            language = accepted_language(request, enabled)
        language = language or enabled[0]
        translation.activate(language)
        request.LANGUAGE_CODE = language

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Redirect addresses that need a language prefix; public files keep their headers."""
        if request.path.startswith(WITHOUT_LANGUAGE_COOKIE):
            return response
        return super().process_response(request, response)


class DomainErrorMiddleware:
    """Turn an error of the domain that no view handled into a page with the right status."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for DomainError only; everything else is a 500."""
        return error_page(request, exception.status, str(exception.message)) if isinstance(exception, DomainError) else None
