"""Requests as the middleware leaves them, who may open staff's pages of this room, and what those pages show around."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from helpdesk.base.errors import NotAllowed
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, User
from helpdesk.people.places import places_for
from helpdesk.people.policies import councils_where
from satisfaction.permissions import Permission
from satisfaction.selectors import surveyed_councils

P = ParamSpec("P")
Context = dict[str, object]


class RatingRequest(HttpRequest):
    """`citizen` is who holds this browser's secret links, `actor` may be a member of staff."""

    actor: Actor
    citizen: Actor
    council: Council
    user: User
    LANGUAGE_CODE: str


View = Callable[Concatenate[RatingRequest, P], HttpResponse]


def staff_with(*permissions: Permission) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """Let people in who have one of these permissions in some council; strangers go to the login."""

    def decorate(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path() if request.method == "GET" else reverse("desk:home"))
            if not any(councils_where(request.actor, permission) for permission in permissions):  # type: ignore[attr-defined]
                raise NotAllowed
            return view(request, *args, **kwargs)  # type: ignore[arg-type]

        return checked

    return decorate


def chrome(request: RatingRequest, tab: str = "", *, current: str = "ratings") -> Context:
    """Return what `desk_base.html` needs around a page of this room; `tab` is the page among the room's own."""
    places = places_for(request.actor)
    may = {permission: bool(councils_where(request.actor, permission)) for permission in Permission}
    own = surveyed_councils(request.actor, Permission.CONFIGURE)
    at_home = next((one for one in own if one.pk == request.council.pk), next(iter(own), None))
    return {
        "desk_nav": [{"label": place.label, "url": place.url, "icon": place.icon, "current": place.key == current} for place in places],
        "home_url": places[0].url if places else "/",
        "logout_url": reverse("account_logout"),
        "user_name": request.user.full_name,
        "tab": tab,
        "may_review": may[Permission.REVIEW],
        "may_see_results": may[Permission.RESULTS],
        "configured": at_home,
        "several": len(request.actor.roles) > 1,
    }
