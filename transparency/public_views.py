"""Public pages and files: they never read the session, so that caches may share them."""

import base64
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from helpdesk.base.errors import NotFound
from helpdesk.people.models import Council
from helpdesk.people.rules import LANGUAGES
from transparency import selectors
from transparency.catalogue import INDICATORS
from transparency.models import Publication, PublishedFile
from transparency.months import Month
from transparency.presentation import month_words, page_of

PAGE_CACHE = "public, max-age=300, stale-while-revalidate=3600"
FILE_CACHE = "public, max-age=31536000, immutable"
SCHEMA = Path(__file__).resolve().parent / "schema" / "v1" / "report.json"


class MovedForNow(HttpResponseRedirect):
    """307: the newest month is somewhere else for now."""

    status_code = 307


def _council(request: HttpRequest) -> Council:
    council: Council = request.council  # type: ignore[attr-defined]
    return council


def _language(request: HttpRequest) -> str:
    """The language asked for with `?lang=`, if the council has it; else the council's own."""
    council = _council(request)
    asked = request.GET.get("lang", "")
    return asked if asked in council.languages else council.default_language


def _page(request: HttpRequest, template: str, language: str, context: dict[str, object]) -> HttpResponse:
    links = [{"code": c, "name": LANGUAGES[c], "url": f"?lang={c}", "current": c == language} for c in _council(request).languages]
    query = f"?lang={language}" if language != _council(request).default_language else ""
    with translation.override(language):
        response = render(request, template, {"languages": links, "query": query, "page_language": language, "messages": (), **context})
    response.headers["Cache-Control"] = PAGE_CACHE
    response.headers["Content-Language"] = language
    return response


def _open_to_all(response: HttpResponseBase) -> None:
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Link, Repr-Digest, Last-Modified"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["X-Content-Type-Options"] = "nosniff"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Every published month, newest first, with what is measured."""
    language = _language(request)
    with translation.override(language):
        months = [
            {"publication": found, "month": str(Month.of(found.month)), "title": month_words(Month.of(found.month))}
            for found in selectors.publications(_council(request))
        ]
    return _page(request, "transparency/home.html", language, {"months": months, "indicators": INDICATORS})


def _report_page(request: HttpRequest, publication: Publication, *, fixed: bool) -> HttpResponse:
    language = _language(request)
    month = str(Month.of(publication.month))
    files = selectors.published_files(publication)
    context: dict[str, object] = {
        "page": page_of(selectors.published_report(publication), language),
        "publication": publication,
        "files": [{"file": f, "url": reverse("transparency:file", args=[month, publication.revision, f.name])} for f in files],
        "fixed": fixed,
    }
    response = _page(request, "transparency/period.html", language, context)
    address = reverse("transparency:revision", args=[month, publication.revision])
    response.headers["Link"] = f'<{address}>; rel="canonical", <{address}report.json>; rel="alternate"; type="application/json"'
    return response


@require_safe
def period(request: HttpRequest, month: Month) -> HttpResponse:
    """The current revision of a month."""
    return _report_page(request, selectors.publication_of(_council(request), month), fixed=False)


@require_safe
def revision(request: HttpRequest, month: Month, revision: int) -> HttpResponse:
    """One revision of a month, for good."""
    return _report_page(request, selectors.publication_of(_council(request), month, revision), fixed=True)


def _file_response(request: HttpRequest, found: PublishedFile) -> HttpResponseBase:
    etag = f'"sha256-{found.sha256}"'
    modified = int(found.publication.published_at.timestamp())
    response = HttpResponse(selectors.stored_bytes(found), content_type=found.media_type)
    response.headers["Cache-Control"] = FILE_CACHE
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(modified)
    response.headers["Repr-Digest"] = f"sha-256=:{base64.b64encode(bytes.fromhex(found.sha256)).decode()}:"
    month = Month.of(found.publication.month)
    response.headers["Link"] = (
        f'<{reverse("transparency:schema")}>; rel="describedby", <{reverse("transparency:period", args=[month])}>; rel="latest-version"'
    )
    if found.media_type == "application/pdf":
        response.headers["Content-Disposition"] = (
            f'inline; filename="{found.council.slug}-{month}-r{found.publication.revision}-{found.name}"'
        )
    answer: HttpResponseBase = get_conditional_response(request, etag, modified, response) or response
    _open_to_all(answer)
    return answer


@require_safe
def file(request: HttpRequest, month: Month, revision: int, name: str) -> HttpResponseBase:
    """The stored bytes of a published file."""
    return _file_response(request, selectors.published_file(_council(request), month, revision, name))


def _newest(request: HttpRequest) -> Publication:
    found = selectors.publications(_council(request))
    if not found:
        raise NotFound
    return found[0]


def _moved(url: str) -> HttpResponse:
    response = MovedForNow(url, headers={"Cache-Control": PAGE_CACHE})
    _open_to_all(response)
    return response


@require_safe
def latest(request: HttpRequest) -> HttpResponse:
    """Where the newest month is."""
    query = request.META.get("QUERY_STRING", "")
    url = reverse("transparency:period", args=[Month.of(_newest(request).month)])
    return _moved(f"{url}?{query}" if query else url)


@require_safe
def latest_file(request: HttpRequest, name: str) -> HttpResponse:
    """Where a file of the newest month is; a file that it does not have is not found."""
    newest = _newest(request)
    found = selectors.published_file(_council(request), Month.of(newest.month), newest.revision, name)
    return _moved(reverse("transparency:file", args=[Month.of(newest.month), newest.revision, found.name]))


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The JSON Schema of `report.json`."""
    response = HttpResponse(SCHEMA.read_bytes(), content_type="application/schema+json")
    response.headers["Cache-Control"] = "public, max-age=86400"
    _open_to_all(response)
    return response
