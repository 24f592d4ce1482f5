"""The files of a revision, made from frozen cells only. Drawing and sealing take seconds: never inside a transaction."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from helpdesk.people.selectors import base_url
from transparency.changes import ChangesData
from transparency.formats import files_of
from transparency.formats.made import MadeFile
from transparency.manifest import manifest_files
from transparency.models import Draft
from transparency.months import Month
from transparency.pdf import Presses, report_pdf
from transparency.report import ReportData, report_bytes
from transparency.sealing import seal
from transparency.selectors import REPORT_NAME, build

AT_ONCE = 2
JSON, PDF = "application/json", "application/pdf"


def data_files(draft: Draft, report: ReportData, changes: ChangesData | None) -> list[MadeFile]:
    """Return the data of a revision in every format, `report.json` first."""
    council = draft.council
    own = MadeFile(REPORT_NAME, JSON, report_bytes(report))
    return [own, *files_of(report, root=base_url(council.pk), changes=changes, language=council.default_language)]


def address_of(draft: Draft) -> str:
    """Return where the data of a draft will be found."""
    return f"{base_url(draft.council_id)}/transparency/{Month.of(draft.month)}/r{draft.revision}/{REPORT_NAME}"


def drawn(draft: Draft, report: ReportData, language: str, address: str, presses: Presses | None = None) -> bytes:
    """Return the report to print in one language, with its data inside, not yet sealed; raises CannotDraw. Reads nothing: several languages are drawn at once, each in a thread."""
    council = draft.council
    return report_pdf(
        report,
        language=language,
        brand_color=council.brand_color,
        mark=council.mark,
        address=address,
        data=report_bytes(report),
        presses=presses,
    )


def made_files(draft: Draft, *, published_at: datetime, previous_sha256: str) -> list[MadeFile]:
    """Return every file of a revision, its documents sealed; the manifest, which names the others and the manifest before it, and its signature come last. Raises CannotDraw, CannotSeal."""
    report, changes = build(draft, published_at)
    month = Month.of(draft.month)
    files = data_files(draft, report, changes)
    languages, address = draft.council.languages, address_of(draft)
    with Presses() as presses, ThreadPoolExecutor(AT_ONCE) as pool:
        documents = list(pool.map(lambda language: drawn(draft, report, language, address, presses), languages))
    for language, document in zip(languages, documents, strict=True):
        name = f"report.{language}.pdf"
        files.append(MadeFile(name, PDF, seal(document, document=f"{draft.council.slug} {month} r{draft.revision} {name}")))
    made = manifest_files(
        council=draft.council.slug,
        month=month,
        revision=draft.revision,
        published_at=report["published_at"] or "",
        previous_sha256=previous_sha256,
        files=files,
    )
    return [*files, *made]
