"""What the agent's page may connect to: itself, and the one broker that holds the session, by its exact address."""

import re
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse

ADDRESS = re.compile(r"wss?://[A-Za-z0-9.:\[\]-]{1,260}(?:/[A-Za-z0-9._~/-]*)?")


def address_of(viewer_base: str) -> str:
    """Return where a viewer connects, with the slash at its end that a policy needs; empty for what is no such address."""
    return f"{viewer_base.rstrip('/')}/" if ADDRESS.fullmatch(viewer_base) else ""


def with_broker(response: HttpResponse, request: HttpRequest, viewer_base: str) -> HttpResponse:
    """Let this one page connect to the broker's own address, when that is another origin than the page's."""
    address = address_of(viewer_base)
    if address and urlsplit(address).netloc != request.get_host():
        response._csp_update = {"connect-src": [address]}  # type: ignore[attr-defined]  # noqa: SLF001  how django-csp's own decorator says it
    return response
