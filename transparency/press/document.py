"""HTML to one PDF that is PDF/A-3a and PDF/UA-1 at once. Nothing is fetched but two fonts of ours."""

from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration

from transparency.press.fonts import OwnFontsOnly, drawable
from transparency.press.job import Attached
from transparency.press.spreading import spread
from transparency.press.tags import finish
from transparency.press.xmp import with_ua


def html_to_pdf(html: str, *, style: str, identifier: bytes, attached: Attached | None = None) -> bytes:
    """Draw HTML as PDF/A-3a and PDF/UA-1. Under the same SOURCE_DATE_EPOCH the same bytes, until fonts or libraries change: draw once, keep the file."""
    fetcher, fonts = OwnFontsOnly(), FontConfiguration()
    sheet = CSS(string=style, url_fetcher=fetcher, font_config=fonts)
    document = HTML(string=drawable(html), url_fetcher=fetcher).render(
        stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/a-3a", pdf_tags=True
    )
    spread(document)
    metadata = document.metadata
    metadata.generate_rdf_metadata = with_ua(metadata.generate_rdf_metadata)
    # Only what we attach: a document cannot ask for a file of ours.
    metadata.attachments = []
    if attached:
        metadata.attachments.append(
            Attachment(
                string=attached.data,
                name=attached.name,
                description=attached.description,
                created=attached.moment,
                modified=attached.moment,
                relationship="Data",
            )
        )
    data: bytes = document.write_pdf(pdf_variant="pdf/a-3a", pdf_tags=True, pdf_identifier=identifier, custom_metadata=False)
    return finish(data)
