"""Forms of agreed calls: shape only, services decide."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from helpdesk.base.forms import RadioCards, SlotGroup, SlotPicker
from helpdesk.base.templatetags.kit import icon
from helpdesk.calendars.rules import Track, parse_key
from helpdesk.callbacks.labels import ATTEMPT, ATTEMPT_BY_VIDEO, MODE
from helpdesk.callbacks.models import Call
from helpdesk.callbacks.rules import CallMode
from helpdesk.callbacks.services.booking import EXACT_FOR_VIDEO
from helpdesk.tickets.rules import MAX_BODY

ICON = {CallMode.PHONE: "phone-call", CallMode.VIDEO: "video"}


class AttemptForm(forms.Form):
    """How an attempt to call ended. `number` says which attempt it is, so that sending it twice counts once."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=99)
    outcome = forms.ChoiceField(
        label=_("How did it go?"),
        choices=list(ATTEMPT.items()),
        widget=RadioCards,
        error_messages={"required": _("Choose how it went.")},
    )
    note = forms.CharField(label=_("Internal note"), required=False, max_length=MAX_BODY, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: Any = None, *, call: Call) -> None:  # noqa: ANN401  what Django's own form takes
        super().__init__(data, auto_id=f"call{call.pk}_%s", initial={"number": call.attempt_count + 1})
        self.call_id = call.pk
        if call.mode == CallMode.VIDEO:
            self.fields["outcome"].choices = list(ATTEMPT_BY_VIDEO.items())  # type: ignore[attr-defined]


class SlotForm(forms.Form):
    """When a call is to be made, and on which number."""

    phone = forms.CharField(
        label=_("Telephone"),
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
        error_messages={"required": _("Write the telephone number.")},
    )
    slot = forms.CharField(label=_("When"), max_length=40, widget=SlotPicker, error_messages={"required": _("Choose a time.")})

    def __init__(self, data: Any = None, *, groups: Sequence[SlotGroup], phone: str, mode: str, with_mode: bool, moving: bool) -> None:  # noqa: ANN401
        super().__init__(data, initial={"phone": phone, "mode": mode})
        self.fields["slot"].widget = SlotPicker(groups=groups)
        if with_mode:
            self.fields["mode"] = _mode_field()
            self.order_fields(["phone", "mode"])
        if moving:
            del self.fields["phone"]

    @property
    def chosen_mode(self) -> CallMode | None:
        """How we talk, of what is valid; None where there is no choice."""
        return CallMode(self.cleaned_data["mode"]) if "mode" in self.fields else None

    def clean(self) -> dict[str, Any]:
        """Two people meet by video at an exact time."""
        data: dict[str, Any] = super().clean() or {}
        named = parse_key(data.get("slot", ""))
        if data.get("mode") == CallMode.VIDEO and named is not None and named[0] is not Track.EXACT:
            self.add_error("slot", EXACT_FOR_VIDEO)
        return data


def _mode_field() -> forms.ChoiceField:
    words = {mode: format_html('<span class="w-how">{}{}</span>', icon(name), MODE[mode]) for mode, name in ICON.items()}
    return forms.ChoiceField(
        label=_("How"),
        choices=[(mode.value, words[mode]) for mode in CallMode],
        widget=RadioCards(hints={CallMode.VIDEO.value: _("The citizen needs a browser with a microphone; a phone will do.")}, columns=2),
        error_messages={"required": _("Choose how."), "invalid_choice": _("Choose how.")},
    )
