"""Who may open the desk: people who answer tickets. Officers have pages of their own."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from helpdesk.base.errors import NotAllowed
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, User
from helpdesk.people.policies import councils_where
from helpdesk.people.rules import Role
from helpdesk.tickets.permissions import Permission

P = ParamSpec("P")


class DeskRequest(HttpRequest):
    """A request of somebody who works at the desk."""

    actor: Actor
    council: Council
    user: User


def in_background(request: HttpRequest) -> bool:
    """Say whether a script asked, so that a page would be the wrong answer."""
    return "HX-Request" in request.headers or "application/json" in request.headers.get("Accept", "")


def staff_required(view: Callable[Concatenate[DeskRequest, P], HttpResponse]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let people with a role that answers tickets in; send officers to the indicators, strangers to the login."""

    @wraps(view)
    def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            if in_background(request):
                return HttpResponse(status=401, headers={"HX-Reswap": "none"})
            return redirect_to_login(request.get_full_path() if request.method == "GET" else "")
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if councils_where(actor, Permission.WORK):
            return view(request, *args, **kwargs)  # type: ignore[arg-type]
        if request.method == "GET" and actor.councils_with(frozenset({Role.OFFICER})):
            return redirect("indicators:home")
        raise NotAllowed

    return checked
