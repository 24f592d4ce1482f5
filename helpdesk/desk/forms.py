"""Forms of the ticket page: shape only, services decide."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from helpdesk.base.forms import RadioCards
from helpdesk.people.models import User
from helpdesk.people.selectors import colleagues
from helpdesk.tickets.labels import OUTCOME
from helpdesk.tickets.models import Ticket

CITIZEN, THIRD_PARTY = "citizen", "third_party"


class MessageForm(forms.Form):
    """A reply or a note; `client_id` makes sending it twice harmless."""

    body = forms.CharField(required=False, strip=False, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 5000}))
    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean_client_id(self) -> object:
        """Give a message without an id one of its own."""
        return self.cleaned_data.get("client_id") or uuid4()


class TransferForm(forms.Form):
    """To whom a ticket goes, and why."""

    prefix = "transfer"
    to = forms.TypedChoiceField(label=_("Colleague"), coerce=int)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: Any = None, *, ticket: Ticket) -> None:  # noqa: ANN401  what Django's own form takes
        super().__init__(data)
        people: list[User] = [user for user in colleagues(ticket.council_id) if user.pk != ticket.assignee_id]
        self.fields["to"].choices = [("", _("Choose a colleague")), *((user.pk, user.full_name) for user in people)]  # type: ignore[attr-defined]


class WaitForm(forms.Form):
    """For whom a ticket waits, and until when."""

    prefix = "wait"
    whom = forms.ChoiceField(
        label=_("Waiting for"), choices=[(CITIZEN, _("The citizen")), (THIRD_PARTY, _("Somebody else"))], initial=CITIZEN, widget=RadioCards
    )
    for_whom = forms.CharField(label=_("Who?"), required=False, max_length=120, help_text=_("Only when we wait for somebody else."))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class ResolveForm(forms.Form):
    """How the help ended."""

    prefix = "resolve"
    outcome = forms.ChoiceField(label=_("How did it end?"), choices=list(OUTCOME.items()), widget=RadioCards)
