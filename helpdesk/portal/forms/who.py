"""Who asks, how to answer, and what the service should know."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from helpdesk.base.forms import RadioCards, Words
from helpdesk.portal.forms.fields import PhoneField
from helpdesk.tickets.labels import PREFERENCE
from helpdesk.tickets.rules import Preference, Requester

IN_WHOSE_NAME: dict[str, Words] = {
    Requester.CITIZEN: _("In my own name"),
    Requester.COMPANY: _("For a company"),
    Requester.BODY: _("For an association or a public body"),
    Requester.REPRESENTATIVE: _("For another person, as their representative or helper"),
}
NEEDS = ("preference", "interpreter", "helping", "helper_name", "helper_contact")


class WhoForm(forms.Form):
    """Only the first question has to be answered; the telephone too for who wants to be called, and the name of who helps somebody."""

    requester = forms.ChoiceField(
        label=_("In whose name are you doing this?"),
        choices=[(requester.value, IN_WHOSE_NAME[requester]) for requester in Requester],
        widget=RadioCards,
        error_messages={"required": _("Choose in whose name you are doing this.")},
    )
    name = forms.CharField(label=_("Your name"), required=False, max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Your e-mail"),
        help_text=_("We will send you a notice when there is an answer."),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={"invalid": _("Write an e-mail such as name@example.org.")},
    )
    phone = PhoneField(
        label=pgettext_lazy("form", "Your telephone"),
        help_text=_("In case it is easier to explain it by talking."),
        required=False,
        error_messages={"required": _("Write the telephone number on which we shall call you.")},
    )
    preference = forms.ChoiceField(
        label=_("How do you prefer to communicate?"),
        required=False,
        choices=[("", _("It is the same to me")), *((preference.value, PREFERENCE[preference]) for preference in Preference)],
    )
    interpreter = forms.CharField(
        label=_("Do you need an interpreter? For which language?"),
        help_text=_("For example: Arabic, Romanian, Catalan Sign Language."),
        required=False,
        max_length=40,
    )
    helping = forms.BooleanField(label=_("I am helping someone else"), required=False)
    helper_name = forms.CharField(
        label=_("Your name, as the person who helps"),
        help_text=_("The name above is that of the person who needs the help."),
        max_length=120,
        error_messages={"required": _("Write your name, as the person who helps.")},
    )
    helper_contact = forms.CharField(
        label=_("How to reach you, as the person who helps"), help_text=_("A telephone or an e-mail."), required=False, max_length=80
    )

    def __init__(self, *args: Any, is_call: bool = False, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["helper_name"].required = bool(self.data.get("helping")) if self.is_bound else True
        if is_call:
            self.fields["phone"].required = True
            self.fields["phone"].help_text = _("We will call you on this number.")
            self.fields["email"].help_text = _("To send you the confirmation.")

    @property
    def has_needs(self) -> bool:
        """Say whether the part about needs has an answer or an error, and must be seen."""
        typed: Mapping[str, Any] = self.data if self.is_bound else self.initial
        return any(typed.get(name) or self.errors.get(name) for name in NEEDS)

    def clean(self) -> dict[str, Any]:
        """Who does not help somebody leaves nothing behind; every answer is text."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        data["helping"] = "yes" if data.get("helping") else ""
        if not data["helping"]:
            data["helper_name"] = data["helper_contact"] = ""
        return data
