"""Reads of what is published: by everybody, so without an actor."""

import hashlib

from django.core.files.storage import default_storage
from django.db.models import QuerySet, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from helpdesk.base.errors import DomainError, NotFound
from helpdesk.people.models import Council
from transparency.models import Publication, PublishedFile
from transparency.months import Month
from transparency.report import ReportData, read_report

REPORT_NAME = "report.json"


class DamagedFile(DomainError):
    """A stored file differs from its record: better nothing than a wrong figure."""

    code, status, message = "damaged_file", 500, _("This file does not match its record. We are looking into it.")


class Withdrawn(DomainError):
    """What is asked for was published and has been withdrawn; `publication` says when and why."""

    code, status, message = "withdrawn", 410, _("These figures have been withdrawn.")

    def __init__(self, publication: Publication) -> None:
        super().__init__()
        self.publication = publication


def publications(council: Council) -> list[Publication]:
    """Return what a council has published, newest month first, of each the newest revision that was not withdrawn."""
    newest: dict[str, Publication] = {}
    for publication in Publication.objects.filter(council=council, withdrawn_at=None).order_by("-month", "-revision"):
        newest.setdefault(publication.month.isoformat(), publication)
    return list(newest.values())


def newest_publication(council: Council, month: Month) -> Publication | None:
    """Return the newest revision of a month, withdrawn or not."""
    return revisions_of(council, month).first()


def revisions_of(council: Council, month: Month) -> QuerySet[Publication]:
    """Return every revision of a month, newest first, also those withdrawn."""
    rows = Publication.objects.filter(council=council, month=month.first_day).order_by("-revision")
    return rows.select_related("published_by", "signed_by", "withdrawn_by").prefetch_related("files")


def publication_of(council: Council, month: Month, revision: int | None = None) -> Publication:
    """Return a revision of a month, by default the newest that was not withdrawn; raises NotFound, Withdrawn."""
    rows = Publication.objects.filter(council=council, month=month.first_day)
    if revision is not None:
        rows = rows.filter(revision=revision)
    found = rows.filter(withdrawn_at=None).order_by("-revision").first()
    if found is not None:
        return found
    gone = rows.order_by("-revision").first()
    if gone is None:
        raise NotFound
    raise Withdrawn(gone)


def published_files(publication: Publication) -> list[PublishedFile]:
    """Return the files of a revision in the order in which they were written."""
    return list(publication.files.all())


def published_file(council: Council, month: Month, revision: int, name: str) -> PublishedFile:
    """Return a file of a council's revision; raises NotFound, Withdrawn."""
    rows = PublishedFile.objects.select_related("publication")
    found = rows.filter(publication__council=council, publication__month=month.first_day, publication__revision=revision, name=name).first()
    if found is None:
        raise NotFound
    if found.publication.withdrawn_at is not None:
        raise Withdrawn(found.publication)
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


def publications_with_files(council: Council) -> list[Publication]:
    """Return `publications`, each with its files loaded."""
    found = publications(council)
    prefetch_related_objects(found, "files")
    return found


def report_of(publication: Publication) -> ReportData | None:
    """Return the report of a publication whose files are loaded; None when its file is damaged: better nothing than a wrong figure."""
    file = next((file for file in publication.files.all() if file.name == REPORT_NAME), None)
    try:
        return read_report(stored_bytes(file)) if file else None
    except DamagedFile:
        return None


def latest_reports(publications: list[Publication], count: int) -> dict[Month, ReportData | None]:
    """Return the reports of the newest `count` of publications whose files are loaded."""
    return {Month.of(publication.month): report_of(publication) for publication in publications[:count]}


def revisions(council: Council, count: int) -> list[Publication]:
    """Return the newest `count` publications that still stand, every revision of its own, with their files."""
    rows = Publication.objects.filter(council=council, withdrawn_at=None).prefetch_related("files")
    return list(rows.order_by("-published_at", "-month", "-revision")[:count])


def withdrawn_publications(council: Council, count: int) -> list[Publication]:
    """Return the newest `count` revisions that a council has withdrawn, for feeds that have to say so."""
    rows = Publication.objects.filter(council=council, withdrawn_at__isnull=False)
    return list(rows.order_by("-withdrawn_at", "-month", "-revision")[:count])
