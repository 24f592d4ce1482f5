"""Filters of a supervisor's lists: from the address to what a selector takes. What is malformed does not narrow, and is said."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helpdesk.people.actors import Actor
from remote.labels import STATE
from remote.providers import providers
from remote.rules import FINAL, State
from remote.selectors import Wanted, agents_of, supervised_councils

OUTCOMES = [state for state in State if state in FINAL]


class PeriodForm(forms.Form):
    """Which council, and from when to when."""

    council = forms.ChoiceField(label=_("Council"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, data: Any, *, actor: Actor, since: date | None = None, until: date | None = None) -> None:  # noqa: ANN401  what Django's own form takes
        asked = {name: value for name, value in data.items() if value}
        defaults = {name: day.isoformat() for name, day in (("since", since), ("until", until)) if day is not None}
        super().__init__({**defaults, **asked}, auto_id="wanted_%s")
        several = supervised_councils(actor)
        if len(several) > 1:
            choices = [("", _("All")), *((one.slug, one.name) for one in several)]
            self.fields["council"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["council"]

    def clean(self) -> dict[str, Any]:
        """Hold the days in their order."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", _("This day is before the first one."))
        return data

    @property
    def wanted(self) -> Wanted:
        """What was asked for, without what could not be understood."""
        self.is_valid()
        data = {name: value for name, value in self.cleaned_data.items() if value}
        return Wanted(**data)


class HistoryForm(PeriodForm):
    """Everything by which ended sessions can be narrowed."""

    agent = forms.TypedChoiceField(label=_("Agent"), required=False, coerce=int)
    provider = forms.ChoiceField(label=_("Program"), required=False)
    outcome = forms.ChoiceField(
        label=_("How it ended"), required=False, choices=[("", _("All")), *((one.value, STATE[one]) for one in OUTCOMES)]
    )
    field_order = ("council", "agent", "provider", "outcome", "since", "until")

    def __init__(self, data: Any, *, actor: Actor) -> None:  # noqa: ANN401  what Django's own form takes
        super().__init__(data, actor=actor)
        self.fields["agent"].choices = [("", _("All")), *agents_of(actor)]  # type: ignore[attr-defined]
        self.fields["provider"].choices = [("", _("All")), *((key, one.label) for key, one in providers().items())]  # type: ignore[attr-defined]
