"""A pseudo-locale: every translated text turns into letters that no source text has, so that a text which stays readable was never translated.

`⟦Šàṽé⟧` came through gettext; `Save` did not. What people and councils wrote is data, and is known because it is in the database.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser

from django.apps import apps
from django.db import models
from django.utils.translation import trans_real

from helpdesk.base import forms
from helpdesk.base.text import initials
from helpdesk.people.rules import LANGUAGES

SEPARATOR = "\x04"
PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
MARKED = "àƀçďéƒĝĥîĵķļɱñöþɋŕšţûṽŵẋýžÀƁÇĎÉƑĜĤÎĴĶĻṀÑÖÞɊŔŠŢÛṼŴẊÝŽ"
ACCENTS = str.maketrans(PLAIN, MARKED)
KEPT = re.compile(r"(%\(\w+\)[sd]|%[sd%]|\{\w*\}|<[^>]*>|&\w+;)")
WORD = re.compile(r"[A-Za-z]{2,}")


def pseudo(message: str) -> str:
    """Return a text in the pseudo-locale; placeholders, tags and entities stay."""
    parts = KEPT.split(message)
    return "".join(part if index % 2 else part.translate(ACCENTS) for index, part in enumerate(parts))


class PseudoTranslation:
    """Stands for Django's catalogue of one language."""

    def __init__(self, language: str) -> None:
        self._language = language
        self.plural = None

    def to_language(self) -> str:
        """Return the language that it pretends to be."""
        return self._language

    def gettext(self, message: str) -> str:
        """Translate, whatever the context."""
        return pseudo(message.rsplit(SEPARATOR, 1)[-1])

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """Translate with a number."""
        return self.gettext(singular if number == 1 else plural)


def install(patch: object) -> None:
    """Put the pseudo-locale in the place of all five languages; `patch` is a MonkeyPatch."""
    catalogues = {language: PseudoTranslation(language) for language in LANGUAGES}
    patch.setattr(trans_real, "_translations", catalogues)  # type: ignore[attr-defined]
    # Fields that were drawn once per language were drawn in that language.
    patch.setattr(forms, "_blank", lru_cache(forms._blank.__wrapped__))  # type: ignore[attr-defined]
    patch.setattr(trans_real, "_default", catalogues["ca"])  # type: ignore[attr-defined]
    patch.setattr(trans_real, "translation", lambda language: catalogues[language[:2]])  # type: ignore[attr-defined]


# ---- what people see of a page --------------------------------------------------------------------------------------------------

SPOKEN = {"alt", "title", "aria-label", "aria-description", "aria-roledescription", "aria-valuetext", "placeholder", "label"}
# Texts for scripts: `data-text-…`, and anything else in `data-…` that reads like a sentence.
SENTENCE = re.compile(r"^[^<>{}=;]*[A-Za-z]{2,} [A-Za-z]{2,}[^<>{}=;]*$")
UNSEEN = {"script", "style"}
# Names of keys, cookies, programs and the like, which are the same in every language.
TECHNICAL = {"code", "kbd"}


class VisibleText(HTMLParser):
    """Collects (text, place) of everything that is read or spoken."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []
        self._within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the attributes that are read or spoken."""
        values = {name: value or "" for name, value in attrs}
        for name, value in values.items():
            if name in SPOKEN or (name.startswith("data-") and ("text" in name or SENTENCE.match(value))):
                self.found.append((value, f"{tag}[{name}]"))
        if tag == "input" and values.get("type") in {"submit", "button", "reset"}:
            self.found.append((values.get("value", ""), "input[value]"))
        if tag == "meta" and values.get("name") == "description":
            self.found.append((values.get("content", ""), "meta[description]"))
        if tag not in {"input", "meta", "link", "br", "img", "hr", "wbr", "source", "path", "use", "rect", "circle", "line", "col"}:
            self._within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Leave an element, and those inside that were not closed."""
        if tag in self._within:
            while self._within and self._within.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Take a text."""
        if data.strip() and not UNSEEN.union(TECHNICAL).intersection(self._within):
            self.found.append((data, ">".join(self._within[-3:])))


def texts_of_html(html: str) -> list[tuple[str, str]]:
    """Return every visible text of a page or a part of one."""
    parser = VisibleText()
    parser.feed(html)
    parser.close()
    return parser.found


