"""The pages of the wizard: how, what happens, and the last look."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helpdesk.base.forms import RadioCards, Words
from helpdesk.catalogue.selectors import StepCard
from helpdesk.portal.forms.fields import ACCEPT, TOO_LONG, ManyFiles, SeveralFiles
from helpdesk.portal.rules import Way
from helpdesk.tickets.labels import MOTIVE
from helpdesk.tickets.rules import MAX_BODY, Motive

FILES_HINT = _("It helps us see the error. PDF, JPG, PNG or TXT, up to 10 MB each, five at most.")
CHOOSE_WAY = _("Choose how you want to be helped.")
OTHER_STEP = "other"
WAYS: dict[Way, Words] = {Way.CHAT: _("Chat now with a person"), Way.CALL: _("Let us call you"), Way.WRITE: _("Write to us")}


class ChannelForm(forms.Form):
    """One of the ways that can be had now: `hints` has a line for each, in their order. One that was there a moment ago is taken too, and its page says what became of it."""

    def __init__(self, *args: Any, hints: Mapping[Way, Words], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["channel"] = forms.ChoiceField(
            label=_("How shall we help you?"),
            choices=[(way.value, WAYS[way]) for way in Way],
            widget=RadioCards(hints={way.value: hint for way, hint in hints.items()}, live=frozenset({Way.CHAT.value})),
            error_messages={"required": CHOOSE_WAY, "invalid_choice": CHOOSE_WAY},
        )
        self.fields["channel"].widget.choices = [(way.value, WAYS[way]) for way in hints]


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
