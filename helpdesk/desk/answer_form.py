"""The form of a canned answer: one text per language of its council."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helpdesk.desk.models import CannedAnswer
from helpdesk.desk.rules import MAX_ANSWER
from helpdesk.people.models import Council
from helpdesk.people.rules import LANGUAGES

MINE, SHARED = "mine", "shared"


class AnswerForm(forms.Form):
    """Title, shortcut and texts. Who may share answers also says whose this one is."""

    title = forms.CharField(label=_("Title"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    shortcut = forms.CharField(
        label=_("Shortcut"),
        max_length=31,
        help_text=_("Small letters, numbers and hyphens: /autofirma inserts the answer while writing."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}),
    )
    owner = forms.ChoiceField(label=_("Who may use it"), choices=[(MINE, _("Only me")), (SHARED, _("Everybody in the council"))])

    def __init__(self, data: Any = None, *, council: Council, answer: CannedAnswer | None, may_share: bool, may_own: bool) -> None:  # noqa: ANN401  what Django's own form takes
        texts = answer.texts if answer else {}
        super().__init__(
            data,
            initial={
                "title": answer.title if answer else "",
                "shortcut": answer.shortcut if answer else "",
                "owner": SHARED if may_share and (answer is None or answer.owner_id is None) else MINE,
            }
            | {f"text_{code}": text for code, text in texts.items()},
        )
        self.always_shared = may_share and not may_own
        if not (may_share and may_own):
            del self.fields["owner"]
        # A language that was switched off keeps its text in sight, so that saving loses nothing.
        for code in dict.fromkeys([*council.languages, *texts]):
            self.fields[f"text_{code}"] = forms.CharField(
                label=LANGUAGES.get(code, code),
                required=False,
                max_length=MAX_ANSWER,
                widget=forms.Textarea(attrs={"rows": 4, "lang": code, "dir": "auto"}),
            )

    @property
    def text_fields(self) -> list[forms.BoundField]:
        """The texts, the council's own language first."""
        return [self[name] for name in self.fields if name.startswith("text_")]

    @property
    def texts(self) -> dict[str, str]:
        """What was written, by language."""
        return {name.removeprefix("text_"): value for name, value in self.cleaned_data.items() if name.startswith("text_")}

    @property
    def is_shared(self) -> bool:
        """Whether everybody in the council gets the answer."""
        return self.always_shared or self.cleaned_data.get("owner") == SHARED
