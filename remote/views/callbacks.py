"""Where programs and partners tell us what happened: no cookie, no session of a browser, only what is signed."""

from http import HTTPStatus
from typing import cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from helpdesk.base.errors import Conflict, NotFound
from helpdesk.people.models import Council
from remote import services
from remote.access import ip_of
from remote.limits import PerAddress
from remote.providers.base import ProviderError
from remote.providers.callback import MAX_BYTES, CallbackRequest

# A session has some twenty events: sixty at once are several sessions that move at the same moment.
LIMIT = PerAddress("callbacks", burst=60, a_minute=120)
# Refusals, from a closed list; whatever else a provider refuses was not signed as it should be.
STATUS = {
    "too_many": HTTPStatus.TOO_MANY_REQUESTS,
    "not_found": HTTPStatus.NOT_FOUND,
    "no_callbacks": HTTPStatus.NOT_FOUND,
    "conflict": HTTPStatus.CONFLICT,
    "too_big": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "body": HTTPStatus.UNPROCESSABLE_ENTITY,
}


@csrf_exempt
@require_POST
def callback(request: HttpRequest, council: str, provider: str) -> HttpResponse:
    """Take one message, on the council's own host; the answer says no more than whether it was taken."""
    refusal = _refusal(request, council, provider)
    if refusal:
        return JsonResponse({"error": refusal}, status=STATUS.get(refusal, HTTPStatus.UNAUTHORIZED))
    return JsonResponse({"taken": True})


def _refusal(request: HttpRequest, council: str, provider: str) -> str:
    """Take a message, or say why not."""
    asked: Council = request.council  # type: ignore[attr-defined]
    if not LIMIT.takes(ip_of(request)):
        return "too_many"
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BYTES:
        return "too_big"
    if asked.slug != council:
        return "not_found"
    try:
        services.take_callback(council=asked, provider=provider, request=cast("CallbackRequest", request))
    except (NotFound, Conflict, ProviderError) as error:
        return error.code
    return ""
