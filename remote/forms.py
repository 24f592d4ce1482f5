"""Forms of remote sessions: shape only, services decide."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from helpdesk.base.forms import RadioCards
from remote.labels import SCOPE
from remote.providers.registry import secret_names
from remote.rules import MAX_MINUTES, MAX_REASON, MIN_MINUTES, MINUTES, WIDENING, Scope, read_scope, write_scope
from remote.selectors import Offerable, ProviderRow, enabled_providers, kept_secrets

LENGTHS = (5, 10, 15, 20, 30, 45, 60)
BOTH = write_scope({Scope.VIEW, Scope.CONTROL})
ONLY_LOOKS = _("only looks")


class RequestForm(forms.Form):
    """What an agent proposes; what a council does not have is not asked."""

    reason = forms.CharField(
        label=_("What for?"),
        help_text=_("The citizen reads this before answering."),
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say what the session is for: the citizen is shown it.")},
    )
    scope = forms.ChoiceField(label=_("How far?"), choices=[(Scope.VIEW.value, SCOPE[Scope.VIEW])], initial=Scope.VIEW, widget=RadioCards)
    minutes = forms.TypedChoiceField(label=_("At most"), coerce=int, initial=MINUTES)
    provider = forms.ChoiceField(label=_("With"), widget=RadioCards)

    def __init__(self, data: Any = None, *, council_id: int) -> None:  # noqa: ANN401  what Django's own form takes
        super().__init__(data, auto_id="remote_%s")
        offered: list[Offerable] = enabled_providers(council_id)
        cap = max((one.config.max_minutes for one in offered), default=MINUTES)
        self.fields["minutes"].choices = [  # type: ignore[attr-defined]
            (minutes, ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}) for minutes in LENGTHS if minutes <= cap
        ]
        able = {one.provider.key for one in offered if one.caps.control}
        if able:
            self.fields["scope"].choices = [(scope, SCOPE[scope]) for scope in (Scope.VIEW.value, BOTH)]  # type: ignore[attr-defined]
        mixed = 0 < len(able) < len(offered)
        self.fields["provider"].choices = [  # type: ignore[attr-defined]
            (
                one.provider.key,
                format_lazy("{} · {}", one.provider.label, ONLY_LOOKS) if mixed and one.provider.key not in able else one.provider.label,
            )
            for one in offered
        ]
        self.able = able
        if len(offered) == 1:
            self.fields["provider"].widget = forms.HiddenInput()
        self.fields["provider"].initial = offered[0].provider.key if offered else ""

    def clean_scope(self) -> frozenset[Scope]:
        """Return the scope as its parts."""
        return read_scope(self.cleaned_data["scope"])

    def clean(self) -> dict[str, Any]:
        """Hold what is asked to what the program can do."""
        data: dict[str, Any] = super().clean() or {}
        if Scope.CONTROL in data.get("scope", ()) and data.get("provider", "") not in self.able:
            self.add_error("scope", _("This program cannot give mouse and keyboard: choose only looking, or another program."))
        return data


class EnterForm(forms.Form):
    """Entering the room of a call by video: names the words that were read."""

    text_sha256 = forms.CharField(max_length=64)


class AnswerForm(forms.Form):
    """What a citizen answers, to which words."""

    YES, NO = "yes", "no"
    answer = forms.ChoiceField(choices=[(YES, YES), (NO, NO)])
    text_sha256 = forms.CharField(required=False, max_length=64)
    control = forms.BooleanField(required=False)


class PartForm(forms.Form):
    """What more than looking is asked for, given back or taken back."""

    part = forms.ChoiceField(choices=[(part.value, part.value) for part in sorted(WIDENING)])

    def clean_part(self) -> Scope:
        """Return it as what it is."""
        return Scope(self.cleaned_data["part"])


class AskAnswerForm(PartForm):
    """What a citizen answers to a question for more, and to which words."""

    answer = forms.ChoiceField(choices=[(AnswerForm.YES, AnswerForm.YES), (AnswerForm.NO, AnswerForm.NO)])
    text_sha256 = forms.CharField(required=False, max_length=64)


class ProviderForm(forms.Form):
    """Whether a council uses a program, and for how long at a time; the provider's own form stands beside it."""

    is_enabled = forms.BooleanField(label=_("Agents may propose it"), required=False)
    max_minutes = forms.IntegerField(
        label=_("Longest session, in minutes"),
        min_value=MIN_MINUTES,
        max_value=MAX_MINUTES,
        initial=MINUTES,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class PolicyForm(forms.Form):
    """What a council demands of every session."""

    needs_server_end = forms.BooleanField(
        label=_("Only programs that this service itself can end"),
        help_text=_(
            "The hard end then never depends on anybody else. This excludes the council’s own AnyDesk, RustDesk or Jitsi, a partner’s broker, and a direct connection between two browsers. Proposals that nobody has answered yet are withdrawn; a session that a citizen has agreed to goes on to its end."
        ),
        required=False,
    )


@dataclass(frozen=True, slots=True)
class OwnForm:
    """A provider's own form as the page of settings shows it: secrets are written and never read."""

    form: forms.Form
    secrets: tuple[str, ...]

    @property
    def settings(self) -> dict[str, object]:
        """What was written, without the boxes of this page."""
        return {name: value for name, value in self.form.cleaned_data.items() if name not in {forget_name(one) for one in self.secrets}}

    @property
    def forget(self) -> list[str]:
        """The secrets that are to be removed."""
        return [name for name in self.secrets if self.form.cleaned_data.get(forget_name(name))]


def forget_name(secret: str) -> str:
    """Return the name of the box that removes a secret."""
    return f"{secret}_forget"


def own_form(row: ProviderRow, data: Any, *, needs_all: bool) -> OwnForm:  # noqa: ANN401  what Django's own form takes
    """Return the form of a program. A secret that is kept may stay empty, and what is switched off needs none."""
    secrets, kept = secret_names(row.provider), kept_secrets(row.config)
    form = row.provider.config(data, initial=row.config.settings if row.config else None)
    for name in secrets:
        field = form.fields[name]
        field.widget = forms.PasswordInput(attrs={"autocomplete": "new-password", "spellcheck": "false"})
        field.required = needs_all and name not in kept
        if name in kept:
            field.help_text = _("One is kept. Leave this empty to keep it, or write another to replace it.")
            form.fields[forget_name(name)] = forms.BooleanField(label=_("Remove the one that is kept"), required=False)
    form.order_fields([part for name in list(form.fields) for part in ((name, forget_name(name)) if name in kept else (name,))])
    return OwnForm(form, secrets)
