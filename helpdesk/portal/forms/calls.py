"""Choosing when to be called."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from helpdesk.base.forms import RadioCards, SlotGroup, SlotPicker, Words
from helpdesk.base.templatetags.kit import icon
from helpdesk.calendars.rules import Track, parse_key
from helpdesk.callbacks.rules import CallMode
from helpdesk.callbacks.services.booking import EXACT_FOR_VIDEO
from helpdesk.portal.forms.fields import PhoneField

MAX_KEY = 40
HOW: dict[CallMode, tuple[str, Words, Words]] = {
    CallMode.PHONE: ("phone-call", _("By telephone"), _("We call you. Nothing else is needed.")),
    CallMode.VIDEO: (
        "video",
        _("By video, in your browser"),
        _(
            "At an exact time, on a phone or a computer with a microphone; a camera if you want. Nothing is installed, and you can change to the telephone at any moment."
        ),
    ),
}


def mode_field() -> forms.ChoiceField:
    """Return the choice of how we talk, each way with its icon and what it needs."""
    words = {mode: _one_of(*HOW[mode][:2]) for mode in CallMode}
    return forms.ChoiceField(
        label=_("How shall we talk?"),
        choices=[(mode.value, words[mode]) for mode in CallMode],
        widget=RadioCards(hints={mode.value: HOW[mode][2] for mode in CallMode}),
        initial=CallMode.PHONE.value,
        error_messages={"required": _("Choose how we shall talk."), "invalid_choice": _("Choose how we shall talk.")},
    )


def _one_of(name: str, label: Words) -> SafeString:
    return format_html('<span class="p-how">{}{}</span>', icon(name), label)


class SlotForm(forms.Form):
    """A time out of those on the page, and how we talk where there is a choice; whether it is still free is the service's to say."""

    slot = forms.CharField(
        label=_("Choose a day and a time"), max_length=MAX_KEY, error_messages={"required": _("Choose a day and a time.")}
    )

    def __init__(self, *args: Any, groups: Sequence[SlotGroup] = (), with_mode: bool = False, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["slot"].widget = SlotPicker(groups=groups)
        if with_mode:
            self.fields["mode"] = mode_field()
            self.order_fields(["mode"])

    @property
    def chosen_mode(self) -> CallMode:
        """How we talk, of what is valid: by telephone where there is no choice."""
        return CallMode(self.cleaned_data.get("mode") or CallMode.PHONE)

    def clean(self) -> dict[str, Any]:
        """Two people meet by video at an exact time."""
        data: dict[str, Any] = super().clean() or {}
        named = parse_key(data.get("slot", ""))
        if data.get("mode") == CallMode.VIDEO and named is not None and named[0] is not Track.EXACT:
            self.add_error("slot", EXACT_FOR_VIDEO)
        return data


class CallForm(SlotForm):
    """A time and the number to call."""

    phone = PhoneField(
        label=pgettext_lazy("form", "Your telephone"),
        help_text=_("We will call you on this number."),
        error_messages={"required": _("Write the telephone number on which we shall call you.")},
    )
