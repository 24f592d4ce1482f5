"""The command palette, and the page that tells the shortcuts. Both are pages of their own without a script."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from helpdesk.base.text import fold
from helpdesk.desk.access import DeskRequest, staff_required
from helpdesk.desk.context import NavItem, desk_context
from helpdesk.desk.rows import rows_of
from helpdesk.desk.selectors.saved_views import views_for
from helpdesk.desk.views.queue import TABS
from helpdesk.tickets.searching import MAX_ASKED, parse
from helpdesk.tickets.selectors.search import find_tickets

FROM_LETTERS = 2


@dataclass(frozen=True, slots=True)
class Command:
    """A place that the palette goes to."""

    label: str | Promise
    url: str
    icon: str


def places(request: DeskRequest, nav: list[NavItem]) -> list[Command]:
    """Return the views of the queue, saved ones too, and the pages of the desk."""
    home = reverse("desk:home")
    return [
        *(Command(label, f"{home}?view={view}", "list") for view, label in TABS.items()),
        *(Command(view.name, f"{home}?{view.query}&saved={view.pk}", "star") for view in views_for(request.actor)),
        *(Command(item.label, item.url, item.icon) for item in nav),
        Command(_("Saved views"), reverse("desk:views"), "star"),
        Command(_("Preferences"), reverse("desk:preferences"), "settings"),
        Command(_("Keyboard shortcuts"), reverse("desk:shortcuts"), "keyboard"),
    ]


@require_safe
@staff_required
def palette(request: DeskRequest) -> HttpResponse:
    """Tickets, views and pages for the words typed."""
    asked = request.GET.get("q", "").strip()[:MAX_ASKED]
    context = desk_context(request, "")
    nav = context["desk_nav"]
    words = fold(asked).split()
    found = [
        place for place in places(request, list(nav) if isinstance(nav, list) else []) if all(w in fold(str(place.label)) for w in words)
    ]
    tickets = find_tickets(request.actor, asked) if len(asked) >= FROM_LETTERS else []
    context |= {"asked": asked, "commands": found, "rows": rows_of(tickets, parse(asked))}
    return render(request, "desk/palette_results.html" if request.htmx else "desk/palette.html", context)


@require_safe
@staff_required
def shortcuts(request: DeskRequest) -> HttpResponse:
    """What the keys do."""
    return render(request, "desk/shortcuts.html", desk_context(request, ""))
