"""What every page knows: council, languages, theme, navigation."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import ResolverMatch, reverse
from django.utils import translation

from helpdesk.people.rules import LANGUAGES
from helpdesk.portal.context import citizen_context

Context = dict[str, object]


def _translated(request: HttpRequest, match: ResolverMatch | None, language: str) -> str:
    """Return the address of this page in another language; the home page when it has none. The query is kept."""
    with translation.override(language):
        if match is None or not match.url_name:
            return reverse("portal:home")
        name = f"{match.namespace}:{match.url_name}" if match.namespace else match.url_name
        path = reverse(name, args=match.args, kwargs=match.kwargs)
    query = request.META.get("QUERY_STRING", "")
    return f"{path}?{query}" if query and request.method == "GET" else path


def language_links(request: HttpRequest, codes: Sequence[str]) -> list[dict[str, str | bool]]:
    """Return this page in each language; the current one is marked."""
    current, match = translation.get_language(), request.resolver_match
    if translation.get_language_from_path(request.path_info) is None:
        match = None
    return [{"code": code, "name": LANGUAGES[code], "url": _translated(request, match, code), "current": code == current} for code in codes]


def page(request: HttpRequest) -> Context:
    """Context processor of every template rendered with a request. Rooms' own navigation comes with their pages."""
    council = getattr(request, "council", None)
    if council is None:
        return {}
    return {"council": council, "languages": language_links(request, council.languages), **citizen_context(request)}
