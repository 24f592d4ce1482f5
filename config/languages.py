"""Which of the enabled languages a request asks for; nothing here needs the database."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils import translation

from helpdesk.people.rules import LANGUAGES


def accepted_language(request: HttpRequest, enabled: Sequence[str]) -> str | None:
    """Return the first language of `Accept-Language` that is enabled."""
    parts = request.headers.get("Accept-Language", "").split(",")
    return next((code for part in parts if (code := part.split(";")[0].strip()[:2].lower()) in enabled), None)


def language_of(request: HttpRequest) -> str:
    """Return the language of a page that belongs to no view: the address first, then the browser's, then the council's own."""
    council = getattr(request, "council", None)
    enabled = council.languages if council else list(LANGUAGES)
    return translation.get_language_from_path(request.path_info) or accepted_language(request, enabled) or enabled[0]
