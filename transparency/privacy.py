"""How small numbers are protected, in words."""

from django.utils import translation

from helpdesk.people.rules import LANGUAGES
from transparency.catalogue import privacy_lines


def privacy_texts(threshold: int) -> dict[str, list[str]]:
    """Return how small numbers are protected, in every language of the product."""
    found: dict[str, list[str]] = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = privacy_lines(threshold)
    return found
