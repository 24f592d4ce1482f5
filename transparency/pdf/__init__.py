"""The report of a month as one sealed-to-be PDF: PDF/A-3a and PDF/UA-1 at once, with `report.json` inside."""

import hashlib
from datetime import datetime
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation

from helpdesk.base.theme import scale
from transparency.pdf.edition import edition_of
from transparency.pdf.printing import CannotDraw, Presses, print_pdf
from transparency.press.job import Attached, Job
from transparency.report import ReportData

__all__ = ["CannotDraw", "Presses", "report_pdf"]

STYLE = Path(__file__).resolve().parent.parent / "press" / "print.css"
COLOURS = (
    "base-default",
    "base-contrast-default",
    "border-default",
    "border-strong",
    "border-subtle",
    "surface-tinted",
    "background-tinted",
    "text-default",
)
DATA_NAME = "report.json"


def _style(brand: str) -> str:
    """The style sheet with the council's colour, in the steps whose contrast is guaranteed, in place of their names."""
    steps, style = scale(brand, dark=False), STYLE.read_text(encoding="utf-8")
    for name in COLOURS:
        style = style.replace(f"COLOUR({name})", steps[name])
    return style


def report_pdf(
    report: ReportData, *, language: str, brand_color: str, mark: str, address: str, data: bytes, presses: Presses | None = None
) -> bytes:
    """Draw a report in one language. `data` are the bytes of `report.json`, which go inside; `address` is where they are published.

    Draws in a process of its own, 2 to 3 s, less on presses that are kept for several; raises CannotDraw.
    """
    moment = datetime.fromisoformat(report["published_at"] or report["measured_at"])
    steps = scale(brand_color, dark=False)
    with translation.override(language):
        context = {
            "report": edition_of(report, language),
            "language": language,
            "mark": mark,
            "address": address,
            "folder": address.rpartition("/")[0] + "/",
            "date": moment.isoformat(),
            "data_sha256": hashlib.sha256(data).hexdigest(),
            "fill": {name.replace("-", "_"): colour for name, colour in steps.items()},
        }
        html = render_to_string("transparency/report_pdf.html", context)
    identifier = hashlib.sha256(html.encode() + data).digest()[:16]
    attached = Attached(name=DATA_NAME, description=address, data=data, moment=moment)
    return print_pdf(Job(html, _style(brand_color), identifier, attached), presses)
