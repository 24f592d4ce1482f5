"""What does not break leaves the foot of a page empty: the space is given to the gaps between what stands on the page, up to a measure."""

from collections.abc import Iterator

from weasyprint.document import Document
from weasyprint.formatting_structure.boxes import BlockBox, Box
from weasyprint.layout.background import layout_box_backgrounds

# An element with this attribute has parts that may be moved apart.
MARK = "data-spread"
MILLIMETRE = 96 / 25.4
WIDEST = 9 * MILLIMETRE


def _parts(box: Box) -> Iterator[BlockBox]:
    """What stands below each other on a page, from the top."""
    for child in box.children:
        if isinstance(child, BlockBox) and child.is_in_normal_flow():
            is_open = child.element_tag == "html" or (child.element is not None and MARK in child.element.attrib)
            yield from _parts(child) if is_open else iter([child])


def spread(document: Document) -> None:
    """Move the parts of every page but the last apart, so that the lowest comes nearer to the foot."""
    for page in document.pages[:-1]:
        box = page._page_box  # noqa: SLF001  the layout has no other door
        parts = list(_parts(box))
        if len(parts) < 2:
            continue
        last = parts[-1]
        left = box.content_box_y() + box.height - (last.border_box_y() + last.border_height())
        gap = min(WIDEST, left / (len(parts) - 1))
        if gap > 0:
            for place, part in enumerate(parts):
                part.translate(0, place * gap)
                # Backgrounds were placed with the page and do not follow by themselves; the report has no pictures behind text.
                layout_box_backgrounds(box, part, _no_picture)


def _no_picture(**_address: object) -> None:
    """Find no picture anywhere."""
