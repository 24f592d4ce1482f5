"""Every write: measure a month, comment it, publish it."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from helpdesk.base import clock
from helpdesk.base.errors import Conflict, ForbiddenTransition, InvalidInput
from helpdesk.base.text import clean_text
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.policies import require
from helpdesk.people.selectors import base_url
from transparency.catalogue import EDITION
from transparency.measuring import measure_month
from transparency.models import Cell, Draft, Publication, PublishedFile
from transparency.months import Month
from transparency.pdf import report_pdf
from transparency.permissions import Permission
from transparency.report import build_report, report_bytes
from transparency.selectors import REPORT_NAME

REVISION = 1
MAX_COMMENTARY = 4000
FUTURE = _("This month has not begun yet.")
PUBLISHED = _("This month is already published.")
RUNNING = _("This month is not over yet. It can be published from the first day of the next one.")
NO_DRAFT = _("This month has not been measured yet. Measure it first.")
STALE = _("The draft was measured before the month ended, or under other definitions. Measure it again.")
CHANGED = _("The draft changed while it was being published. Look at it again before publishing.")
TOO_LONG = _("A commentary has 4,000 characters at most.")
OTHER_LANGUAGE = _("This is not one of the council’s languages.")


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file before it is stored."""

    name: str
    media_type: str
    data: bytes

    @property
    def sha256(self) -> str:
        """Hexadecimal digest of the bytes."""
        return hashlib.sha256(self.data).hexdigest()


def _locked_draft(council: Council, month: Month) -> Draft | None:
    return Draft.objects.select_for_update().filter(council=council, month=month.first_day).first()


def _refuse_published(council: Council, month: Month) -> None:
    if Publication.objects.filter(council=council, month=month.first_day).exists():
        raise Conflict(PUBLISHED)


@transaction.atomic
def make_draft(*, council: Council, month: Month, by: Actor) -> Draft:
    """Measure a month and freeze its cells; measuring again replaces them and keeps the commentary. The running month gives a provisional draft."""
    require(by, Permission.PREPARE, council.pk)
    now = clock.now()
    if month.start(council.time_zone) > now:
        raise ForbiddenTransition(FUTURE)
    draft = _locked_draft(council, month) or Draft(council=council, month=month.first_day, created_by_id=by.user_id)
    _refuse_published(council, month)
    draft.measured_at, draft.edition = now, EDITION
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError as error:
        raise Conflict from error
    draft.cells.all().delete()
    Cell.objects.bulk_create(
        Cell(
            council=council,
            draft=draft,
            indicator=cell.indicator,
            dimension=cell.dimension,
            member=cell.member,
            position=position,
            raw=cell.raw,
            value=cell.value,
            status=cell.status,
        )
        for position, cell in enumerate(measure_month(council=council, month=month, by=by))
    )
    return draft


@transaction.atomic
def write_commentary(*, council: Council, month: Month, texts: dict[str, str], by: Actor) -> Draft:
    """Replace the commentary in the given languages of the council; an empty text takes it away."""
    require(by, Permission.PREPARE, council.pk)
    draft = _locked_draft(council, month)
    if draft is None:
        raise InvalidInput(NO_DRAFT)
    _refuse_published(council, month)
    cleaned = {language: clean_text(text) for language, text in texts.items()}
    if set(cleaned) - set(council.languages):
        raise InvalidInput(OTHER_LANGUAGE)
    if any(len(text) > MAX_COMMENTARY for text in cleaned.values()):
        raise InvalidInput(TOO_LONG)
    merged: dict[str, str] = {**draft.commentary, **cleaned}
    draft.commentary = {language: text for language, text in merged.items() if text}
    draft.save()
    return draft


def _made_files(council: Council, draft: Draft, month: Month, published_at: datetime) -> list[MadeFile]:
    """The files of a revision, made from the frozen cells only; the manifest comes last and names the others."""
    report = build_report(
        council=council,
        month=month,
        revision=REVISION,
        measured_at=draft.measured_at,
        published_at=published_at,
        commentary=draft.commentary,
        cells=list(draft.cells.all()),
    )
    language = council.default_language
    address = f"{base_url(council.pk)}/transparency/{month}/r{REVISION}/{REPORT_NAME}"
    pdf = report_pdf(report, language=language, brand_color=council.brand_color, mark=council.mark, address=address)
    files = [MadeFile(REPORT_NAME, "application/json", report_bytes(report)), MadeFile(f"report.{language}.pdf", "application/pdf", pdf)]
    listed = [{"name": file.name, "media_type": file.media_type, "bytes": len(file.data), "sha256": file.sha256} for file in files]
    manifest = {"council": council.slug, "month": str(month), "revision": REVISION, "published_at": report["published_at"], "files": listed}
    files.append(MadeFile("manifest.json", "application/json", (json.dumps(manifest, sort_keys=True, indent=2) + "\n").encode()))
    return files


def _store(folder: str, file: MadeFile) -> str:
    """Write a file and read it back. What an interrupted attempt left is replaced: no row, and so no reader, knows of it."""
    path = f"{folder}/{file.name}"
    if default_storage.exists(path):
        default_storage.delete(path)
    stored = default_storage.save(path, ContentFile(file.data))
    with default_storage.open(stored) as written:
        if stored != path or written.read() != file.data:
            raise Conflict
    return path


@transaction.atomic
def _record(council: Council, draft: Draft, month: Month, files: list[MadeFile], published_at: datetime, by: Actor) -> Publication:
    """Store the files, then their rows, while the draft is locked: of two officers exactly one gets here first."""
    now = _locked_draft(council, month)
    _refuse_published(council, month)
    if now is None or (now.measured_at, now.commentary) != (draft.measured_at, draft.commentary):
        raise Conflict(CHANGED)
    folder = f"transparency/{council.slug}/{month}/r{REVISION}"
    paths = {file.name: _store(folder, file) for file in files}
    publication = Publication.objects.create(
        council=council, month=month.first_day, revision=REVISION, published_at=published_at, published_by_id=by.user_id
    )
    PublishedFile.objects.bulk_create(
        PublishedFile(
            council=council,
            publication=publication,
            name=file.name,
            path=paths[file.name],
            media_type=file.media_type,
            size=len(file.data),
            sha256=file.sha256,
        )
        for file in files
    )
    return publication


def publish(*, council: Council, month: Month, by: Actor) -> Publication:
    """Publish the draft of a closed month as its first revision, for good. Files are drawn outside any transaction and stored before the rows that show them."""
    require(by, Permission.PUBLISH, council.pk)
    published_at = clock.now()
    _refuse_published(council, month)
    end = month.end(council.time_zone)
    if end > published_at:
        raise ForbiddenTransition(RUNNING)
    draft = Draft.objects.filter(council=council, month=month.first_day).first()
    if draft is None:
        raise InvalidInput(NO_DRAFT)
    if draft.measured_at < end or draft.edition != EDITION:
        raise ForbiddenTransition(STALE)
    files = _made_files(council, draft, month, published_at)
    try:
        return _record(council, draft, month, files, published_at, by)
    except IntegrityError as error:
        raise Conflict(PUBLISHED) from error
