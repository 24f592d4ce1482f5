"""Requests as the middleware leaves them, and what the citizen's pages keep in the session."""

from typing import TypedDict, cast

from django.http import HttpRequest

from helpdesk.catalogue.rules import device_tags
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council

DONE_KEY = "done"
SENT_KEY = "sent"


class PortalRequest(HttpRequest):
    """A request on a council's host: `citizen` is who holds this browser's links, `actor` may be a member of staff."""

    council: Council
    actor: Actor
    citizen: Actor
    LANGUAGE_CODE: str


class Done(TypedDict):
    """What the confirmation page shows again when it is reloaded."""

    reference: str
    token: str
    chat_became_written: bool


def done_of(request: HttpRequest) -> Done | None:
    """Return what this browser sent last, with its secret link."""
    return cast("Done | None", request.session.get(DONE_KEY))


def tags_of(request: HttpRequest) -> frozenset[str]:
    """Return the system and browser that the request comes from."""
    return device_tags(request.headers.get("User-Agent", ""))
