"""An answer on the follow-up page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from helpdesk.base.text import clean_text
from helpdesk.portal.forms.fields import ACCEPT, TOO_LONG, ManyFiles, SeveralFiles
from helpdesk.tickets.rules import MAX_BODY


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
