"""The report as a tagged PDF (PDF/UA-1). Nothing is fetched: two font files of ours are all that a document may ask for."""

import hashlib
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from helpdesk.base.theme import scale
from transparency.presentation import page_of
from transparency.report import ReportData

FONTS = {
    "acompanya-font:latin": "atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "acompanya-font:latin-ext": "atkinson-hyperlegible-next-latin-ext-wght-normal.woff2",
}
STYLE = Path(__file__).resolve().parent / "print.css"


class ForbiddenAddress(ValueError):
    """A document asked for something that is not one of our fonts."""


class OwnFontsOnly(URLFetcher):
    """Answers for the two font files and refuses every other address, of any scheme."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return a font's bytes; raises ForbiddenAddress."""
        if url not in FONTS:
            raise ForbiddenAddress(url)
        data = (Path(settings.BASE_DIR) / "static" / "vendor" / "fonts" / FONTS[url]).read_bytes()
        return URLFetcherResponse(url, body=data, headers={"Content-Type": "font/woff2"})


def html_to_pdf(html: str, *, style: str, identifier: bytes) -> bytes:
    """Draw HTML as PDF/UA-1. Bytes differ from one drawing to the next (embedded fonts carry the time): draw once, keep the file."""
    fetcher, fonts = OwnFontsOnly(), FontConfiguration()
    document = HTML(string=html, url_fetcher=fetcher)
    sheet = CSS(string=style, url_fetcher=fetcher, font_config=fonts)
    data: bytes = document.write_pdf(
        stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1", pdf_identifier=identifier, pdf_tags=True, custom_metadata=False
    )
    return data


def _colours(brand: str) -> str:
    """The council's colour, in the steps whose contrast is guaranteed, in place of the names of the style sheet."""
    steps = scale(brand, dark=False)
    style = STYLE.read_text(encoding="utf-8")
    for name in ("base-default", "base-contrast-default", "border-strong", "surface-tinted", "background-tinted", "text-default"):
        style = style.replace(f"COLOUR({name})", steps[name])
    return style


def report_pdf(report: ReportData, *, language: str, brand_color: str, mark: str, address: str) -> bytes:
    """Draw a report in one language; `address` is where its data can be found."""
    page = page_of(report, language)
    published = datetime.fromisoformat(report["published_at"] or report["measured_at"])
    with translation.override(language):
        context = {
            "page": page,
            "language": language,
            "mark": mark,
            "address": address,
            "date": published.isoformat(),
            "fill": {name.replace("-", "_"): colour for name, colour in scale(brand_color, dark=False).items()},
        }
        html = render_to_string("transparency/report_pdf.html", context)
    return html_to_pdf(html, style=_colours(brand_color), identifier=hashlib.sha256(html.encode()).digest()[:16])
