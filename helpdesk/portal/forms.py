"""Forms of the citizens' pages: shape only, rules are the services'."""

from collections.abc import Mapping
from typing import Any

import phonenumbers
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from helpdesk.base.forms import FileDrop, RadioCards, Words
from helpdesk.base.text import clean_text
from helpdesk.catalogue.selectors import StepCard
from helpdesk.portal.rules import Way
from helpdesk.tickets.labels import MOTIVE
from helpdesk.tickets.rules import ALLOWED_TYPES, MAX_BODY, Motive, Requester

ACCEPT = ",".join(f".{extension}" for extension in ALLOWED_TYPES)
TOO_LONG = _("The message is too long: 5,000 characters at most.")
FILES_HINT = _("It helps us see the error. PDF, JPG, PNG or TXT, up to 10 MB each, five at most.")
OTHER_STEP = "other"


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


class ChannelForm(forms.Form):
    """Chat now, or in writing."""

    def __init__(self, *args: Any, hints: Mapping[str, Words], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        choices = [(Way.CHAT.value, _("Chat now with a person")), (Way.WRITE.value, _("Write to us"))]
        self.fields["channel"] = forms.ChoiceField(
            label=_("How shall we help you?"),
            choices=choices,
            widget=RadioCards(hints=hints, live=frozenset({Way.CHAT.value})),
            error_messages={"required": _("Choose how you want to be helped.")},
        )


class ProblemForm(forms.Form):
    """What happens, in one's own words, and where."""

    def __init__(self, *args: Any, steps: tuple[StepCard, ...] = (), ask_motive: bool = False, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        if steps:
            self.fields["step"] = forms.ChoiceField(
                label=_("Where did you get stuck?"),
                choices=[*((step.slug, step.label) for step in steps), (OTHER_STEP, _("It is something else"))],
                widget=RadioCards(hints={**{step.slug: step.hint for step in steps}, OTHER_STEP: _("tell us below")}),
                error_messages={"required": _("Choose where you got stuck.")},
            )
        if ask_motive:
            motives: list[tuple[str, Words]] = [("", _("I do not know")), *((motive.value, MOTIVE[motive]) for motive in Motive)]
            self.fields["motive"] = forms.ChoiceField(label=_("What is it about?"), required=False, choices=motives)
        self.fields["body"] = forms.CharField(
            label=_("Tell us in your own words"),
            help_text=_("For example: “When I press Sign, an empty window opens”. Do not write passwords."),
            max_length=MAX_BODY,
            widget=forms.Textarea(attrs={"rows": 6}),
            error_messages={"required": _("Tell us what happens."), "max_length": TOO_LONG},
        )
        self.fields["files"] = ManyFiles(
            label=_("A photo or a screenshot"), help_text=FILES_HINT, required=False, widget=SeveralFiles({"accept": ACCEPT}, several=True)
        )


IN_WHOSE_NAME: dict[str, Words] = {
    Requester.CITIZEN: _("In my own name"),
    Requester.COMPANY: _("For a company"),
    Requester.BODY: _("For an association or a public body"),
    Requester.REPRESENTATIVE: _("For another person, as their representative or helper"),
}


class WhoForm(forms.Form):
    """Who asks, and how to answer; only the first question has to be answered."""

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
    phone = forms.CharField(
        label=pgettext_lazy("form", "Your telephone"),
        help_text=_("In case it is easier to explain it by talking."),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "type": "tel"}),
    )

    def clean_phone(self) -> str:
        """Return the number in international form."""
        typed: str = self.cleaned_data["phone"].strip()
        if not typed:
            return ""
        try:
            number = phonenumbers.parse(typed, "ES")
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_possible_number(number):
            raise forms.ValidationError(_("Write a telephone number such as 612 345 678."))
        return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


class CheckForm(forms.Form):
    """Nothing to fill in: `homepage` is there for programs that fill in everything."""

    homepage = forms.CharField(
        label=_("Leave this field empty"), required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )

    def clean_homepage(self) -> str:
        """Refuse what no person fills in."""
        if self.cleaned_data["homepage"]:
            raise forms.ValidationError(_("Leave this field empty and press Send again."))
        return ""


class ReplyForm(forms.Form):
    """An answer on the follow-up page."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    body = forms.CharField(
        label=_("Your message"),
        required=False,
        max_length=MAX_BODY,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": TOO_LONG},
    )
    files = ManyFiles(label=_("Attach files"), required=False, widget=SeveralFiles({"accept": ACCEPT}, several=True))  # type: ignore[assignment]

    def clean_body(self) -> str:
        """Return the text without invisible characters."""
        return clean_text(self.cleaned_data["body"])
