"""The form with which a contact by telephone, at the counter or by e-mail is logged."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from helpdesk.base.forms import RadioCards
from helpdesk.catalogue.models import Procedure, Step
from helpdesk.desk.forms import EndingFields, NeedsFields
from helpdesk.desk.words import procedure_title, step_label
from helpdesk.people.models import Council
from helpdesk.people.rules import LANGUAGES
from helpdesk.tickets.labels import CHANNEL, FEEDBACK, MOTIVE, OUTCOME, REQUESTER
from helpdesk.tickets.rules import MAX_BODY, CallbackOrigin, Channel, Feedback, Motive, Outcome, Requester
from helpdesk.tickets.services import NewTicket

LEAVE_OPEN = "open"
CHANNELS = (Channel.PHONE, Channel.COUNTER, Channel.EMAIL)
OF_ANOTHER_COUNCIL = _("This procedure belongs to another council.")
Groups = list[tuple[str, list[tuple[int, str]]]]


class ProcedureSelect(forms.Select):
    """Tells the script the motive of every procedure, so that choosing one presets it."""

    motives: dict[str, str] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401  Django's own signature
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        if motive := self.motives.get(str(value)):
            option["attrs"]["data-motive"] = motive
        return option


class LogForm(NeedsFields, EndingFields):
    """One page, in the order of a conversation; only the subject must be typed."""

    council = forms.TypedChoiceField(label=_("Council"), coerce=int)
    channel = forms.ChoiceField(
        label=_("Channel"), choices=[(c.value, CHANNEL[c]) for c in CHANNELS], initial=Channel.PHONE, widget=RadioCards
    )
    subject = forms.CharField(
        label=_("What was asked"), max_length=140, widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"})
    )
    procedure = forms.TypedChoiceField(label=_("Procedure"), required=False, coerce=int, empty_value=None, widget=ProcedureSelect)
    step = forms.TypedChoiceField(label=_("Step"), required=False, coerce=int, empty_value=None)
    motive = forms.ChoiceField(label=_("Motive"), required=False, choices=[("", _("That of the procedure")), *MOTIVE.items()])
    body = forms.CharField(label=_("Details"), required=False, max_length=MAX_BODY, widget=forms.Textarea(attrs={"rows": 2}))
    name = forms.CharField(label=_("Name"), required=False, max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    phone = forms.CharField(
        label=_("Telephone"), required=False, max_length=20, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"})
    )
    email = forms.EmailField(label=_("E-mail"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    language = forms.ChoiceField(label=_("Language"), choices=list(LANGUAGES.items()))
    requester = forms.ChoiceField(label=_("Who asks"), choices=list(REQUESTER.items()), initial=Requester.CITIZEN, widget=RadioCards)
    outcome = forms.ChoiceField(
        label=_("How did it end?"), choices=[*OUTCOME.items(), (LEAVE_OPEN, _("Leave open"))], initial=Outcome.SOLVED, widget=RadioCards
    )
    feedback = forms.ChoiceField(label=_("About this service"), required=False, choices=[("", _("Nothing of the kind")), *FEEDBACK.items()])
    asked_to_be_called = forms.BooleanField(label=_("Asked to be called back during the wait"), required=False)
    note = forms.CharField(label=_("Internal note"), required=False, max_length=MAX_BODY, widget=forms.Textarea(attrs={"rows": 2}))
    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, councils: list[Council], language: str) -> None:  # noqa: ANN401  what Django's own form takes
        super().__init__(data, initial={"council": councils[0].pk, "language": language, "client_id": uuid4()})
        self.councils = {council.pk: council for council in councils}
        self.procedures = {
            p.pk: p for council in councils for p in council.procedures.filter(is_active=True).prefetch_related("texts", "steps")
        }
        if len(councils) > 1:
            self._choices("council", [(council.pk, council.name) for council in councils])
        else:
            del self.fields["council"]
        self._choices("procedure", [("", "—"), *self._procedures(councils)])
        self._choices("step", [("", "—"), *self._steps()])
        widget = self.fields["procedure"].widget
        if isinstance(widget, ProcedureSelect):
            widget.motives = {str(pk): procedure.motive for pk, procedure in self.procedures.items()}

    def _choices(self, name: str, choices: Iterable[tuple[object, object]]) -> None:
        self.fields[name].choices = list(choices)  # type: ignore[attr-defined]

    def _title(self, procedure: Procedure) -> str:
        return procedure_title(procedure, self.councils[procedure.council_id]).text

    def _procedures(self, councils: list[Council]) -> list[tuple[object, object]]:
        if len(councils) == 1:
            return [(pk, self._title(procedure)) for pk, procedure in self.procedures.items()]
        return [
            (council.name, [(pk, self._title(p)) for pk, p in self.procedures.items() if p.council_id == council.pk])
            for council in councils
        ]

    def _steps(self) -> Groups:
        return [
            (
                self._title(procedure),
                [(step.pk, step_label(step, self.councils[procedure.council_id]).text) for step in procedure.steps.all()],
            )
            for procedure in self.procedures.values()
        ]

    @property
    def chosen_council(self) -> Council:
        """The council chosen, or the only one."""
        pk: int | None = self.cleaned_data.get("council")
        return self.councils[pk] if pk else next(iter(self.councils.values()))

    def clean(self) -> dict[str, Any]:
        """Bring the procedure, its step and its motive together."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if "council" in self.fields and not data.get("council"):
            return data
        procedure = self.procedures.get(data.get("procedure") or 0)
        if procedure is not None and procedure.council_id != self.chosen_council.pk:
            self.add_error("procedure", OF_ANOTHER_COUNCIL)
        if not data.get("motive"):
            data["motive"] = procedure.motive if procedure else Motive.OTHER
        return data

    def new_ticket(self) -> NewTicket:
        """Return what was entered as services want it; a step of another procedure is left out."""
        data = self.cleaned_data
        procedure = self.procedures.get(data["procedure"] or 0)
        steps: list[Step] = list(procedure.steps.all()) if procedure else []
        return NewTicket(
            subject=data["subject"],
            body=data["body"],
            channel=Channel(data["channel"]),
            motive=Motive(data["motive"]),
            language=data["language"],
            requester=Requester(data["requester"]),
            name=data["name"],
            email=data["email"],
            phone=data["phone"],
            procedure=procedure,
            step=next((step for step in steps if step.pk == data["step"]), None),
            feedback=Feedback(data["feedback"]) if data["feedback"] else None,
            callback_origin=CallbackOrigin.VOICE if data["asked_to_be_called"] else None,
            interpreter=data["interpreter"],
            preference=self.chosen_preference,
            helper_name=data["helper_name"],
            helper_contact=data["helper_contact"],
            client_id=data["client_id"] or uuid4(),
        )

    @property
    def has_needs(self) -> bool:
        """Whether something was entered about needs, or is wrong there, so that they must be in sight."""
        names = (*NeedsFields.base_fields, "asked_to_be_called")
        return self.is_bound and any(self[name].value() or self.errors.get(name) for name in names)

    @property
    def chosen_outcome(self) -> Outcome | None:
        """How it ended, or None when the ticket stays open."""
        value: str = self.cleaned_data["outcome"]
        return None if value == LEAVE_OPEN else Outcome(value)
