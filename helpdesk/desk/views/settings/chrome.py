"""What all pages of settings share: the council of the address, and the frame around the page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpdesk.desk.access import DeskRequest
from helpdesk.desk.context import Context, NavItem, desk_context
from helpdesk.people.models import Council
from helpdesk.people.permissions import Permission
from helpdesk.people.policies import councils_where
from helpdesk.people.rules import Role
from helpdesk.people.selectors import council_for, councils
from helpdesk.tickets.permissions import Permission as Tickets

PLACES: tuple[tuple[str, str | Promise], ...] = (
    ("home", _("Overview")),
    ("hours", _("Week")),
    ("days", _("Days that differ")),
    ("calls", _("Calls")),
    ("teams", _("Teams")),
    ("texts", _("Texts")),
    ("look", _("Look and contact")),
)


def own_council(request: DeskRequest, slug: str) -> Council:
    """Return the council of the address if this person configures it; any other does not exist: NotFound."""
    return council_for(slug, request.actor, Permission.CONFIGURE)


def configurable(request: DeskRequest) -> list[Council]:
    """Return the councils that this person configures, by name."""
    return list(councils(councils_where(request.actor, Permission.CONFIGURE)).order_by("name"))


def frame_of(request: DeskRequest) -> Context:
    """Return the desk around the settings; for administrators who answer no tickets, only what they can open."""
    if councils_where(request.actor, Tickets.WORK):
        return desk_context(request, "settings") | {"frame": "desk/base.html", "works": True}
    home = reverse("desk:settings")
    places = [NavItem("settings", _("Settings"), home, "settings", current=True)]
    if request.actor.councils_with(frozenset({Role.OFFICER})):
        places.append(NavItem("indicators", _("Indicators"), reverse("indicators:home"), "chart-column", current=False))
    return {
        "frame": "desk/settings/frame.html",
        "desk_nav": places,
        "home_url": home,
        "logout_url": reverse("account_logout"),
        "user_name": request.user.full_name,
    }


def page(request: DeskRequest, council: Council, place: str, context: Context, *, template: str = "", status: int = 200) -> HttpResponse:
    """Render a page of settings of a council; `place` is the tab it belongs to."""
    several = configurable(request)
    tabs = [{"label": label, "url": reverse(f"desk:settings_{key}", args=[council.slug]), "current": key == place} for key, label in PLACES]
    frame = frame_of(request) | {"own_council": council, "several": several if len(several) > 1 else [], "tabs": tabs}
    return render(request, f"desk/settings/{template or place}.html", frame | context, status=status)
