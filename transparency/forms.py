"""What the officer types."""

from django import forms
from django.utils.translation import gettext_lazy as _

from helpdesk.people.models import Council
from helpdesk.people.rules import LANGUAGES
from transparency.services import MAX_COMMENTARY


class CommentaryForm(forms.Form):
    """A commentary per language of the council; each may be empty."""

    def __init__(self, council: Council, texts: dict[str, str], data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        for language in council.languages:
            widget = forms.Textarea(attrs={"rows": 6, "lang": language})
            self.fields[language] = forms.CharField(
                label=LANGUAGES[language], required=False, max_length=MAX_COMMENTARY, widget=widget, initial=texts.get(language, "")
            )

    @property
    def texts(self) -> dict[str, str]:
        """What was typed, by language."""
        return {language: self.cleaned_data[language] for language in self.fields}


class PublishForm(forms.Form):
    """The officer's own word that the figures have been looked at."""

    confirm = forms.BooleanField(
        label=_("I have looked at these figures and at the commentary. They may be published."),
        error_messages={"required": _("Tick the box to publish.")},
    )
