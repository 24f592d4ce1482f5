"""Everything under /transparency/ that programs read: files, feeds, catalogue, calendar, series, schemas. They never read the session."""

import zlib
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from helpdesk.base.errors import NotFound
from helpdesk.people.models import Council
from transparency import atom as atoms
from transparency import dcat, feed, release_calendar, selectors
from transparency.catalogue import BY_ID
from transparency.formats import terms
from transparency.formats.made import json_bytes
from transparency.models import Publication, PublishedFile
from transparency.months import Month
from transparency.series import series_document
from transparency.serving import FOR_GOOD, FRESH, bytes_response, council_of, for_programs, language_of, moved, root_of

# Months and revisions: more than a council publishes in a lifetime.
ALL = 10_000
KEPT = 3600
SCHEMA_TYPE = "application/schema+json"
SCHEMAS = Path(__file__).resolve().parent / "schema" / "v1"
SCHEMA = SCHEMAS / "report.json"
SCHEMA_NAMES = ("report", "changes", "manifest")
DESCRIBED_BY = {terms.REPORT: "report", terms.CHANGES: "changes", terms.MANIFEST: "manifest"}


def _moment(publication: Publication) -> datetime:
    return publication.withdrawn_at or publication.published_at


@for_programs
def json_feed(request: HttpRequest) -> HttpResponseBase:
    """The JSON Feed of revisions, those that were withdrawn among them."""
    council, language = council_of(request), language_of(request)
    rows = [*selectors.revisions(council, feed.ITEMS), *selectors.withdrawn_publications(council, feed.ITEMS)]
    rows = sorted(rows, key=lambda row: (_moment(row), row.month, row.revision), reverse=True)[: feed.ITEMS]
    reports = [None if row.withdrawn_at else selectors.report_of(row) for row in rows]
    data = feed.feed_of(council, rows, reports, root=root_of(request), language=language)
    modified = _moment(rows[0]) if rows else None
    return bytes_response(request, data, feed.MEDIA_TYPE, modified=modified, headers={"Content-Language": language})


def _by_month(council: Council) -> list[list[Publication]]:
    """Every revision of every month with its files, newest month first and of each the newest revision."""
    rows = [*selectors.revisions(council, ALL), *selectors.withdrawn_publications(council, ALL)]
    rows.sort(key=lambda row: (row.month, row.revision), reverse=True)
    return [list(group) for _month, group in groupby(rows, key=lambda row: row.month)]


@for_programs
def atom_feed(request: HttpRequest) -> HttpResponseBase:
    """The Atom feed of months."""
    council, language = council_of(request), language_of(request)
    months = _by_month(council)[: feed.ITEMS]
    standing = [next((row for row in rows if row.withdrawn_at is None), None) for rows in months]
    reports = [selectors.report_of(row) if row else None for row in standing]
    data, changed = atoms.atom_of(council, list(zip(months, reports, strict=True)), root=root_of(request), language=language)
    modified = changed if months else None
    return bytes_response(request, data, atoms.MEDIA_TYPE, modified=modified, headers={"Content-Language": language})


@for_programs
def calendar(request: HttpRequest) -> HttpResponseBase:
    """When each month comes out."""
    council, language = council_of(request), language_of(request)
    data = release_calendar.calendar_bytes(council, selectors.releases(council), root=root_of(request), language=language)
    return bytes_response(request, data, release_calendar.MEDIA_TYPE, headers={"Content-Language": language})


def _state(council: Council, rows: Sequence[Publication]) -> str:
    """What the catalogue is made of, in short: the same state, the same bytes."""
    own = [council.slug, council.name, council.email, council.phone, council.default_language, council.municipality_code]
    told = [f"{row.pk} {row.published_at} {row.withdrawn_at} {row.reason}" for row in rows]
    files = [f"{file.name} {file.size} {file.sha256}" for row in rows if row.withdrawn_at is None for file in row.files.all()]
    return sha256("\n".join([*own, *told, *files]).encode()).hexdigest()


def _catalog(request: HttpRequest, serialisation: dcat.Serialisation) -> HttpResponseBase:
    council, root = council_of(request), root_of(request)
    rows = [row for month in _by_month(council) for row in month]
    key = f"dcat:{serialisation.suffix}:{sha256(root.encode()).hexdigest()[:16]}:{_state(council, rows)}"
    kept: bytes | None = cache.get(key)
    data = zlib.decompress(kept) if kept else dcat.catalog_bytes(dcat.catalog_graph(council, rows, root=root), serialisation)
    if kept is None:
        cache.set(key, zlib.compress(data), KEPT)
    links = [
        f'<{reverse("transparency:catalog_as", args=[one.suffix])}>; rel="alternate"; type="{one.media_type}"'
        for one in dcat.SERIALISATIONS
    ]
    return bytes_response(request, data, serialisation.content_type, headers={"Link": ", ".join(links)})


