"""What every page knows: council, languages, theme, navigation."""

from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils import translation

from helpdesk.people.rules import LANGUAGES
from helpdesk.portal.context import citizen_context

Context = dict[str, object]


def _translated(request: HttpRequest, language: str) -> str:
    """Return the address of this page in another language; the home page when it has none. The query is kept."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        match = None
    with translation.override(language):
        if match is None or not match.url_name or translation.get_language_from_path(request.path_info) is None:
            return reverse("portal:home")
        name = f"{match.namespace}:{match.url_name}" if match.namespace else match.url_name
        path = reverse(name, args=match.args, kwargs=match.kwargs)
    query = request.META.get("QUERY_STRING", "")
    return f"{path}?{query}" if query and request.method == "GET" else path


def page(request: HttpRequest) -> Context:
    """Context processor of every template rendered with a request. Rooms' own navigation comes with their pages."""
    council = getattr(request, "council", None)
    if council is None:
        return {}
    current = translation.get_language()
    return {
        "council": council,
        "languages": [
            {"code": c, "name": LANGUAGES[c], "url": _translated(request, c), "current": c == current} for c in council.languages
        ],
        **citizen_context(request),
    }
