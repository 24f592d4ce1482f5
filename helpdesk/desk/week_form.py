"""The forms with which hours are written: the week, a day that differs, and how calls are cut from them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import time
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helpdesk.base.errors import InvalidInput
from helpdesk.base.forms import RadioCards
from helpdesk.calendars.models import SlotRule
from helpdesk.calendars.rules import Schedule, Scope
from helpdesk.calendars.selectors import ExceptionDay
from helpdesk.calendars.services.hours import RANGES, Hours, check_day

Rows = Iterable[tuple[time, time, int | None]]
MOST_LINES = 8
MOST_SEATS = 50
SCOPES: dict[Scope, str | Promise] = {
    Scope.NATIONAL: gettext_lazy("National holiday"),
    Scope.REGIONAL: gettext_lazy("Regional holiday"),
    Scope.LOCAL: gettext_lazy("Local holiday"),
    Scope.OWN: gettext_lazy("Of the service"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One interval as three fields; an empty one is no interval."""

    opens: BoundField
    closes: BoundField
    seats: BoundField

    @property
    def has_errors(self) -> bool:
        """Whether one of them has to be corrected."""
        return bool(self.opens.errors or self.closes.errors or self.seats.errors)


class IntervalsForm(forms.Form):
    """Groups of intervals, each shown with one empty line more than it has: no script is needed to add one."""

    usual_seats = ""

    def _add_lines(self, group: str, title: str, rows: Rows) -> None:
        known = list(rows)
        count = min(MOST_LINES, self._lines_sent(group) or len(known) + 1)
        for number in range(count):
            names = {"title": title, "number": number + 1}
            key = f"{group}_{number}"
            self.fields[f"{key}_opens"] = _time_field(_("%(title)s, interval %(number)s: opens at") % names, title)
            self.fields[f"{key}_closes"] = _time_field(_("%(title)s, interval %(number)s: closes at") % names, title)
            seats = _seats_field(_("%(title)s, interval %(number)s: calls at once") % names, title)
            seats.widget.attrs["placeholder"] = self.usual_seats
            self.fields[f"{key}_seats"] = seats
            if number < len(known):
                for name, value in zip(("opens", "closes", "seats"), known[number], strict=True):
                    self.initial[f"{key}_{name}"] = value

    def _lines_sent(self, group: str) -> int:
        return next((number for number in range(MOST_LINES, 0, -1) if f"{group}_{number - 1}_opens" in self.data), 0)

    def lines(self, group: str) -> Iterator[Line]:
        """Yield the lines of a group."""
        for number in range(MOST_LINES):
            key = f"{group}_{number}"
            if f"{key}_opens" in self.fields:
                yield Line(self[f"{key}_opens"], self[f"{key}_closes"], self[f"{key}_seats"])

    def _read(self, group: str, title: str) -> list[Hours]:
        """Return the intervals of a group, and say beside each line what is wrong with it."""
        found: list[Hours] = []
        for line in self.lines(group):
            opens, closes, seats = (self.cleaned_data.get(field.name) for field in (line.opens, line.closes, line.seats))
            if line.has_errors or (opens is None and closes is None and seats is None):
                continue
            if opens is None or closes is None:
                missing = line.opens if opens is None else line.closes
                self.add_error(
                    missing.name,
                    _("%(day)s: an interval needs the time at which it opens and the one at which it closes.") % {"day": title},
                )
                continue
            try:
                check_day([*found, Hours(opens, closes, seats)], title)
            except InvalidInput as error:
                self.add_error(line.opens.name, str(error.message))
                continue
            found.append(Hours(opens, closes, seats))
        return found


def _time_field(label: str, title: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("%(day)s: write a time such as 08:00.") % {"day": title}},
    )


def _seats_field(label: str, title: str) -> forms.IntegerField:
    wrong = _("%(day)s: calls at once are a number from 0 to 50.") % {"day": title}
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=MOST_SEATS,
        error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
    )