def texts_of_json(value: object, place: str = "json") -> Iterator[tuple[str, str]]:
    """Return every text for people inside an answer for scripts: parts of pages, and sentences."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from texts_of_json(inner, f"{place}.{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from texts_of_json(inner, place)
    elif isinstance(value, str) and "<" in value:
        yield from ((text, f"{place} {where}") for text, where in texts_of_html(value))
    elif isinstance(value, str) and " " in value:
        yield value, place


# ---- what is data ---------------------------------------------------------------------------------------------------------------

CODE = re.compile(r"[a-z0-9_.:/\-]*")


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)


def _rows() -> Iterator[str]:
    """Every text in the database except codes of closed lists, which must be shown in words."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    for model in apps.get_models():
        names = [f.name for f in model._meta.concrete_fields if isinstance(f, kinds) and not f.choices and f.name != "password"]
        if model._meta.label in {"sessions.Session", "contenttypes.ContentType", "auth.Permission"} or not names:
            continue
        for row in model._default_manager.values_list(*names).iterator():
            yield from (text for text in _strings(list(row)))


@dataclass(frozen=True)
class Data:
    """Texts that are shown as somebody wrote them."""

    phrases: tuple[str, ...]

    @classmethod
    def of_the_database(cls, *more: str) -> "Data":
        """Collect what is stored now, its lines, its initials, and `more`."""
        found = set(more)
        for text in _rows():
            if not CODE.fullmatch(text):
                found.add(text)
                found.update(text.splitlines())
                found.add(initials(text))
                found.update(text.split(" ")[:1] if len(text.split(" ")) < 4 else ())
        squeezed = {" ".join(text.split()).casefold() for text in found}
        return cls(tuple(sorted((text for text in squeezed if len(text) > 1), key=len, reverse=True)))

    def without(self, text: str) -> str:
        """Return a text without what is data; a shortened text counts as its beginning."""
        text = " ".join(text.split()).casefold()
        begun = re.sub(r"\s*…$", "", text)
        if text.endswith("…") and len(begun) > 3 and any(phrase.startswith(begun) for phrase in self.phrases):
            return ""
        for phrase in self.phrases:
            if len(phrase) <= 2:
                text = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", " ", text)
            elif phrase in text:
                text = text.replace(phrase, " ")
        return text


# Between the parts of a date, from the formats of Django.
IN_DATES = {"de", "del", "les", "las", "ko", "eko", "ren", "at"}
# The same in every language: names, units, formats.
NAMES = {
    *IN_DATES,
    "acompanya", "pdf", "json", "csv", "jpg", "png", "webp", "heic", "docx", "odt", "xlsx", "txt", "kb", "mb", "gb", "sha", "ics", "id",
    "eupl", "utc", "min", "css", "html", "ctrl", "alt", "esc", "enter",
    "anydesk", "rustdesk", "jitsi", "meet", "windows", "macos", "mac", "linux", "android", "iphone", "ipad", "vnc", "ssh",
}  # fmt: skip
NOT_WORDS = re.compile(
    r"https?://\S+|\{\w+\}|[\w.+-]+@[\w.-]+|\b[a-z]{2}(?:-[0-9a-z]{4}){2}-[0-9a-z]\b|\b[0-9a-f]{8,}\b|\b[\w.-]+\.(?:pdf|json|csv|txt|png|jpg|ics|css)\b",
    re.IGNORECASE,
)
LOCAL_NAMES = tuple(name.casefold() for name in LANGUAGES.values())


def left_in_plain(text: str, data: Data) -> list[str]:
    """Return the words of a text that are neither translated nor data."""
    if not WORD.search(text):
        return []
    rest = NOT_WORDS.sub(" ", text)
    if not WORD.search(rest):
        return []
    rest = NOT_WORDS.sub(" ", data.without(rest))
    for name in LOCAL_NAMES:
        rest = rest.replace(name, " ")
    return [word for word in WORD.findall(rest) if word not in NAMES]


def texts_of_body(body: str, kind: str) -> list[tuple[str, str]]:
    """Return the texts for people in a response of this content type."""
    if "json" in kind:
        return list(texts_of_json(json.loads(body)))
    if "html" in kind or "svg" in kind:
        return texts_of_html(body)
    return []
