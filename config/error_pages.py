"""Error pages as files that need nothing else: for a front server, while the service is updated or does not answer."""

from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation

from config.error_words import OFFLINE, ErrorWords, words_of
from helpdesk.base.theme import scale
from helpdesk.people.models import Council
from helpdesk.people.rules import LANGUAGES
from helpdesk.portal.context import service_name

STYLE = Path(__file__).resolve().parent / "standalone.css"
STYLE_SHEET = '<link rel="stylesheet" href="standalone.css">'
BRAND = "#0b5d66"
COLOURS = (
    "base-default",
    "base-contrast-default",
    "text-subtle",
    "text-default",
    "background-tinted",
    "background-default",
    "border-subtle",
)
STATUSES = (500, 502, 503)
NO_CONNECTION = "offline"


def _style(brand: str) -> str:
    """The style sheet with a council's colours, in the steps whose contrast is guaranteed."""
    style = STYLE.read_text(encoding="utf-8")
    for scheme, dark in (("LIGHT", False), ("DARK", True)):
        steps = scale(brand, dark=dark)
        for name in COLOURS:
            style = style.replace(f"{scheme}({name})", steps[name])
    return style


def _page(council: Council | None, language: str, words: ErrorWords, style: str) -> str:
    with translation.override(language):
        context = {"council": council, "service_name": service_name(council) if council else "", "words": words, "language": language}
        return render_to_string("errors/standalone.html", context).replace(STYLE_SHEET, f"<style>{style}</style>")


def pages_of(council: Council | None) -> dict[str, str]:
    """Return every page of a council, or of nobody in particular, by its path: `ca/503.html`."""
    style = _style(council.brand_color if council else BRAND)
    words = {**{str(status): words_of(status) for status in STATUSES}, NO_CONNECTION: OFFLINE}
    return {
        f"{language}/{name}.html": _page(council, language, one, style)
        for language in (council.languages if council else LANGUAGES)
        for name, one in words.items()
    }


def write_pages(folder: Path, pages: dict[str, str]) -> int:
    """Write pages below a folder, each at once so that nobody is served half of one; returns how many."""
    for name, html in pages.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_text(html, encoding="utf-8")
        fresh.replace(path)
    return len(pages)
