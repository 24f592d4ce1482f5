"""The fonts of a document, the only two addresses that it may ask for, and which characters can be drawn at all."""

from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont
from weasyprint.urls import URLFetcher, URLFetcherResponse

FONTS = {
    "acompanya-font:latin": "atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "acompanya-font:latin-ext": "atkinson-hyperlegible-next-latin-ext-wght-normal.woff2",
}
FOLDER = Path(__file__).resolve().parent.parent.parent / "static" / "vendor" / "fonts"
# Debian's fonts-dejavu-core: Greek, Cyrillic, Arabic, Hebrew and other letters of names that our own fonts lack.
FALLBACK = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
UNKNOWN = "?"


class ForbiddenAddress(ValueError):
    """A document asked for something that is not one of our fonts."""


class OwnFontsOnly(URLFetcher):
    """Answers for the two font files and refuses every other address, of any scheme."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return a font's bytes; raises ForbiddenAddress."""
        if url not in FONTS:
            raise ForbiddenAddress(url)
        return URLFetcherResponse(url, body=_file(url).read_bytes(), headers={"Content-Type": "font/woff2"})


def _file(url: str) -> Path:
    return FOLDER / FONTS[url]


def _letters(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def _drawable() -> frozenset[int]:
    paths = [*(_file(url) for url in FONTS), *([FALLBACK] if FALLBACK.is_file() else [])]
    return frozenset().union(*(_letters(path) for path in paths)) | {ord(sign) for sign in "\t\n\r"}


def drawable(text: str) -> str:
    """Return text with a question mark for what no font of ours has a letter for: both standards refuse a document with a letter that is not there."""
    known = _drawable()
    return text.translate({ord(sign): UNKNOWN for sign in set(text) if ord(sign) not in known})