class WeekForm(IntervalsForm):
    """The seven days of the week."""

    def __init__(self, data: Any = None, *, schedule: Schedule, usual_seats: int) -> None:  # noqa: ANN401  what Django's own form takes
        super().__init__(data)
        self.usual_seats = str(usual_seats)
        for weekday in range(7):
            intervals = schedule.weekly.get(weekday, ())
            seats = schedule.weekly_seats.get(weekday, ())
            rows = [(opens, closes, own) for (opens, closes), own in zip(intervals, seats or (None,) * len(intervals), strict=True)]
            self._add_lines(f"d{weekday}", str(WEEKDAYS[weekday]), rows)

    @property
    def days(self) -> list[tuple[str, list[Line]]]:
        """Every day with its lines."""
        return [(str(WEEKDAYS[weekday]), list(self.lines(f"d{weekday}"))) for weekday in range(7)]

    def clean(self) -> dict[str, Any]:
        """Bring the lines together."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        data["week"] = {weekday: self._read(f"d{weekday}", str(WEEKDAYS[weekday])) for weekday in range(7)}
        return data


class DayForm(IntervalsForm):
    """A day that differs: closed, or with hours of its own."""

    day = forms.DateField(
        label=gettext_lazy("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Write the day as year-month-day, such as 2026-12-24.")},
    )
    label = forms.CharField(
        label=gettext_lazy("Why"), max_length=80, help_text=gettext_lazy("Such as the name of the holiday. Citizens may read it.")
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("Kind of day"), choices=[(s.value, words) for s, words in SCOPES.items()], initial=Scope.LOCAL, widget=RadioCards
    )
    replaces = forms.DateField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, known: ExceptionDay | None = None) -> None:  # noqa: ANN401  what Django's own form takes
        initial = {"day": known.day, "label": known.label, "scope": known.scope, "replaces": known.day} if known else {}
        super().__init__(data, initial=initial)
        self._add_lines("own", _("Hours of the day"), known.intervals if known else ())

    @property
    def hours(self) -> list[Line]:
        """The lines with the hours of this day."""
        return list(self.lines("own"))

    @property
    def is_change(self) -> bool:
        """Whether a day of the list is being changed."""
        return bool(self["replaces"].value())

    def clean(self) -> dict[str, Any]:
        """Bring the lines together."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        data["intervals"] = self._read("own", _("Hours of the day"))
        return data


class CallsForm(forms.Form):
    """How calls are given."""

    is_offered = forms.BooleanField(label=gettext_lazy("Citizens can ask us to call them"), required=False)
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes of a call"),
        help_text=gettext_lazy("From 5 to 240. Times to choose from are this far apart."),
        min_value=RANGES["minutes"][0],
        max_value=RANGES["minutes"][1],
    )
    seats = forms.IntegerField(
        label=gettext_lazy("Calls at once"),
        help_text=gettext_lazy("From 1 to 50. An interval of the week may have its own number."),
        min_value=RANGES["seats"][0],
        max_value=RANGES["seats"][1],
    )
    band_seats = forms.IntegerField(
        label=gettext_lazy("Calls of a morning, and of an afternoon"),
        help_text=gettext_lazy("From 0 to 200 without an exact time. 0 offers exact times only."),
        min_value=RANGES["band_seats"][0],
        max_value=RANGES["band_seats"][1],
    )
    notice_minutes = forms.IntegerField(
        label=gettext_lazy("Notice, in minutes"),
        help_text=gettext_lazy("Nobody can ask for a call sooner than this."),
        min_value=RANGES["notice_minutes"][0],
        max_value=RANGES["notice_minutes"][1],
    )
    horizon_days = forms.IntegerField(
        label=gettext_lazy("Days ahead"),
        help_text=gettext_lazy("From 1 to 90."),
        min_value=RANGES["horizon_days"][0],
        max_value=RANGES["horizon_days"][1],
    )

    def __init__(self, data: Any = None, *, rule: SlotRule) -> None:  # noqa: ANN401  what Django's own form takes
        super().__init__(data, initial={"is_offered": rule.is_offered, **{name: getattr(rule, name) for name in RANGES}})

    def as_rule(self, rule: SlotRule) -> SlotRule:
        """Return the rule as it would be, not saved: for the preview."""
        values = self.cleaned_data if self.is_bound and self.is_valid() else self.initial
        return SlotRule(council_id=rule.council_id, resource=rule.resource, **{name: values[name] for name in ("is_offered", *RANGES)})
