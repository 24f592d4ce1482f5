"""Fields that several forms share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helpdesk.base.forms import FileDrop
from helpdesk.base.phones import international
from helpdesk.tickets.rules import ALLOWED_TYPES

ACCEPT = ",".join(f".{extension}" for extension in ALLOWED_TYPES)
TOO_LONG = _("The message is too long: 5,000 characters at most.")


class ManyFiles(forms.FileField):
    """Several files in one field; each is checked by the service."""

    widget = FileDrop

    def clean(self, data: Any, initial: Any = None) -> list[Any]:  # noqa: ANN401  the type of Django's own field
        """Return the files as a list, empty when there are none."""
        found = data if isinstance(data, list | tuple) else [data]
        return [file for file in found if file]


class SeveralFiles(FileDrop):
    """File control of which every file is read."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ANN401
        """Return all files of the field."""
        return files.getlist(name)


class PhoneField(forms.CharField):
    """A telephone number as people write it; its value is in international form."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401  the arguments of Django's own field
        attrs = {"autocomplete": "tel", "inputmode": "tel", "type": "tel"}
        super().__init__(max_length=20, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> str:  # noqa: ANN401
        """Return the number in international form, empty when there is none."""
        typed = str(super().clean(value) or "").strip()
        number = international(typed) if typed else ""
        if typed and not number:
            raise forms.ValidationError(_("Write a telephone number such as 612 345 678."))
        return number
