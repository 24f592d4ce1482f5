"""From host and session to council and actor."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from helpdesk.people.models import User
from helpdesk.people.selectors import citizen_actor, council_for_host, staff_actor

LINKS_KEY = "links"
WITHOUT_COUNCIL = ("/healthz", "/readyz", "/static/")


def remember_link(request: HttpRequest, link_id: int) -> None:
    """Let this browser use a secret link without its token from now on."""
    known = [i for i in request.session.get(LINKS_KEY, []) if i != link_id]
    request.session[LINKS_KEY] = [*known, link_id][-50:]


class CouncilMiddleware:
    """Set `request.council`; an unknown host gets 421 and no council's name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(WITHOUT_COUNCIL):
            return self.get_response(request)
        council = council_for_host(request.META.get("HTTP_HOST") or request.META.get("SERVER_NAME", ""))
        if council is None:
            return HttpResponse("421 Misdirected Request\n", status=421, content_type="text/plain")
        request.council = council  # type: ignore[attr-defined]
        return self.get_response(request)


class ActorMiddleware:
    """Set `request.actor` lazily: reading it reads the session, so that public files stay free of cookies."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        def actor() -> object:
            user = request.user
            if isinstance(user, User):
                return staff_actor(user)
            return citizen_actor(request.council, request.session.get(LINKS_KEY, []))  # type: ignore[attr-defined]

        def citizen() -> object:
            return citizen_actor(request.council, request.session.get(LINKS_KEY, []))  # type: ignore[attr-defined]

        request.actor = SimpleLazyObject(actor)  # type: ignore[attr-defined]
        request.citizen = SimpleLazyObject(citizen)  # type: ignore[attr-defined]
        return self.get_response(request)
