"""The first page of settings: where everything is, and what is missing."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from helpdesk.calendars.selectors import exceptions_of, local_holidays_missing, schedule_of, slot_rule
from helpdesk.calendars.words import week_words
from helpdesk.desk.access import DeskRequest, configurer_required
from helpdesk.desk.selectors.canned import answers_for
from helpdesk.desk.views.settings.chrome import configurable, own_council, page
from helpdesk.desk.views.settings.days import this_year
from helpdesk.desk.views.settings.texts import lines_of
from helpdesk.people.models import Council
from helpdesk.people.policies import councils_where
from helpdesk.people.rules import LANGUAGES
from helpdesk.people.selectors import teams_of, texts_of
from helpdesk.tickets.permissions import Permission as Tickets
from remote.selectors import configurable as configurable_programs


@dataclass(frozen=True, slots=True)
class Card:
    """A place of settings: how it is now, and what is missing."""

    icon: str
    title: str
    url: str
    state: str
    missing: tuple[str, ...] = ()


def _hours(council: Council) -> Card:
    words = week_words(schedule_of(council))
    missing = () if words else (_("There are no hours: chat and calls are never offered."),)
    return Card("clock", _("Week"), _url("hours", council), words or _("Closed all week"), missing)


def _holiday_words(council: Council, year: int) -> str:
    count = local_holidays_missing(council, year)
    if not count:
        return ""
    said = ngettext("%(count)s local holiday missing for %(year)s", "%(count)s local holidays missing for %(year)s", count)
    return said % {"count": count, "year": year}


def _days(council: Council) -> Card:
    year = this_year(council)
    known = [*exceptions_of(council, year), *exceptions_of(council, year + 1)]
    unsure = sum(not day.is_confirmed for day in known)
    said = ngettext("%(count)s day to be confirmed", "%(count)s days to be confirmed", unsure) % {"count": unsure} if unsure else ""
    missing = tuple(filter(None, (_holiday_words(council, year), _holiday_words(council, year + 1), said)))
    words = ngettext("%(count)s day this year or the next", "%(count)s days this year and the next", len(known)) % {"count": len(known)}
    return Card("calendar-x", _("Days that differ"), _url("days", council), words, missing)


def _calls(council: Council) -> Card:
    rule = slot_rule(council)
    words = _("%(minutes)s minutes each, %(seats)s at once") % {"minutes": rule.minutes, "seats": rule.seats}
    return Card("phone-call", _("Calls"), _url("calls", council), words if rule.is_offered else _("Not offered"))


def _teams(council: Council) -> Card:
    teams = list(teams_of([council.pk]))
    empty = tuple(_("%(name)s has nobody") % {"name": team.name} for team in teams if not team.members.all())
    words = ", ".join(team.name for team in teams)
    return Card("users", _("Teams"), _url("teams", council), words or _("None: every ticket is for everybody"), empty)


def _answers(request: DeskRequest, council: Council) -> list[Card]:
    """Those who answer no tickets have no use for answers, and cannot open them."""
    if not councils_where(request.actor, Tickets.WORK):
        return []
    shared = sum(answer.owner_id is None for answer in answers_for(request.actor, council.pk))
    words = ngettext("%(count)s shared answer", "%(count)s shared answers", shared) % {"count": shared}
    return [Card("message-square-text", _("Canned answers"), f"{reverse('desk:answers')}?council={council.slug}", words)]


def _texts(council: Council) -> Card:
    lines = lines_of(council, texts_of(council))
    own = [str(line.about.title) for line in lines if any(state.has_own for state in line.states)]
    missing = tuple(
        _("%(text)s is missing in %(languages)s") % {"text": line.about.title, "languages": get_text_list(line.missing, _("and"))}
        for line in lines
        if line.missing
    )
    return Card("file-text", _("Texts"), _url("texts", council), ", ".join(own) or _("The pages say their own words"), missing)


def _look(council: Council) -> Card:
    names: dict[str, str] = council.service_name or {}
    without = [LANGUAGES[code] for code in council.languages if not names.get(code)]
    missing = []
    if without:
        missing.append(_("The name of the service is missing in %(languages)s") % {"languages": get_text_list(without, _("and"))})
    if not council.phone:
        missing.append(_("There is no telephone number"))
    words = ", ".join(LANGUAGES[code] for code in council.languages)
    return Card("eye", _("Look and contact"), _url("look", council), words, tuple(missing))


def _remote(request: DeskRequest, council: Council) -> Card:
    on = [
        str(row.provider.label)
        for row in configurable_programs(request.actor)
        if row.council == council and row.config and row.config.is_enabled
    ]
    return Card("screen-share", _("Remote sessions"), reverse("remote:settings"), ", ".join(on) or _("Not offered"))


def _url(place: str, council: Council) -> str:
    return reverse(f"desk:settings_{place}", args=[council.slug])


@require_safe
@configurer_required
def index(request: DeskRequest) -> HttpResponse:
    """Go to the council of this host, or else to the first that this person configures."""
    found = configurable(request)
    own = next((council for council in found if council.pk == request.council.pk), found[0])
    return redirect("desk:settings_home", council=own.slug)


@require_safe
@configurer_required
def home(request: DeskRequest, council: str) -> HttpResponse:
    """Everything that can be set, with what is missing."""
    own = own_council(request, council)
    cards = [_hours(own), _days(own), _calls(own), _teams(own), *_answers(request, own), _texts(own), _look(own), _remote(request, own)]
    return page(request, own, "home", {"cards": cards, "missing": sum(len(card.missing) for card in cards)})
