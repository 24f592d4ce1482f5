"""Every read of drafts and publications."""

import hashlib
from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from helpdesk.base.errors import DomainError, NotFound
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.policies import councils_where, require
from helpdesk.people.selectors import councils
from transparency.models import Draft, Publication, PublishedFile
from transparency.months import Month
from transparency.permissions import Permission
from transparency.report import ReportData, build_report, read_report

REPORT_NAME = "report.json"


class DamagedFile(DomainError):
    """A stored file differs from its record: better nothing than a wrong figure."""

    code, status, message = "damaged_file", 500, _("This file does not match its record. We are looking into it.")


@dataclass(frozen=True, slots=True)
class MonthState:
    """A month in the officer's list."""

    month: Month
    draft: Draft | None
    publication: Publication | None
    is_running: bool


def publications(council: Council) -> list[Publication]:
    """Return what a council has published, newest month first, one revision per month."""
    newest: dict[str, Publication] = {}
    for publication in Publication.objects.filter(council=council).order_by("-month", "-revision"):
        newest.setdefault(publication.month.isoformat(), publication)
    return list(newest.values())


def publication_of(council: Council, month: Month, revision: int | None = None) -> Publication:
    """Return a revision of a month, the current one by default; raises NotFound."""
    rows = Publication.objects.filter(council=council, month=month.first_day)
    if revision is not None:
        rows = rows.filter(revision=revision)
    found = rows.order_by("-revision").first()
    if found is None:
        raise NotFound
    return found


def published_files(publication: Publication) -> list[PublishedFile]:
    """Return the files of a revision in the order in which they were written."""
    return list(publication.files.all())


def published_file(council: Council, month: Month, revision: int, name: str) -> PublishedFile:
    """Return a file of a council's revision; raises NotFound."""
    rows = PublishedFile.objects.select_related("publication")
    found = rows.filter(publication__council=council, publication__month=month.first_day, publication__revision=revision, name=name).first()
    if found is None:
        raise NotFound
    return found


def stored_bytes(file: PublishedFile) -> bytes:
    """Return the bytes as they were published; raises DamagedFile when they are not."""
    try:
        with default_storage.open(file.path) as stored:
            data: bytes = stored.read()
    except FileNotFoundError as error:
        raise DamagedFile from error
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise DamagedFile
    return data


def published_report(publication: Publication) -> ReportData:
    """Return the report of a revision, from its stored file."""
    file = publication.files.filter(name=REPORT_NAME).first()
    if file is None:
        raise DamagedFile
    return read_report(stored_bytes(file))


def councils_of(actor: Actor) -> list[Council]:
    """Return the councils whose indicators this person prepares."""
    return list(councils(councils_where(actor, Permission.PREPARE)))


def draft_of(council: Council, month: Month, actor: Actor) -> Draft | None:
    """Return the draft of a month; raises NotAllowed for anybody but those who prepare it."""
    require(actor, Permission.PREPARE, council.pk)
    return Draft.objects.select_related("council", "created_by").filter(council=council, month=month.first_day).first()


def draft_report(draft: Draft) -> ReportData:
    """Return the report that a draft would give; never its raw figures."""
    return build_report(
        council=draft.council,
        month=Month.of(draft.month),
        revision=1,
        measured_at=draft.measured_at,
        published_at=None,
        commentary=draft.commentary,
        cells=list(draft.cells.all()),
    )


def month_states(council: Council, actor: Actor, *, running: Month, count: int = 13) -> list[MonthState]:
    """Return the running month and those before it, newest first, with what exists of each; raises NotAllowed."""
    require(actor, Permission.PREPARE, council.pk)
    months = [running]
    while len(months) < count:
        months.append(months[-1].previous)
    drafts = {draft.month: draft for draft in Draft.objects.filter(council=council, month__gte=months[-1].first_day)}
    published = {publication.month: publication for publication in publications(council)}
    months += [Month.of(day) for day in sorted({*published, *drafts} - {month.first_day for month in months}, reverse=True)]
    return [MonthState(month, drafts.get(month.first_day), published.get(month.first_day), month == running) for month in months]
