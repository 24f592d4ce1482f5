"""What is written becomes words, and what is asked becomes a condition on words: the same for both databases."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from helpdesk.base.text import words_in

MAX_ASKED = 200
MAX_WORDS = 12
MIN_PREFIX = 2
BREAK = "|"
_DIGITS = re.compile(r"\d(?:[\s./-]?\d){8,14}")
_REFERENCE = re.compile(r"([a-z]{1,4})-?([0-9a-z]{4})-?([0-9a-z]{4})-?([0-9a-z])", re.IGNORECASE)
_READ_ALOUD = str.maketrans("oil", "011")
_QUOTED = re.compile(r'["“”«»]([^"“”«»]*)["“”«»]')

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One of these rows of words must be there in full; the last word of each only begins so when `is_prefix`."""

    alternatives: tuple[Words, ...]
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """Every term must be met, and every phrase must be there as it stands."""

    terms: tuple[Term, ...]
    phrases: tuple[str, ...] = ()

    def marks(self, word: str) -> bool:
        """Say whether a folded word is one that was looked for."""
        return any(
            word == wanted or (term.is_prefix and wanted == row[-1] and word.startswith(wanted))
            for term in self.terms
            for row in term.alternatives
            for wanted in row
        )


def phone_forms(digits: str) -> Iterator[str]:
    """Yield the ways in which a number is written in one: with the country's prefix and without."""
    digits = digits.removeprefix("00")
    yield digits
    if len(digits) == 11 and digits.startswith("34"):
        yield digits[2:]


def _words(value: str) -> list[str]:
    return [word for word, _start, _end in words_in(unicodedata.normalize("NFC", value))]


def _reference_forms(reference: str) -> list[str]:
    parts = _words(reference)
    return [*parts, "".join(parts), "".join(parts[1:])]


def text_words(value: str) -> list[str]:
    """Return the words of a text; numbers written in groups are there in one piece too."""
    return _words(value) + [form for found in _DIGITS.findall(value) for form in phone_forms(re.sub(r"\D", "", found))]


def document_words(*, reference: str, texts: Iterable[str]) -> str:
    """Return what a ticket is found by: words between spaces, with a break between texts so that no phrase spans two."""
    parts = [_reference_forms(reference), *(text_words(text) for text in texts)]
    return "".join(f" {' '.join(part)} {BREAK}" for part in parts if part) + " "


def _alternatives(chunk: str) -> tuple[Words, ...]:
    plain = tuple(_words(chunk))
    found = _REFERENCE.fullmatch(chunk)
    if not found or not any(character.isdigit() for character in chunk):
        return (plain,)
    prefix, *body = (part.lower() for part in found.groups())
    joined = prefix + "".join(body)
    return tuple(dict.fromkeys((plain, (joined,), (prefix + "".join(body).translate(_READ_ALOUD),))))


def _number(chunk: str) -> bool:
    return bool(re.fullmatch(r"\+?[\d./-]*\d", chunk))


def _terms(text: str) -> Iterator[tuple[Words, ...]]:
    for is_number, chunks in groupby(text.split(), key=_number):
        if not is_number:
            yield from (_alternatives(chunk) for chunk in chunks)
            continue
        written = " ".join(chunks)
        digits = "".join(_words(written))
        forms = tuple((form,) for form in phone_forms(digits)) if 6 <= len(digits) <= 15 else ()
        yield tuple(dict.fromkeys((tuple(_words(written)), *forms)))


def parse(asked: str) -> Query:
    """Return what a person asks for. Whatever is typed is words: nothing is an operator, but quotes keep words together."""
    asked = unicodedata.normalize("NFC", asked[:MAX_ASKED])
    quoted = [words for phrase in _QUOTED.findall(asked) if (words := tuple(_words(phrase)))]
    rest = [found for row in _terms(_QUOTED.sub(" ", asked)) if (found := tuple(words for words in row if words))]
    # A quote that is still open is a last word that is still being typed.
    last = len(rest) - 1
    terms = [Term(row, is_prefix=index == last and all(len(words[-1]) >= MIN_PREFIX for words in row)) for index, row in enumerate(rest)]
    terms += [Term(((word,),)) for words in quoted for word in words]
    return Query(tuple(terms[:MAX_WORDS]), tuple(f" {' '.join(words)} " for words in quoted if len(words) > 1))


def _row(words: Words, joiner: str, word: str, prefix: str, *, is_prefix: bool) -> str:
    written = [word.format(w) for w in words]
    if is_prefix:
        written[-1] += prefix
    return f"({joiner.join(written)})"


def expression(query: Query, vendor: str) -> str:
    """Return the query in the engine's own language; words have letters and figures only, so there is nothing to escape."""
    both, either, word, prefix = (" AND ", " OR ", '"{}"', "*") if vendor == "sqlite" else (" & ", " | ", "'{}'", ":*")
    rows = [
        "(" + either.join(_row(words, both, word, prefix, is_prefix=term.is_prefix) for words in term.alternatives) + ")"
        for term in query.terms
    ]
    return both.join(rows)
