"""What the analysis is narrowed to: from the address to what its selectors take. What is malformed does not narrow, and is said."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helpdesk.desk.filters import ANY, DayInput
from helpdesk.desk.selectors.analysis import Wanted
from helpdesk.people.models import Council, Team
from helpdesk.tickets.labels import CHANNEL

DAYS = 90
MOST_DAYS = 366


class AnalysisForm(forms.Form):
    """Council, days, channel, procedure, team; the last ninety days unless others are asked for."""

    council = forms.ChoiceField(label=_("Council"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=DayInput())
    until = forms.DateField(label=_("To"), required=False, widget=DayInput())
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    procedure = forms.TypedChoiceField(label=_("Procedure"), required=False, coerce=int)
    team = forms.TypedChoiceField(label=_("Team"), required=False, coerce=int)

    def __init__(
        self, data: Mapping[str, Any], *, councils: list[Council], procedures: dict[int, str], teams: list[Team], today: date
    ) -> None:
        asked = {name: value for name, value in data.items() if value}
        first = {"since": (today - timedelta(days=DAYS - 1)).isoformat(), "until": today.isoformat()}
        super().__init__({**first, **asked}, auto_id="wanted_%s")
        self.councils, self.first = councils, first
        self._choose("channel", CHANNEL.items())
        self._choose("procedure", [(pk, procedures[pk]) for pk in sorted(procedures, key=procedures.__getitem__)])
        self._choose("team", [(team.pk, team.name) for team in teams])
        if len(councils) > 1:
            self._choose("council", [(one.slug, one.name) for one in councils])
        else:
            del self.fields["council"]

    def _choose(self, name: str, choices: Iterable[tuple[str | int, object]]) -> None:
        self.fields[name].choices = [("", ANY), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Hold the days in their order, and a year at most."""
        data: dict[str, Any] = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day is before the first one."))
        elif since and until and (until - since).days >= MOST_DAYS:
            self.add_error("until", _("A year at most can be looked at at once."))
        return data

    @property
    def wanted(self) -> Wanted:
        """What was asked for; in the place of what could not be understood, what is looked at unless asked otherwise."""
        valid = self.is_valid()
        data = self.cleaned_data
        days = data if valid or not ({"since", "until"} & set(self.errors)) else {}
        asked = data.get("council")
        return Wanted(
            councils=tuple(one for one in self.councils if not asked or one.slug == asked),
            since=days.get("since") or date.fromisoformat(self.first["since"]),
            until=days.get("until") or date.fromisoformat(self.first["until"]),
            channel=data.get("channel", ""),
            procedure=data.get("procedure") or 0,
            team=data.get("team") or 0,
        )
