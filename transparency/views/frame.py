"""What all pages share: who may come in, the council of the address, the frame around the page."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from helpdesk.base.errors import Conflict, ForbiddenTransition, InvalidInput, NotAllowed
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, User
from helpdesk.people.places import places_for
from helpdesk.people.policies import allowed, councils_where
from helpdesk.people.selectors import council_for
from transparency.months import Month
from transparency.pdf import CannotDraw
from transparency.permissions import Permission
from transparency.sealing import CannotSeal

P = ParamSpec("P")
Context = dict[str, object]
# Pages with one form, which is read better in a narrow column.
NARROW = {"publish", "officer_correct", "officer_withdraw", "officer_settings"}
REFUSALS = (Conflict, ForbiddenTransition, InvalidInput, CannotDraw, CannotSeal)


class OfficerRequest(HttpRequest):
    """A request of somebody who prepares, signs or settles."""

    actor: Actor
    council: Council
    user: User


Page = Callable[Concatenate[OfficerRequest, P], HttpResponse]
Checked = Callable[Concatenate[HttpRequest, P], HttpResponse]


def needs(permission: Permission) -> Callable[[Page[P]], Checked[P]]:
    """Let people in who have a permission in some council; strangers go to the login."""

    def decorate(view: Page[P]) -> Checked[P]:
        @wraps(view)
        def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path() if request.method == "GET" else reverse("indicators:home"))
            actor: Actor = request.actor  # type: ignore[attr-defined]
            if not councils_where(actor, permission):
                raise NotAllowed
            return view(request, *args, **kwargs)  # type: ignore[arg-type]

        return checked

    return decorate


def own_council(request: OfficerRequest, slug: str, permission: Permission = Permission.LOOK) -> Council:
    """Return one of this person's councils; any other does not exist: NotFound."""
    return council_for(slug, request.actor, permission)


def page(request: OfficerRequest, template: str, council: Council, context: Context, *, status: int = 200) -> HttpResponse:
    """Render a page of a council inside the frame of staff: the rail has the places of every room that this person may open."""
    may = {permission.name.lower(): allowed(request.actor, permission, council.pk) for permission in Permission}
    places = [
        {"label": place.label, "url": place.url, "icon": place.icon, "current": place.key == "indicators"}
        for place in places_for(request.actor)
    ]
    frame: Context = {
        "own_council": council,
        "may": may,
        "is_narrow": template in NARROW,
        "desk_nav": places,
        "home_url": reverse("indicators:home"),
        "logout_url": reverse("account_logout"),
        "user_name": request.user.full_name,
    }
    return render(request, f"transparency/{template}.html", {**frame, **context}, status=status)


def to_month(council: Council, month: Month) -> HttpResponse:
    """Go to the page of a month."""
    return redirect("indicators:month", council=council.slug, month=month)
