"""Cleaning and comparing of text."""

import re
import unicodedata
from collections.abc import Iterator

_CONTROL = re.compile(r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]")
_WORD = re.compile(r"[^\W_]+(?:·[^\W_]+)*")
_FIGURES_AND_LETTERS = re.compile(r"[^\W_]+")
MAX_WORD = 64


def clean_text(value: str) -> str:
    """Return NFC text without control or invisible format characters; line ends become `\\n`."""
    value = unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n")
    value = "".join(c for c in value if unicodedata.category(c) != "Cf" or c == "\u200d")
    return _CONTROL.sub("", value).strip()


def fold(value: str) -> str:
    """Return `value` in lower case without accents, `l·l` as `ll`: the form in which search compares."""
    decomposed = unicodedata.normalize("NFKD", value.casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(plain.casefold().replace("·", "").replace("’", "'").split())


def words_in(value: str) -> Iterator[tuple[str, int, int]]:
    """Yield the folded words of a text with where each begins and ends in it; whatever is no letter or figure separates, but for the dot of `l·l`."""
    for found in _WORD.finditer(value):
        for word in _FIGURES_AND_LETTERS.findall(fold(found.group())):
            yield word[:MAX_WORD], found.start(), found.end()


def initials(name: str) -> str:
    """Return one or two capitals for an avatar."""
    words = [w for w in re.split(r"[\s@.]+", name) if w]
    return "".join(w[0] for w in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()
