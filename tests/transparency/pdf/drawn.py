"""Printed months, drawn once for all tests, two at a time."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from unittest.mock import patch

from tests.transparency.pdf import sample
from transparency.pdf import report_pdf
from transparency.press.job import Job
from transparency.report import ReportData, report_bytes

ADDRESS = "https://help.example/transparency/2026-10/r1/report.json"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A report, its language and its document."""

    report: ReportData
    language: str
    pdf: bytes

    @property
    def data(self) -> bytes:
        """The bytes of `report.json`."""
        return report_bytes(self.report)


def draw(report: ReportData, language: str) -> Drawn:
    """Draw a report."""
    data = report_bytes(report)
    return Drawn(report, language, report_pdf(report, language=language, brand_color="#0b5d66", mark="V", address=ADDRESS, data=data))


def job_of(report: ReportData, language: str) -> Job:
    """What the press is asked to draw for a report."""
    jobs: list[Job] = []
    with patch("transparency.pdf.print_pdf", lambda job, *_kept: jobs.append(job) or b""):
        draw(report, language)
    return jobs[0]


@cache
def months() -> dict[str, Drawn]:
    """A whole month, a month of nothing, and a correction with hard names, each in another language."""
    wanted = {
        "month": (sample.whole_month(), "ca"),
        "nothing": (sample.nothing(), "eu"),
        "names": (sample.hard_names(), "es"),
    }
    with ThreadPoolExecutor(2) as pool:
        found = pool.map(lambda job: draw(*job), wanted.values())
        return dict(zip(wanted, found, strict=True))
