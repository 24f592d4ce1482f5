"""Forms of saved views and of one's own preferences."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _


class SaveViewForm(forms.Form):
    """The name of a view, and whether everybody of the council has it."""

    name = forms.CharField(label=_("Name of the view"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    shared = forms.BooleanField(
        label=_("Share it"), help_text=_("Everybody who answers tickets of this council will see it."), required=False
    )

    def __init__(
        self, data: QueryDict | None = None, *, may_share: bool, initial: dict[str, Any] | None = None, prefix: str | None = None
    ) -> None:
        super().__init__(data, initial=initial, prefix=prefix)
        if not may_share:
            del self.fields["shared"]


class PreferencesForm(forms.Form):
    """How the desk behaves for one person."""

    shortcuts = forms.BooleanField(
        label=_("Single keys do something at the desk"),
        help_text=_("Switch this off if you dictate, or if keys get in your way. Ctrl+K always opens the list of commands."),
        required=False,
    )
