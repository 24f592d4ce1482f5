"""Requests as the middleware leaves them, who may open staff's pages of this room, and what those pages show around."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from helpdesk.base.errors import NotAllowed
from helpdesk.catalogue.rules import device_tags
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, User
from helpdesk.people.places import places_for
from helpdesk.people.policies import councils_where
from remote.permissions import Permission

P = ParamSpec("P")
PHONES = frozenset({"android", "ios"})


class RemoteRequest(HttpRequest):
    """`citizen` is who holds this browser's links, `actor` may be a member of staff."""

    actor: Actor
    citizen: Actor
    council: Council
    user: User
    LANGUAGE_CODE: str


View = Callable[Concatenate[RemoteRequest, P], HttpResponse]


def staff_with(permission: Permission) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """Let people in who have a permission in some council; strangers go to the login."""

    def decorate(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                if "X-Requested-With" in request.headers:
                    return HttpResponse(status=401)
                return redirect_to_login(request.get_full_path() if request.method == "GET" else reverse("desk:home"))
            if not councils_where(request.actor, permission):  # type: ignore[attr-defined]
                raise NotAllowed
            return view(request, *args, **kwargs)  # type: ignore[arg-type]

        return checked

    return decorate


def ip_of(request: HttpRequest) -> str:
    """Return the address that a request comes from, as the server knows it."""
    return str(request.META.get("REMOTE_ADDR") or "")


def on_phone(request: HttpRequest) -> bool:
    """Say whether a request comes from a telephone or tablet, which cannot share its screen from a browser."""
    return "computer" not in request.GET and bool(PHONES & device_tags(request.headers.get("User-Agent", "")))


def chrome(request: RemoteRequest, current: str) -> dict[str, object]:
    """Return what `desk_base.html` needs around a page of this room; `current` is the key of the place in the rail."""
    places = places_for(request.actor)
    return {
        "desk_nav": [{"label": place.label, "url": place.url, "icon": place.icon, "current": place.key == current} for place in places],
        "home_url": places[0].url if places else "/",
        "logout_url": reverse("account_logout"),
        "user_name": request.user.full_name,
    }
