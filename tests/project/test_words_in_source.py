"""No text for people stands in a template or a script without passing through translation."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.project.pseudo import SPOKEN
from tests.project.source import ROOT

pytestmark = pytest.mark.once

# Examples in Catalan: drawn for developers only, and the picture of a citizen's screen that the fake provider shows.
EXAMPLES = {"kit_gallery.html", "kit/gallery_desk.html", "kit/gallery_log.html", "kit/gallery_page.html", "remote/screen.svg"}
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in {".html", ".txt", ".svg"})
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))
BLOCKS = re.compile(
    r"\{%\s*comment\b.*?%\}.*?\{%\s*endcomment\s*%\}|\{#.*?#\}|\{%\s*blocktrans(?:late)?\b.*?%\}.*?\{%\s*endblocktrans(?:late)?\s*%\}",
    re.DOTALL,
)
# Blocks that fill an attribute of the skeletons.
ATTRIBUTES = re.compile(r"\{%\s*block (?:size|layout|body_class|body_attrs)\s*%\}.*?\{%\s*endblock.*?%\}", re.DOTALL)
TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
LITERALS = re.compile(r"""(?<!_\()(?:"([^"]*)"|'([^']*)')""")
READS_LIKE_WORDS = re.compile(r"^[A-ZÀ-Ý][\w’']+(?: [\w’'(].*|[.!?…:]?)$")
WORD = re.compile(r"[A-Za-z]{2,}")
# Names and units, the same in every language; documents' own declarations.
NAMES = {"Acompanya", "PDF", "JSON", "CSV", "SHA", "EUPL", "UTF"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


class Bare(HTMLParser):
    """Words that are read or spoken in what is left of a template without its tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read attributes for people; leave out code."""
        self.found.extend(value for name, value in attrs if name in SPOKEN and value)
        self._unread += tag in {"script", "style", "code", "kbd"}

    def handle_endtag(self, tag: str) -> None:
        """Read on after code."""
        self._unread -= tag in {"script", "style", "code", "kbd"}

    def handle_data(self, data: str) -> None:
        """Read a text."""
        if not self._unread:
            self.found.append(data)


def bare_words(source: str) -> list[str]:
    """Return what people would read that no tag produces."""
    parser = Bare()
    parser.feed(TAGS.sub(" ", ATTRIBUTES.sub(" ", BLOCKS.sub(" ", source))))
    parser.close()
    texts = [" ".join(text.split()) for text in parser.found]
    return [text for text in texts if set(WORD.findall(text)) - NAMES]


def literal_words(source: str) -> list[str]:
    """Return literals inside tags that read like words: `{% include … with title="Not so" %}`, `{{ name|default:"Nobody" }}`."""
    found = []
    for tag in TAGS.findall(BLOCKS.sub(" ", source)):
        name = tag.strip("{%} \n").split(maxsplit=1)[0]
        if tag.startswith("{%") and name in {"translate", "trans"}:
            continue
        literals = [one or other for one, other in LITERALS.findall(tag)]
        # Formats of dates and the like are not words.
        found += [text for text in literals if READS_LIKE_WORDS.match(text) and len(text) > 3 and not text.isupper()]
    return [text for text in found if text not in {"DATE_FORMAT", "TIME_FORMAT"} and not re.fullmatch(r"[A-Z_]+", text)]


def test_the_lint_finds_bare_words() -> None:
    assert bare_words("<p>{{ name }} Hello</p>{% translate 'Good' %}<img alt='A cat'><code>x-y</code>") == ["Hello", "A cat"]
    assert literal_words(
        '{% include "a.html" with title="Not so" %}{{ x|default:"Nobody" }}{{ y|default:_("Fine") }}{{ d|date:"H:i" }}'
    ) == [
        "Not so",
        "Nobody",
    ]


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_has_no_words_of_its_own(path: Path) -> None:
    if path.relative_to(ROOT / "templates").as_posix() in EXAMPLES:
        return
    source = path.read_text(encoding="utf-8")
    assert bare_words(source) + literal_words(source) == []


# ---- scripts: words come in attributes of the page -----------------------------------------------------------------------------------

TOKENS = re.compile(
    r"//[^\n]*|/\*.*?\*/|\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`",
    re.DOTALL,
)
KEYS = {
    "Enter", "Escape", "Tab", "Home", "End", "Delete", "Backspace", "PageUp", "PageDown", "Space", "Shift", "Control", "Alt", "Meta",
    "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Accept", "Content-Type",
}  # fmt: skip
SENTENCE = re.compile(r"^[A-ZÀ-Ý][\w’']+(?: [\w’']+)*[.!?…:]?$|[A-Za-z]{2,} [a-z]{2,}(?: [a-z]+)*[.!?…]$")


def script_words(source: str) -> list[str]:
    """Return literals of a script that read like words for people."""
    literals = [next((part for part in match if part), "") for match in TOKENS.findall(source)]
    return [text for text in literals if SENTENCE.search(text.strip()) and text not in KEYS and not text.isupper()]


def test_the_lint_finds_words_in_scripts() -> None:
    source = """// "A comment."
    x.textContent = "Not sent"; on("keydown", (e) => e.key === "Enter"); y = `Try again`; z = "li a[href]"; announce('message was lost.');"""
    assert script_words(source) == ["Not sent", "Try again", "message was lost."]


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_a_script_has_no_words_of_its_own(path: Path) -> None:
    assert script_words(path.read_text(encoding="utf-8")) == []
