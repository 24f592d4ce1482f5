"""What the results can be narrowed to. What is malformed does not narrow, and is said."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import django_filters
from django import forms
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from helpdesk.people.models import Council
from helpdesk.tickets.labels import CHANNEL
from satisfaction.labels import SCORE, SOLVED, VIA
from satisfaction.models import Invitation, Rating
from satisfaction.rules import Via

ANY = _("Any")
OFFICE = Via.OFFICE.value
# With one of these the question "how many of those invited answered?" makes no sense.
OF_ANSWERS = ("via", "score", "solved")
Rows = QuerySet[Any]


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"class": "ds-input"})


class _Narrowing(django_filters.FilterSet):
    """The same questions of answers and of invitations; `path` leads from the row to its ticket."""

    path = ""
    since = django_filters.DateFilter(method="from_day", widget=DayInput, label=_("From"))
    until = django_filters.DateFilter(method="to_day", widget=DayInput, label=_("To"))
    channel = django_filters.ChoiceFilter(
        method="of_channel", choices=lambda: [*CHANNEL.items(), (OFFICE, _("At the office"))], label=_("Channel"), empty_label=ANY
    )
    procedure = django_filters.ChoiceFilter(method="of_procedure", label=_("Procedure"), empty_label=ANY)
    team = django_filters.ChoiceFilter(method="of_team", label=_("Team"), empty_label=ANY)
    via = django_filters.ChoiceFilter(method="of_answers", choices=lambda: list(VIA.items()), label=_("How answered"), empty_label=ANY)
    score = django_filters.ChoiceFilter(
        method="of_answers", choices=lambda: [(str(score), words) for score, words in SCORE.items()], label=_("Score"), empty_label=ANY
    )
    solved = django_filters.ChoiceFilter(method="of_answers", choices=lambda: list(SOLVED.items()), label=_("Solved"), empty_label=ANY)

    def __init__(
        self, data: Mapping[str, Any], queryset: Rows, *, council: Council, procedures: Mapping[int, str], teams: Mapping[int, str]
    ) -> None:
        super().__init__(data, queryset, prefix=None)
        self.zone = ZoneInfo(council.time_zone)
        self.filters["procedure"].extra["choices"] = [(str(pk), title) for pk, title in procedures.items()]
        self.filters["team"].extra["choices"] = [(str(pk), name) for pk, name in teams.items()]

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone)

    def from_day(self, queryset: Rows, _name: str, value: date) -> Rows:
        """Keep what came on a day of the council or later."""
        return queryset.filter(created_at__gte=self._midnight(value))

    def to_day(self, queryset: Rows, _name: str, value: date) -> Rows:
        """Keep what came on a day of the council or earlier."""
        return queryset.filter(created_at__lt=self._midnight(value + timedelta(days=1)))

    def of_channel(self, queryset: Rows, _name: str, value: str) -> Rows:
        """Keep what belongs to requests by one channel."""
        return queryset.filter(**{f"{self.path}channel": value})

    def of_procedure(self, queryset: Rows, _name: str, value: str) -> Rows:
        """Keep what belongs to requests about one procedure."""
        return queryset.filter(**{f"{self.path}procedure_id": int(value)})

    def of_team(self, queryset: Rows, _name: str, value: str) -> Rows:
        """Keep what belongs to the requests of one team."""
        return queryset.filter(**{f"{self.path}team_id": int(value)})

    def of_answers(self, queryset: Rows, _name: str, _value: str) -> Rows:
        """Leave invitations as they are: only answers have this."""
        return queryset


class RatingFilter(_Narrowing):
    """Of answers: those at an office belong to its team and to no request."""

    path = "invitation__ticket__"

    class Meta:
        model: type[Model] = Rating
        fields: tuple[str, ...] = ()

    def of_channel(self, queryset: Rows, name: str, value: str) -> Rows:
        """Keep one channel, or the offices."""
        return queryset.filter(via=OFFICE) if value == OFFICE else super().of_channel(queryset, name, value)

    def of_team(self, queryset: Rows, _name: str, value: str) -> Rows:
        """Keep the answers about the requests of a team, and those at its offices."""
        return queryset.filter(Q(invitation__ticket__team_id=int(value)) | Q(office__team_id=int(value)))

    def of_answers(self, queryset: Rows, name: str, value: str) -> Rows:
        """Keep one way of answering, one score, or one answer to whether it was solved."""
        return queryset.filter(**{name: value})


class InvitationFilter(_Narrowing):
    """Of invitations."""

    path = "ticket__"

    class Meta:
        model: type[Model] = Invitation
        fields: tuple[str, ...] = ()
