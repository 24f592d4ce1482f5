"""What officers and whoever signs type."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helpdesk.people.models import Council
from helpdesk.people.rules import LANGUAGES
from transparency.catalogue import BY_ID, INDICATORS, UNITS
from transparency.kinds import Kind, Severity, Withdrawal
from transparency.models import PublicationPolicy
from transparency.services import MAX_COMMENTARY, MAX_NOTE, MAX_REASON, Policy
from transparency.services.signing import MAX_BECAUSE

KINDS = (
    (Kind.CORRECTION.value, gettext_lazy("Correction: something was wrong")),
    (Kind.SCHEDULED_REVISION.value, gettext_lazy("Planned revision: better data has come in")),
    (Kind.METHOD_CHANGE.value, gettext_lazy("Change of method: it is counted in another way")),
)
SEVERITIES = (
    (Severity.TINY.value, gettext_lazy("Wording only: no figure changes")),
    (Severity.MINOR.value, gettext_lazy("Small: a dated note on the month")),
    (
        Severity.SERIOUS.value,
        gettext_lazy("Serious: readers were misled. A warning on the month, the list and the feeds, and a mail to subscribers"),
    ),
)
WITHDRAWALS = (
    (Withdrawal.DISCLOSURE.value, gettext_lazy("It tells something about a person")),
    (Withdrawal.LEGAL.value, gettext_lazy("The law, or a court, asks for it")),
)
TARGET = "target-"


def _texts(
    council: Council, prefix: str, longest: int, rows: int, initial: Mapping[str, str], *, required: bool = False
) -> dict[str, forms.Field]:
    """A text per language of the council, marked with the language it is to be written in."""
    return {
        f"{prefix}{language}": forms.CharField(
            label=LANGUAGES[language],
            required=required,
            max_length=longest,
            widget=forms.Textarea(attrs={"rows": rows, "lang": language}),
            initial=initial.get(language, ""),
        )
        for language in council.languages
    }


class CommentaryForm(forms.Form):
    """A commentary per language of the council; each may be empty."""

    def __init__(self, council: Council, texts: dict[str, str], data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields.update(_texts(council, "", MAX_COMMENTARY, 5, texts))

    @property
    def texts(self) -> dict[str, str]:
        """What was typed, by language."""
        return {language: self.cleaned_data[language] for language in self.fields}


class NotesForm(forms.Form):
    """A note per indicator that needs one and per language."""

    def __init__(self, council: Council, indicators: Iterable[str], notes: Mapping[str, Mapping[str, str]], data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.indicators = list(dict.fromkeys(indicators))
        self.languages = council.languages
        for indicator in self.indicators:
            self.fields.update(_texts(council, f"{indicator}-", MAX_NOTE, 2, notes.get(indicator, {})))

    @property
    def groups(self) -> Iterator[tuple[str, list[BoundField]]]:
        """The fields of each indicator, under its name."""
        for indicator in self.indicators:
            yield str(BY_ID[indicator].name), [self[f"{indicator}-{language}"] for language in self.languages]

    @property
    def notes(self) -> dict[str, dict[str, str]]:
        """What was typed, by indicator and language."""
        return {i: {language: self.cleaned_data[f"{i}-{language}"] for language in self.languages} for i in self.indicators}


class SignForm(forms.Form):
    """The word of whoever signs; alone, with the reason why nobody else does."""

    confirm = forms.BooleanField(
        label=gettext_lazy("I have looked at these figures and at the commentary. They may be published."),
        error_messages={"required": gettext_lazy("Tick the box to sign.")},
    )

    def __init__(self, data: object = None, *, alone: bool) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        if alone:
            self.fields["because"] = forms.CharField(
                label=gettext_lazy("Why does nobody else sign?"),
                help_text=gettext_lazy("It is kept with the draft."),
                max_length=MAX_BECAUSE,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def because(self) -> str:
        """The reason, empty where a second person signs."""
        return str(self.cleaned_data.get("because", ""))


class PublishForm(forms.Form):
    """The officer's own word that this is meant."""

    confirm = forms.BooleanField(
        label=gettext_lazy("Publish these figures and this commentary, for good."),
        error_messages={"required": gettext_lazy("Tick the box to publish.")},
    )


class _WithReason(forms.Form):
    """A reason in every language of the council."""

    council: Council

    def add_reason(self, council: Council) -> None:
        """Add the fields of the reason."""
        self.council = council
        self.fields.update(_texts(council, "reason-", MAX_REASON, 3, {}, required=True))

    @property
    def reasons(self) -> list[BoundField]:
        """The fields of the reason."""
        return [self[f"reason-{language}"] for language in self.council.languages]

    @property
    def reason(self) -> dict[str, str]:
        """What was typed, by language."""
        return {language: self.cleaned_data[f"reason-{language}"] for language in self.council.languages}


