"""Which procedures are shown by name, and how they are called."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from helpdesk.catalogue.selectors import procedure_titles
from helpdesk.people.models import Council
from helpdesk.people.rules import LANGUAGES

SHOWN = 10


def top_procedures(counts: Mapping[str, int]) -> tuple[str, ...]:
    """Return the slugs of the procedures with most contacts, the largest first; of two with the same number the first by name."""
    ordered = sorted((-number, slug) for slug, number in counts.items() if slug and number)
    return tuple(slug for _number, slug in ordered[:SHOWN])


def titles_of(council: Council, slugs: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the titles of a council's procedures in every language of the product; where one is missing, that of the council's own order of languages; a slug that is gone is its own title."""
    wanted = sorted(set(slugs))
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for slug, language, title in procedure_titles(council, wanted):
        found[slug][language] = title
    order = (council.default_language, *council.languages, *LANGUAGES)
    return {slug: {language: _title(found[slug], (language, *order), slug) for language in LANGUAGES} for slug in wanted}


def _title(titles: Mapping[str, str], order: Iterable[str], slug: str) -> str:
    return next((titles[language] for language in order if language in titles), slug)
