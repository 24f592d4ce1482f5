"""Answers for programs: open to every origin, cacheable by everybody, without a cookie (https://www.rfc-editor.org/rfc/rfc9110 and 9530)."""

import base64
import hashlib
import re
from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

from helpdesk.base.errors import DomainError
from helpdesk.people.models import Council
from helpdesk.people.selectors import base_url
from transparency.formats.made import json_bytes
from transparency.selectors import Withdrawn

FRESH = "public, max-age=300, stale-while-revalidate=3600"
FOR_GOOD = "public, max-age=31536000, immutable"
METHODS = ("GET", "HEAD", "OPTIONS")
EXPOSED = "Accept-Ranges, Content-Range, ETag, Last-Modified, Link, Repr-Digest"
ASKED = "If-Match, If-Modified-Since, If-None-Match, If-Range, Range"
DAY = "86400"
View = Callable[..., HttpResponseBase]
RANGE = re.compile(r"bytes=(\d*)-(\d*)")


class MovedForNow(HttpResponseRedirect):
    """307: what is asked for is somewhere else for now."""

    status_code = 307


def council_of(request: HttpRequest) -> Council:
    """Return the council of the host."""
    council: Council = request.council  # type: ignore[attr-defined]
    return council


def language_of(request: HttpRequest) -> str:
    """Return the language asked for with `?lang=`, if the council has it; else the council's own."""
    council = council_of(request)
    asked = request.GET.get("lang", "")
    return asked if asked in council.languages else council.default_language


def root_of(request: HttpRequest) -> str:
    """Return the council's origin, without a final slash."""
    return base_url(council_of(request).pk) or f"{request.scheme}://{request.get_host()}"


def open_to_all(response: HttpResponseBase) -> None:
    """Let pages of any origin read an answer."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = EXPOSED
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["X-Content-Type-Options"] = "nosniff"


def _allowed() -> HttpResponse:
    """The answer to a browser that asks first."""
    response = HttpResponse(status=204)
    response.headers["Allow"] = ", ".join(METHODS)
    response.headers["Access-Control-Allow-Methods"] = ", ".join(METHODS)
    response.headers["Access-Control-Allow-Headers"] = ASKED
    response.headers["Access-Control-Max-Age"] = DAY
    response.headers["Cache-Control"] = FRESH
    return response


def _problem(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Say to a program why there is nothing, by RFC 9457; people are shown a page."""
    found: dict[str, object] = {"type": "about:blank", "title": "", "status": error.status, "code": error.code}
    with translation.override(language_of(request)):
        found["title"] = str(error.message)
    if isinstance(error, Withdrawn):
        gone = error.publication
        found["withdrawn_at"] = gone.withdrawn_at.isoformat() if gone.withdrawn_at else None
        found |= {"kind": gone.withdrawn_kind, "reason": gone.withdrawn_reason}
    response = HttpResponse(json_bytes(found), status=error.status, content_type="application/problem+json")
    response.headers["Cache-Control"] = "no-store" if error.status >= 500 else FRESH
    patch_vary_headers(response, ["Accept"])
    return response


def _answer(request: HttpRequest, view: View, *args: object, **kwargs: object) -> HttpResponseBase:
    try:
        return view(request, *args, **kwargs)
    except DomainError as error:
        if "text/html" in request.headers.get("Accept", ""):
            raise
        return _problem(request, error)


def for_programs(view: View) -> View:
    """Make a view that only reads, from any origin; programs are told in JSON what is wrong."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        response = _allowed() if request.method == "OPTIONS" else _answer(request, view, *args, **kwargs)
        open_to_all(response)
        return response

    return answer


def _part(header: str, size: int) -> tuple[int, int] | None:
    """Return the first and the last byte that are asked for; None to ignore the header: it asks for several parts, or for nonsense. The last may be before the first: not satisfiable."""
    match = RANGE.fullmatch(header.strip())
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        return (max(size - int(last), 0), size - 1) if int(last) else (size, size - 1)
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last), size - 1) if last else size - 1


def _ranged(request: HttpRequest, response: HttpResponse, etag: str) -> HttpResponse:
    """Answer with the part that was asked for, if the copy of which the reader has the beginning is this one."""
    size = len(response.content)
    asked = request.headers.get("Range", "") if request.method == "GET" else ""
    part = _part(asked, size) if request.headers.get("If-Range", etag) == etag else None
    if part is None:
        return response
    first, last = part
    if first > last:
        refused = HttpResponse(status=416)
        refused.headers["Content-Range"] = f"bytes */{size}"
        return refused
    response.status_code = 206
    response.content = response.content[first : last + 1]
    response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def bytes_response(
    request: HttpRequest,
    data: bytes,
    content_type: str,
    *,
    cache: str = FRESH,
    modified: datetime | None = None,
    headers: dict[str, str] | None = None,
) -> HttpResponseBase:
    """Answer with bytes under a strong ETag and their digest: whole, in part, or 304 to whoever has them."""
    digest = hashlib.sha256(data)
    etag = f'"sha256-{digest.hexdigest()}"'
    response = HttpResponse(data, content_type=content_type)
    response.headers["Cache-Control"] = cache
    response.headers["ETag"] = etag
    response.headers["Repr-Digest"] = f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"
    response.headers["Accept-Ranges"] = "bytes"
    moment = int(modified.timestamp()) if modified else None
    if moment is not None:
        response.headers["Last-Modified"] = http_date(moment)
    for name, value in (headers or {}).items():
        response.headers[name] = value
    answer: HttpResponseBase = get_conditional_response(request, etag, moment, response) or response
    return _ranged(request, response, etag) if answer is response else answer


def moved(url: str) -> HttpResponse:
    """Send a reader to where something is for now."""
    return MovedForNow(url, headers={"Cache-Control": FRESH})
