"""Forms of the ticket page: shape only, services decide."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from helpdesk.base.forms import RadioCards
from helpdesk.people.selectors import colleagues
from helpdesk.tickets.labels import (
    EXCLUSION,
    FAILURE_CAUSE,
    FEEDBACK,
    OUTCOME,
    PREFERENCE,
    PROCEDURE_RESULT,
    REFERRAL,
    WAITING_PARTY,
)
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import FailureCause, Feedback, Outcome, Preference, ProcedureResult, Referral, WaitingParty
from helpdesk.tickets.services import Ending

SAY_WHERE = _("Say where the person was referred to.")
CITIZEN, THIRD_PARTY = "citizen", "third_party"
TEAM = "team-"


class MessageForm(forms.Form):
    """A reply or a note; `client_id` makes sending it twice harmless."""

    body = forms.CharField(required=False, strip=False, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 5000}))
    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean_client_id(self) -> object:
        """Give a message without an id one of its own."""
        return self.cleaned_data.get("client_id") or uuid4()


class TransferForm(forms.Form):
    """To whom a ticket goes, a team or a colleague, and why."""

    prefix = "transfer"
    to = forms.ChoiceField(label=_("Team or colleague"))
    reason = forms.CharField(label=_("Reason"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: Any = None, *, ticket: Ticket) -> None:  # noqa: ANN401  what Django's own form takes
        super().__init__(data)
        with_people = ticket.council.teams.filter(members__is_active=True).distinct()
        teams = [(f"{TEAM}{team.pk}", team.name) for team in with_people if ticket.assignee_id or team.pk != ticket.team_id]
        people = [(str(user.pk), user.full_name) for user in colleagues(ticket.council_id) if user.pk != ticket.assignee_id]
        groups = [(_("Teams"), teams), (_("Colleagues"), people)] if teams else people
        self.fields["to"].choices = [("", _("Choose a team or a colleague") if teams else _("Choose a colleague")), *groups]  # type: ignore[attr-defined]

    @property
    def target(self) -> dict[str, int]:
        """To whom it goes, as the service wants it."""
        to: str = self.cleaned_data["to"]
        return {"to_team_id": int(to.removeprefix(TEAM))} if to.startswith(TEAM) else {"to_user_id": int(to)}


class WaitForm(forms.Form):
    """For whom a ticket waits, and until when."""

    prefix = "wait"
    whom = forms.ChoiceField(
        label=_("Waiting for"), choices=[(CITIZEN, _("The citizen")), (THIRD_PARTY, _("Somebody else"))], initial=CITIZEN, widget=RadioCards
    )
    party = forms.ChoiceField(label=_("For whom?"), required=False, choices=[("", "—"), *WAITING_PARTY.items()])
    for_whom = forms.CharField(
        label=_("Name"), required=False, max_length=120, help_text=_("The citizen reads it too. Only when we wait for somebody else.")
    )
    until = forms.DateField(
        label=_("Until"),
        required=False,
        help_text=_("If somebody else has not answered by then, the ticket rises in the queue."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    @property
    def third_party(self) -> WaitingParty | None:
        """The third party of the closed list, if one was chosen."""
        value: str = self.cleaned_data["party"]
        return WaitingParty(value) if value else None


class EndingFields(forms.Form):
    """How the help ended. Only the outcome has to be said, and where to when somebody was referred; what nobody knows stays empty."""

    outcome = forms.ChoiceField(label=_("How did it end?"), choices=list(OUTCOME.items()), widget=RadioCards)
    referral = forms.ChoiceField(label=_("If referred, where to?"), required=False, choices=[("", "—"), *REFERRAL.items()])
    result = forms.ChoiceField(
        label=_("How did the procedure end?"), required=False, choices=[("", _("Not known")), *PROCEDURE_RESULT.items()]
    )
    cause = forms.ChoiceField(label=_("What stood in the way?"), required=False, choices=[("", _("Not known")), *FAILURE_CAUSE.items()])

    def clean(self) -> dict[str, Any]:
        """Ask where somebody was referred to."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("outcome") == Outcome.REFERRED and not data.get("referral") and "referral" not in self.errors:
            self.add_error("referral", SAY_WHERE)
        return data

    @property
    def ending(self) -> Ending:
        """What was noted, as services want it."""
        data = self.cleaned_data
        return Ending(
            result=ProcedureResult(data["result"]) if data["result"] else None,
            cause=FailureCause(data["cause"]) if data["cause"] else None,
            referral=Referral(data["referral"]) if data["referral"] else None,
        )


class ResolveForm(EndingFields):
    """The ending of a ticket that is there already."""

    prefix = "resolve"


class FeedbackForm(forms.Form):
    """Whether a contact is about the service itself."""

    prefix = "feedback"
    kind = forms.ChoiceField(label=_("About this service"), required=False, choices=[("", _("Nothing of the kind")), *FEEDBACK.items()])

    @property
    def chosen(self) -> Feedback | None:
        """What it is, if it is anything."""
        value: str = self.cleaned_data["kind"]
        return Feedback(value) if value else None


class ExcludeForm(forms.Form):
    """Why a ticket does not count."""

    prefix = "exclude"
    reason = forms.ChoiceField(label=_("Why does it not count?"), choices=list(EXCLUSION.items()), widget=RadioCards)


class NeedsFields(forms.Form):
    """What somebody needs in order to be helped."""

    interpreter = forms.CharField(
        label=_("Interpreter"),
        required=False,
        max_length=40,
        help_text=_("Language for which one is needed, such as Arabic or sign language."),
    )
    preference = forms.ChoiceField(
        label=_("Prefers to communicate"), required=False, choices=[("", _("No preference")), *PREFERENCE.items()]
    )
    helper_name = forms.CharField(
        label=_("Who helps this person"),
        required=False,
        max_length=120,
        help_text=_("A relative or somebody else who writes in their place."),
    )
    helper_contact = forms.CharField(label=_("Contact of who helps"), required=False, max_length=80)

    @property
    def chosen_preference(self) -> Preference | None:
        """How this person prefers to communicate, if it was said."""
        value: str = self.cleaned_data["preference"]
        return Preference(value) if value else None


class NeedsForm(NeedsFields):
    """The needs of a ticket that is there already."""

    prefix = "needs"

    @classmethod
    def of(cls, ticket: Ticket) -> "NeedsForm":
        """Return the form with what is known."""
        return cls(initial={name: getattr(ticket, name) for name in cls.base_fields})
