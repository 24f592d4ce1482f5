"""Whether what the council says can be read in all of its languages."""

from collections.abc import Iterator, Mapping

from transparency.checking.result import Result, fine, worth_a_look, wrong
from transparency.models import Draft

LANGUAGES, REASONS = "languages", "reasons"


def _missing(draft: Draft, texts: Mapping[str, str]) -> list[str]:
    return [language for language in draft.council.languages if not texts.get(language)]


def languages(draft: Draft) -> Iterator[Result]:
    """Say whether commentary and notes are in every language of the council, or in none."""
    clean = True
    missing = _missing(draft, draft.commentary)
    if len(missing) == len(draft.council.languages):
        clean = False
        yield worth_a_look(LANGUAGES, "no_commentary")
    elif missing:
        clean = False
        yield wrong(LANGUAGES, "commentary_missing", languages=missing)
    for indicator, texts in draft.notes.items():
        if missing := _missing(draft, texts):
            clean = False
            yield wrong(LANGUAGES, "note_missing", indicator=indicator, languages=missing)
    if clean:
        yield fine(LANGUAGES)


def reasons(draft: Draft) -> Iterator[Result]:
    """Say of a correction whether its reason is in every language of the council."""
    if draft.revision > 1:
        missing = _missing(draft, draft.reason)
        yield wrong(REASONS, "reason_missing", languages=missing) if missing else fine(REASONS)
