"""Whether the files that would be published can be made, and are of the right shape."""

from collections.abc import Iterator

from transparency.catalogue import BY_ID
from transparency.checking.result import Result, fine, wrong
from transparency.making import address_of, data_files, drawn
from transparency.models import Draft
from transparency.pdf import CannotDraw
from transparency.report import ReportData
from transparency.selectors import build

SHAPE, DOCUMENT = "shape", "document"
SHOWN, NOT_SHOWN = {"A", "P", "R"}, {"C", "M"}


def _odd(report: ReportData) -> Iterator[str]:
    """Yield the places of a report that contradict themselves: a value that should be hidden, a hidden one without a reason, a small count."""
    smallest = report["protection"]["threshold"]
    for indicator in report["indicators"]:
        known = BY_ID.get(indicator["id"])
        figures = [("", indicator["value"], indicator["status"])]
        figures += [(c["member"], c["value"], c["status"]) for b in indicator["breakdowns"] for c in b["cells"] if c["status"] != "M"]
        for member, value, status in figures:
            place = f"{indicator['id']}/{member}" if member else indicator["id"]
            if (
                known is None
                or status not in SHOWN | NOT_SHOWN
                or (value is None) != (status in NOT_SHOWN)
                or (indicator["rule"].startswith("S1") and value is not None and 0 < value < smallest)
            ):
                yield place


def shape(draft: Draft) -> Iterator[Result]:
    """Say whether the data can be written in every format, and no figure contradicts its status."""
    report, changes = build(draft, draft.measured_at)
    odd = list(_odd(report))
    if odd:
        yield wrong(SHAPE, "odd_figures", places=odd[:20])
        return
    files = data_files(draft, report, changes)
    empty = [file.name for file in files if not file.data]
    yield wrong(SHAPE, "empty_files", places=empty) if empty else fine(SHAPE, number=len(files))


def document(draft: Draft) -> Iterator[Result]:
    """Say whether the report to print can be drawn, in the council's own language."""
    report, _changes = build(draft, draft.measured_at)
    language = draft.council.default_language
    try:
        pdf = drawn(draft, report, language, address_of(draft))
    except CannotDraw:
        pdf = b""
    good = pdf.startswith(b"%PDF-") and b"%%EOF" in pdf[-64:]
    yield fine(DOCUMENT, bytes=len(pdf), language=language) if good else wrong(DOCUMENT, "not_drawn", language=language)