@for_programs
def catalog_as(request: HttpRequest, suffix: str) -> HttpResponseBase:
    """The catalogue for data portals, in one way of writing it."""
    found = next((one for one in dcat.SERIALISATIONS if one.suffix == suffix), None)
    if found is None:
        raise NotFound
    return _catalog(request, found)


@for_programs
def catalog(request: HttpRequest) -> HttpResponseBase:
    """The catalogue as the reader prefers it, Turtle by default."""
    offered = [one.media_type for one in dcat.SERIALISATIONS]
    preferred = request.get_preferred_type(offered)
    found = next((one for one in dcat.SERIALISATIONS if one.media_type == preferred), dcat.SERIALISATIONS[0])
    response = _catalog(request, found)
    response.headers["Content-Location"] = reverse("transparency:catalog_as", args=[found.suffix])
    patch_vary_headers(response, ["Accept"])
    return response


@for_programs
def series(request: HttpRequest, indicator: str) -> HttpResponseBase:
    """An indicator over the months."""
    council, language = council_of(request), language_of(request)
    published = selectors.publications_with_files(council)
    if indicator not in BY_ID or not published:
        raise NotFound
    reports = [report for publication in reversed(published) if (report := selectors.report_of(publication))]
    if not reports:
        raise selectors.DamagedFile
    data = json_bytes(series_document(indicator, reports, root=root_of(request), language=language))
    # No Last-Modified: what is withdrawn brings back an older moment.
    headers = {"Content-Language": language, "Link": f'<{terms.LICENCE}>; rel="license"'}
    return bytes_response(request, data, terms.JSON_TYPE, headers=headers)


def _links(found: PublishedFile, siblings: Sequence[int]) -> str:
    """Relations of a file to its other revisions (RFC 5829), to what describes it, and to its licence."""
    publication, name = found.publication, found.name
    month, own = Month.of(publication.month), publication.revision

    def address(revision: int) -> str:
        return reverse("transparency:file", args=[month, revision, name])

    before, after = [one for one in siblings if one < own], [one for one in siblings if one > own]
    links = [(address(own), "canonical"), (reverse("transparency:period", args=[month]), "latest-version"), (terms.LICENCE, "license")]
    links += [(address(max(before)), "predecessor-version")] if before else []
    links += [(address(min(after)), "successor-version")] if after else []
    if name in DESCRIBED_BY:
        links.append((reverse("transparency:schema_file", args=[DESCRIBED_BY[name]]), "describedby"))
    elif name == terms.CSV:
        links.append((reverse("transparency:file", args=[month, own, terms.CSVW]), "describedby"))
    return ", ".join(f'<{address}>; rel="{relation}"' for address, relation in links)


@for_programs
def file(request: HttpRequest, month: Month, revision: int, name: str) -> HttpResponseBase:
    """The stored bytes of a published file."""
    council = council_of(request)
    found = selectors.published_file(council, month, revision, name)
    others = selectors.revisions_of(council, month)
    siblings = [row.revision for row in others if row.withdrawn_at is None and any(one.name == name for one in row.files.all())]
    headers = {"Link": _links(found, siblings)}
    if found.media_type == "application/pdf":
        headers["Content-Disposition"] = f'inline; filename="{council.slug}-{month}-r{revision}-{name}"'
    published_at = found.publication.published_at
    return bytes_response(request, selectors.stored_bytes(found), found.media_type, cache=FOR_GOOD, modified=published_at, headers=headers)


def _newest(request: HttpRequest) -> Publication:
    found = selectors.publications(council_of(request))
    if not found:
        raise NotFound
    return found[0]


@for_programs
def latest(request: HttpRequest) -> HttpResponse:
    """Where the newest month is."""
    query = request.META.get("QUERY_STRING", "")
    url = reverse("transparency:period", args=[Month.of(_newest(request).month)])
    return moved(f"{url}?{query}" if query else url)


@for_programs
def latest_file(request: HttpRequest, name: str) -> HttpResponse:
    """Where a file of the newest month is; a file that it does not have is not found."""
    newest = _newest(request)
    month = Month.of(newest.month)
    found = selectors.published_file(council_of(request), month, newest.revision, name)
    return moved(reverse("transparency:file", args=[month, newest.revision, found.name]))


@for_programs
def schema(request: HttpRequest, name: str = "report") -> HttpResponseBase:
    """The JSON Schema of a published file."""
    if name not in SCHEMA_NAMES:
        raise NotFound
    return bytes_response(request, (SCHEMAS / f"{name}.json").read_bytes(), SCHEMA_TYPE, cache=FRESH)