class CorrectionForm(_WithReason):
    """Why a published month is measured again."""

    kind = forms.ChoiceField(label=gettext_lazy("What is it?"), choices=KINDS, widget=forms.RadioSelect, initial=Kind.CORRECTION.value)
    severity = forms.ChoiceField(
        label=gettext_lazy("How much does it matter?"),
        choices=SEVERITIES,
        widget=forms.RadioSelect,
        required=False,
        help_text=gettext_lazy("Of a correction."),
    )
    changes_conclusion = forms.BooleanField(label=gettext_lazy("What one would conclude from the figures changes."), required=False)

    def __init__(self, council: Council, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.add_reason(council)

    def clean(self) -> dict[str, Any]:
        """A correction says how much it matters."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("kind") == Kind.CORRECTION and not cleaned.get("severity"):
            self.add_error("severity", _("Say how much the correction matters."))
        return cleaned


class WithdrawForm(_WithReason):
    """Why a revision is taken away, and its name typed by hand."""

    kind = forms.ChoiceField(label=gettext_lazy("Why?"), choices=WITHDRAWALS, widget=forms.RadioSelect)
    typed = forms.CharField(
        label=gettext_lazy("Type it to confirm"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, council: Council, name: str, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.name = name
        self.fields["typed"].help_text = _("Write %(name)s here.") % {"name": name}
        self.add_reason(council)

    def clean_typed(self) -> str:
        """What was typed has to be the name of the revision."""
        typed = str(self.cleaned_data["typed"]).strip()
        if typed != self.name:
            raise forms.ValidationError(_("Write %(name)s here, as it stands.") % {"name": self.name})
        return typed


class PolicyForm(forms.Form):
    """A council's rules of publication, and the commitments of its service charter."""

    threshold = forms.IntegerField(
        label=gettext_lazy("Smallest number that is published"),
        min_value=3,
        max_value=20,
        help_text=gettext_lazy("Anything from 1 up to one less is protected. 5 is usual; 3 is the least."),
    )
    is_village = forms.BooleanField(
        label=gettext_lazy("Small municipality: breakdowns by quarter, totals by month"),
        required=False,
        help_text=gettext_lazy("With few contacts a month, most rows of a monthly table would be protected."),
    )
    may_sign_alone = forms.BooleanField(
        label=gettext_lazy("Whoever measured a month may sign it, saying why"),
        required=False,
        help_text=gettext_lazy("For councils with one officer only. A supervisor or an administrator decides this."),
    )
    release_day = forms.IntegerField(label=gettext_lazy("Day of the following month"), min_value=1, max_value=28)
    release_hour = forms.IntegerField(label=gettext_lazy("Hour"), min_value=0, max_value=23)

    def __init__(self, policy: PublicationPolicy, data: object = None, *, may_allow_alone: bool) -> None:
        names = ("threshold", "is_village", "may_sign_alone", "release_day", "release_hour")
        super().__init__(data, initial={name: getattr(policy, name) for name in names})  # type: ignore[arg-type]
        self.fields["may_sign_alone"].disabled = not may_allow_alone
        for indicator in INDICATORS:
            if indicator.target_unit:
                self.fields[TARGET + indicator.id] = forms.DecimalField(
                    label=f"{indicator.name} ({UNITS.get(indicator.target_unit, indicator.target_unit)})",
                    required=False,
                    min_value=0,
                    max_value=1_000_000,
                    decimal_places=2,
                    initial=policy.targets.get(indicator.id),
                )

    @property
    def targets(self) -> list[BoundField]:
        """The commitments."""
        return [self[name] for name in self.fields if name.startswith(TARGET)]

    @property
    def policy(self) -> Policy:
        """What was typed."""
        given = self.cleaned_data
        numbers = {
            name.removeprefix(TARGET): float(given[name]) for name in self.fields if name.startswith(TARGET) and given[name] is not None
        }
        return Policy(
            threshold=given["threshold"],
            is_village=given["is_village"],
            may_sign_alone=given["may_sign_alone"],
            release_day=given["release_day"],
            release_hour=given["release_hour"],
            targets={name: int(number) if number.is_integer() else number for name, number in numbers.items()},
        )


class ReleaseForm(forms.Form):
    """When a month comes out, in the council's own time."""

    month = forms.ChoiceField(label=gettext_lazy("Month"))
    day = forms.DateField(
        label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), input_formats=["%Y-%m-%d"]
    )
    hour = forms.TimeField(label=gettext_lazy("Hour"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), initial=time(10))

    def __init__(self, council: Council, months: list[tuple[str, str]], data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.zone = ZoneInfo(council.time_zone)
        self.fields["month"] = forms.ChoiceField(label=gettext_lazy("Month"), choices=months)

    @property
    def due_at(self) -> datetime:
        """The moment that was typed."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"], self.zone)
