"""What every page of a council shows: colours, ways in, hours, links at the foot."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from helpdesk.calendars.words import week_words
from helpdesk.people.models import Council
from helpdesk.portal.opening import hours_of
from helpdesk.portal.rules import WizardStep
from helpdesk.portal.theme import theme_of


def service_name(council: Council) -> str:
    """Return the name of the service in the page's language, or along the council's order; empty when it has none."""
    names: dict[str, str] = council.service_name or {}
    order = [translation.get_language() or council.default_language, *council.languages]
    return next((names[code] for code in order if names.get(code)), "")


def duties() -> list[dict[str, str]]:
    """Return the pages that a public service owes, in the order in which they are listed at the foot of every page."""
    labels = {
        "accessibility": _("Accessibility"),
        "privacy": _("Privacy"),
        "cookies": _("Cookies"),
        "legal_notice": _("Legal notice"),
        "site_map": _("Site map"),
    }
    return [{"label": label, "url": reverse(f"portal:{name}"), "name": name} for name, label in labels.items()]


def council_context(council: Council) -> dict[str, object]:
    """Return what a page shows of a council that is already known: nothing here asks the database, so that error pages can use it."""
    footer = [
        {"label": _("My requests"), "url": reverse("portal:my")},
        {"label": _("Figures of the service"), "url": reverse("transparency:home")},
        *duties(),
    ]
    if council.e_office_url:
        footer.append({"label": _("Electronic office"), "url": council.e_office_url})
    return {
        "council_theme_url": reverse("plain:theme", args=[council.slug, theme_of(council.brand_color)[1]]),
        "home_url": reverse("portal:home"),
        "help_url": reverse("portal:help", args=[WizardStep.CHANNEL]),
        "service_name": service_name(council),
        "footer_links": footer,
    }


def citizen_context(request: HttpRequest) -> dict[str, object]:
    """Return the part of every page's context that belongs to the citizens' door."""
    council: Council = request.council  # type: ignore[attr-defined]
    return {**council_context(council), "phone_hours": SimpleLazyObject(lambda: week_words(hours_of(request)))}
