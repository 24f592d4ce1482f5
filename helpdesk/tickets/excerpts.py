"""What was looked for, marked in the text in which it was found."""

from dataclasses import dataclass

from helpdesk.base.text import words_in
from helpdesk.tickets.searching import Query

WIDTH = 160
LEAD = 40


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text; `is_hit` when it was looked for."""

    text: str
    is_hit: bool = False


def _places(text: str, query: Query) -> list[tuple[int, int]]:
    return sorted({(start, end) for word, start, end in words_in(text) if query.marks(word)})


def hits(text: str, query: Query) -> int:
    """Return how many different words of a text were looked for."""
    return len({word for word, _start, _end in words_in(text) if query.marks(word)})


def marked(text: str, query: Query) -> tuple[Part, ...]:
    """Return a whole text in parts."""
    parts: list[Part] = []
    last = 0
    for start, end in _places(text, query):
        parts += [Part(text[last:start]), Part(text[start:end], is_hit=True)]
        last = end
    return tuple(part for part in (*parts, Part(text[last:])) if part.text)


def _cut(text: str, start: int) -> tuple[str, bool, bool]:
    end = min(len(text), start + WIDTH)
    if start:
        space = text.find(" ", start, start + 20)
        start = space + 1 if space >= 0 else start
    if end < len(text):
        space = text.rfind(" ", end - 20, end)
        end = space if space >= 0 else end
    return text[start:end], start > 0, end < len(text)


def excerpt(text: str, query: Query) -> tuple[Part, ...]:
    """Return the piece of a text around the first word looked for, on one line, with an ellipsis where it was cut."""
    line = " ".join(text.split())
    places = _places(line, query)
    piece, cut_before, cut_after = _cut(line, max(0, places[0][0] - LEAD) if places else 0)
    parts = marked(piece, query)
    return (*([Part("… ")] if cut_before else []), *parts, *([Part(" …")] if cut_after else []))
