"""What the queue can be narrowed to."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from helpdesk.desk.narrowing import MINE, NEEDS_INTERPRETER
from helpdesk.desk.words import procedure_title
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.policies import councils_where
from helpdesk.people.rules import LANGUAGES
from helpdesk.people.selectors import colleagues, councils
from helpdesk.tickets.labels import CHANNEL, MOTIVE, PREFERENCE, REQUESTER, STATUS, WAITING_PARTY
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.permissions import Permission
from helpdesk.tickets.searching import MAX_ASKED
from helpdesk.tickets.selectors.search import matching

Choices = list[tuple[str, Any]]
Choosing = Callable[[], Choices]
ANY = _("Any")
NEEDS: Choices = [(NEEDS_INTERPRETER, _("An interpreter")), *PREFERENCE.items()]


def choices_of(words: Mapping[str, object]) -> Choosing:
    """Return the choices of a closed list, made when they are asked for: a filter is copied for every request, with all that it holds."""
    return lambda: list(words.items())


def councils_of(actor: Actor) -> list[Council]:
    """Return the councils whose tickets this person answers, by name."""
    return list(councils(councils_where(actor, Permission.WORK)))


def procedure_choices(found: Iterable[Council]) -> Choices:
    """Return the active procedures of councils with their titles in the language of the page."""
    return [
        (str(procedure.pk), procedure_title(procedure, council).text)
        for council in found
        for procedure in council.procedures.filter(is_active=True).prefetch_related("texts")
    ]


def colleague_choices(found: Iterable[Council]) -> Choices:
    """Return the people who answer tickets of these councils, each once."""
    people = {str(user.pk): user.full_name for council in found for user in colleagues(council.pk)}
    return sorted(people.items(), key=lambda pair: pair[1])


def team_choices(found: Iterable[Council]) -> Choices:
    """Return the teams of these councils; of several councils, with the council's letters."""
    found = list(found)
    several = len(found) > 1
    return [
        (MINE, _("My teams")),
        *(
            (str(team.pk), f"{team.name} · {council.reference_prefix}" if several else team.name)
            for council in found
            for team in council.teams.all()
        ),
    ]


def _start(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TicketFilter(django_filters.FilterSet):
    """Filters of the queue; the choices are those of the actor's own councils, looked up when they are shown or used."""

    q = django_filters.CharFilter(method="search", label=_("Words"), max_length=MAX_ASKED)
    council = django_filters.ChoiceFilter(label=_("Council"), empty_label=ANY)
    status = django_filters.ChoiceFilter(choices=choices_of(STATUS), label=_("Status"), empty_label=ANY)
    assignee = django_filters.ChoiceFilter(label=_("Assigned to"), empty_label=ANY)
    team = django_filters.ChoiceFilter(method="of_team", label=_("Team"), empty_label=ANY)
    channel = django_filters.ChoiceFilter(choices=choices_of(CHANNEL), label=_("Channel"), empty_label=ANY)
    motive = django_filters.ChoiceFilter(choices=choices_of(MOTIVE), label=_("Motive"), empty_label=ANY)
    procedure = django_filters.ChoiceFilter(label=_("Procedure"), empty_label=ANY)
    requester = django_filters.ChoiceFilter(choices=choices_of(REQUESTER), label=_("Requester"), empty_label=ANY)
    language = django_filters.ChoiceFilter(choices=choices_of(LANGUAGES), label=_("Language"), empty_label=ANY)
    needs = django_filters.ChoiceFilter(method="with_needs", choices=lambda: NEEDS, label=_("Needs"), empty_label=ANY)
    waiting_party = django_filters.ChoiceFilter(choices=choices_of(WAITING_PARTY), label=_("Waiting for"), empty_label=ANY)
    created_from = django_filters.DateFilter(method="from_day", widget=DayInput, label=_("Received from"))
    created_to = django_filters.DateFilter(method="to_day", widget=DayInput, label=_("Received until"))

    class Meta:
        model = Ticket
        fields: tuple[str, ...] = ()

    def __init__(self, data: Mapping[str, Any], queryset: QuerySet[Ticket], *, actor: Actor, found: list[Council]) -> None:
        super().__init__(data, queryset)
        self.actor, self.found = actor, found
        self.filters["procedure"].extra["choices"] = lambda: procedure_choices(found)
        self.filters["assignee"].extra["choices"] = lambda: colleague_choices(found)
        self.filters["team"].extra["choices"] = lambda: team_choices(found)
        if len(found) > 1:
            self.filters["council"].extra["choices"] = lambda: [(str(c.pk), c.name) for c in found]
        else:
            del self.filters["council"]

    def search(self, queryset: QuerySet[Ticket], _name: str, value: str) -> QuerySet[Ticket]:
        """Find by reference, person, subject, message or note."""
        return matching(queryset, value)

    def of_team(self, queryset: QuerySet[Ticket], _name: str, value: str) -> QuerySet[Ticket]:
        """Keep what a team answers, or any team of this person."""
        return queryset.filter(team__members=self.actor.user_id) if value == MINE else queryset.filter(team_id=int(value))

    def with_needs(self, queryset: QuerySet[Ticket], _name: str, value: str) -> QuerySet[Ticket]:
        """Keep those who need an interpreter, or prefer one way to communicate."""
        return queryset.filter(~Q(interpreter="")) if value == NEEDS_INTERPRETER else queryset.filter(preference=value)

    def from_day(self, queryset: QuerySet[Ticket], _name: str, value: date) -> QuerySet[Ticket]:
        """Keep what arrived on a day or later."""
        return queryset.filter(created_at__gte=_start(value))

    def to_day(self, queryset: QuerySet[Ticket], _name: str, value: date) -> QuerySet[Ticket]:
        """Keep what arrived on a day or earlier."""
        return queryset.filter(created_at__lt=_start(value + timedelta(days=1)))
