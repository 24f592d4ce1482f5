"""Public pages: they never read the session, so that caches may share them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from helpdesk.base import clock
from helpdesk.base.errors import NotFound
from helpdesk.people.models import Council
from helpdesk.people.rules import LANGUAGES
from transparency import selectors
from transparency.catalogue import BY_ID, privacy_lines
from transparency.definitions import definition_groups, definition_of, series_of
from transparency.downloads import file_rows, ways_to_reuse
from transparency.models import Publication
from transparency.months import Month
from transparency.panel import panel_of
from transparency.presentation import page_of
from transparency.revisions import WITHDRAWALS, banner_of, changed_words, reason_of, rows_of
from transparency.shelf import chosen, gone_months, published_changes, release_rows
from transparency.wording import month_words, status_words

PAGE_CACHE = "public, max-age=300, stale-while-revalidate=3600"
TREND_MONTHS = 12
SERIES_MONTHS = 36
# Months whose date has passed without figures, and months to come, in the calendar on the page.
LATE_RELEASES, NEXT_RELEASES = 2, 4


def _council(request: HttpRequest) -> Council:
    council: Council = request.council  # type: ignore[attr-defined]
    return council


def _language(request: HttpRequest) -> str:
    """The language asked for with `?lang=`, if the council has it; else the council's own."""
    council = _council(request)
    asked = request.GET.get("lang", "")
    return asked if asked in council.languages else council.default_language


def _query(council: Council, language: str) -> str:
    """What an address needs to be answered in a language."""
    return f"?lang={language}" if language != council.default_language else ""


def _page(request: HttpRequest, template: str, language: str, context: dict[str, object], status: int = 200) -> HttpResponse:
    links = [{"code": c, "name": LANGUAGES[c], "url": f"?lang={c}", "current": c == language} for c in _council(request).languages]
    query = _query(_council(request), language)
    with translation.override(language):
        shared = {"languages": links, "query": query, "page_language": language, "messages": ()}
        response = render(request, template, {**shared, **context}, status=status)
    response.headers["Cache-Control"] = PAGE_CACHE
    response.headers["Content-Language"] = language
    return response


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The panel: the newest month, the trend, every published month, what is measured."""
    council, language = _council(request), _language(request)
    publications = selectors.publications_with_files(council)
    reports = selectors.latest_reports(publications, TREND_MONTHS)
    with translation.override(language):
        privacy = privacy_lines(selectors.policy_of(council).threshold)
        groups = definition_groups()
        panel = panel_of(publications, reports, language=language, privacy=privacy, count=TREND_MONTHS, time_zone=council.time_zone)
        files = {file.name for file in publications[0].files.all()} if publications else set()
        dates = selectors.releases(council, past=LATE_RELEASES, upcoming=NEXT_RELEASES)
        releases = release_rows(dates, now=clock.now(), time_zone=council.time_zone)
        context: dict[str, object] = {
            "panel": panel,
            "releases": releases,
            "next_release": next((row for row in releases if row.is_next), None),
            "withdrawn": gone_months(selectors.withdrawn_publications(council, SERIES_MONTHS), publications),
            "definitions": groups,
            "formats": ways_to_reuse(files, _query(council, language)),
            "status_words": status_words(),
        }
    return _page(request, "transparency/home.html", language, context)


@require_safe
def indicators(request: HttpRequest) -> HttpResponse:
    """What is measured, indicator by indicator."""
    language = _language(request)
    with translation.override(language):
        groups = definition_groups()
    return _page(request, "transparency/definitions.html", language, {"groups": groups})


@require_safe
def indicator(request: HttpRequest, indicator: str) -> HttpResponse:
    """The definition of an indicator, its history, and its figures over the months."""
    council, language = _council(request), _language(request)
    found = BY_ID.get(indicator)
    if found is None:
        raise NotFound
    publications = selectors.publications_with_files(council)[:SERIES_MONTHS]
    reports = selectors.latest_reports(publications, SERIES_MONTHS)
    with translation.override(language):
        definition = definition_of(found)
    series = series_of(indicator, publications, reports, language, title=definition.name)
    return _page(request, "transparency/definition.html", language, {"definition": definition, "series": series})


def _tombstone(request: HttpRequest, publication: Publication, current: Publication) -> HttpResponse:
    """What stands in the place of a withdrawn revision, for good."""
    language, month = _language(request), Month.of(publication.month)
    with translation.override(language):
        reason, reason_language = reason_of(publication.withdrawn_reason, language)
        context: dict[str, object] = {
            "title": month_words(month),
            "publication": publication,
            "why": WITHDRAWALS.get(publication.withdrawn_kind, ""),
            "reason": reason,
            "reason_language": reason_language,
            "current": current if current.withdrawn_at is None else None,
            "month": str(month),
        }
    return _page(request, "transparency/tombstone.html", language, context, status=410)


def _report_page(request: HttpRequest, month: Month, revision: int | None) -> HttpResponse:
    council, language = _council(request), _language(request)
    revisions = list(selectors.revisions_of(council, month))
    current, publication = chosen(revisions, None), chosen(revisions, revision)
    if publication.withdrawn_at is not None:
        return _tombstone(request, publication, current)
    report = selectors.report_of(publication)
    if report is None:
        raise selectors.DamagedFile
    address = reverse("transparency:revision", args=[month, publication.revision])
    with translation.override(language):
        changes = published_changes(publication)
        context: dict[str, object] = {
            "page": page_of(report, language),
            "publication": publication,
            "current": current,
            "banner": banner_of(report, language),
            "changes": changed_words(report, changes["changes"], language) if changes else [],
            "revisions": rows_of(revisions, language, council.time_zone),
            "files": file_rows(publication, address, language),
            "fixed": revision is not None,
            "status_words": status_words(),
        }
        response = _page(request, "transparency/period.html", language, context)
    response.headers["Link"] = f'<{address}>; rel="canonical", <{address}report.json>; rel="alternate"; type="application/json"'
    return response


@require_safe
def period(request: HttpRequest, month: Month) -> HttpResponse:
    """The current revision of a month."""
    return _report_page(request, month, None)


@require_safe
def revision(request: HttpRequest, month: Month, revision: int) -> HttpResponse:
    """One revision of a month, for good; 410 and why, if it was withdrawn."""
    return _report_page(request, month, revision)
