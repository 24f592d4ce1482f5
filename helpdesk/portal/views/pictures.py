"""Pictures of a request with what an agent drew on them, and how to make one."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from helpdesk.base.errors import NotFound
from helpdesk.marks.drawing import figure_of
from helpdesk.marks.selectors import newest_mark, picture_for
from helpdesk.portal.requests import PortalRequest, tags_of
from helpdesk.portal.selectors import my_tickets


@dataclass(frozen=True, slots=True)
class System:
    """A system on which pictures of the screen are made."""

    key: str
    label: str | Promise
    icon: str


SYSTEMS = (
    System("windows", "Windows", "monitor"),
    System("macos", "Mac", "laptop"),
    System("linux", "Linux", "terminal"),
    System("android", _("Android phone or tablet"), "smartphone"),
    System("ios", _("iPhone or iPad"), "smartphone"),
)


@require_safe
def picture(request: PortalRequest, reference: str, key: str) -> HttpResponse:
    """Show a picture of a request as large as the screen allows, with what is drawn on it now."""
    found = picture_for(key, request.citizen)
    ticket = found.entry.ticket
    if ticket.reference != reference.upper():
        raise NotFound
    mark = newest_mark(found)
    figure = figure_of(mark, language=ticket.language) if mark else None
    return render(request, "marks/picture.html", {"ticket": ticket, "picture": found, "mark": mark, "figure": figure})


@require_safe
def screenshot(request: PortalRequest) -> HttpResponse:
    """Explain how to make a picture of the screen on one's own system, or on another one, and where to attach it."""
    tags, asked = tags_of(request), request.GET.get("system", "")
    keys = [system.key for system in SYSTEMS]
    chosen = asked if asked in keys else next((key for key in keys if key in tags), keys[0])
    wanted = request.GET.get("for", "")[:16].upper()
    tickets = [ticket for ticket, _card in my_tickets(request.citizen)]
    own = [ticket for ticket in tickets if ticket.reference == wanted] or tickets[:5]
    context = {"systems": SYSTEMS, "system": chosen, "tickets": own, "wanted": wanted}
    return render(request, "marks/screenshot.html", context)
