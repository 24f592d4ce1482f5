"""Headers of every response, language of every page, domain errors as pages."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from config.errors import error_page
from helpdesk.base.errors import DomainError

GetResponse = Callable[[HttpRequest], HttpResponse]
WITHOUT_LANGUAGE_COOKIE = ("/transparency/", "/static/", "/theme/", "/healthz", "/readyz")


class HeadersMiddleware:
    """Set the headers that every response carries, and refuse bodies beyond the limit before reading them."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            return HttpResponse("400 Bad Request\n", status=400, content_type="text/plain")
        if length > settings.MAX_REQUEST_BYTES:
            return HttpResponse("413 Content Too Large\n", status=413, content_type="text/plain")
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), display-capture=()")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path.startswith(WITHOUT_LANGUAGE_COOKIE):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class CouncilLocaleMiddleware(LocaleMiddleware):
    """Choose the language: the address first, then the browser's among the council's, then the council's own. Public files do not vary."""

    def process_request(self, request: HttpRequest) -> None:
        """Activate the language of the request."""
        council = getattr(request, "council", None)
        enabled = council.languages if council else [settings.LANGUAGE_CODE]
        language = translation.get_language_from_path(request.path_info)
        if language is None and not request.path.startswith(WITHOUT_LANGUAGE_COOKIE):
            accepted = [part.split(";")[0].strip()[:2].lower() for part in request.headers.get("Accept-Language", "").split(",")]
            language = next((code for code in accepted if code in enabled), None)
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
