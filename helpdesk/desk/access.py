"""Who may open the desk: people who answer tickets, and, for its settings, those who configure a council. Officers have pages of their own."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from helpdesk.base.errors import NotAllowed
from helpdesk.chat.models import Chat
from helpdesk.desk.permissions import Permission as Desk
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, User
from helpdesk.people.permissions import Permission as People
from helpdesk.people.policies import councils_where
from helpdesk.people.rules import Role
from helpdesk.tickets.permissions import Permission

P = ParamSpec("P")


class DeskRequest(HttpRequest):
    """A request of somebody who works at the desk."""

    actor: Actor
    council: Council
    user: User
    desk_counts: dict[str, int]
    desk_chats: tuple[list[Chat], list[Chat]]
    htmx: bool


def in_background(request: HttpRequest) -> bool:
    """Say whether a script asked, so that a page would be the wrong answer."""
    return "HX-Request" in request.headers or "application/json" in request.headers.get("Accept", "")


Page = Callable[Concatenate[DeskRequest, P], HttpResponse]
Checked = Callable[Concatenate[HttpRequest, P], HttpResponse]


def _login(request: HttpRequest) -> HttpResponse:
    if in_background(request):
        return HttpResponse(status=401, headers={"HX-Reswap": "none"})
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "")


def _elsewhere(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Send people who answer no tickets to the pages that they have."""
    if request.method == "GET" and actor.councils_with(frozenset({Role.OFFICER})):
        return redirect("indicators:home")
    if request.method == "GET" and councils_where(actor, People.CONFIGURE):
        return redirect("desk:settings")
    raise NotAllowed


def staff_required(view: Page[P]) -> Checked[P]:
    """Let people with a role that answers tickets in; send officers to the indicators, administrators to the settings, strangers to the login."""

    @wraps(view)
    def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return _login(request)
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if councils_where(actor, Permission.WORK):
            return view(request, *args, **kwargs)  # type: ignore[arg-type]
        return _elsewhere(request, actor)

    return checked


def answers_required(view: Page[P]) -> Checked[P]:
    """Let people in who use canned answers, or who keep those of a council; strangers go to the login."""

    @wraps(view)
    def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return _login(request)
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if not councils_where(actor, Desk.ANSWERS) and not councils_where(actor, People.CONFIGURE):
            return _elsewhere(request, actor)
        return view(request, *args, **kwargs)  # type: ignore[arg-type]

    return checked


def configurer_required(view: Page[P]) -> Checked[P]:
    """Let people in who configure a council; strangers go to the login."""

    @wraps(view)
    def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return _login(request)
        if not councils_where(request.actor, People.CONFIGURE):  # type: ignore[attr-defined]
            raise NotAllowed
        return view(request, *args, **kwargs)  # type: ignore[arg-type]

    return checked


def supervisor_required(view: Page[P]) -> Checked[P]:
    """Let people in who supervise a council; strangers go to the login."""

    @wraps(view)
    def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return _login(request)
        if not councils_where(request.actor, Desk.SUPERVISE):  # type: ignore[attr-defined]
            raise NotAllowed
        return view(request, *args, **kwargs)  # type: ignore[arg-type]

    return checked
