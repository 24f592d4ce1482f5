"""What every page of the wizard shows around its form."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from helpdesk.catalogue.selectors import ProcedureCard, StepCard, procedure_outline
from helpdesk.portal.models import WizardDraft
from helpdesk.portal.requests import PortalRequest
from helpdesk.portal.rules import Way, WizardStep, steps_of

PLACE = ("procedure", "step", "problem")


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the wizard: where it stands, what is known, where `back` leads."""

    step: WizardStep
    answers: dict[str, str]
    place: dict[str, str]
    channel: str
    procedure: ProcedureCard | None
    steps: tuple[StepCard, ...]
    stepper: list[tuple[str, str]]
    number: int

    @property
    def back(self) -> str:
        """Return the address of the page before this one; the procedure or the home page before the first."""
        if self.number > 1:
            return self.stepper[self.number - 2][1]
        return reverse("portal:procedure", args=[self.procedure.slug]) if self.procedure else reverse("portal:home")

    @property
    def stuck_at(self) -> StepCard | None:
        """Return the step at which the citizen is stuck."""
        return next((step for step in self.steps if step.slug == self.place["step"]), None)

    @property
    def is_chat(self) -> bool:
        """Say whether a chat is wanted."""
        return self.channel == Way.CHAT

    @property
    def is_call(self) -> bool:
        """Say whether a call is wanted."""
        return self.channel == Way.CALL


def _place(request: PortalRequest, answers: dict[str, str]) -> dict[str, str]:
    """Where the citizen is stuck: what the address or the form says, all of it, or else what the draft knows."""
    said = request.POST if request.method == "POST" else request.GET
    source = said if any(name in said for name in PLACE) else answers
    return {name: str(source.get(name, ""))[:60] for name in PLACE}


def page_of(request: PortalRequest, step: WizardStep, draft: WizardDraft | None, *, with_channel: bool) -> Page:
    """Return the page of a step for this request and its draft."""
    answers: dict[str, str] = dict(draft.answers) if draft else {}
    place = (
        _place(request, answers) if step in {WizardStep.CHANNEL, WizardStep.PROBLEM} else {name: answers.get(name, "") for name in PLACE}
    )
    said = request.POST if request.method == "POST" else request.GET
    channel = said.get("channel") or answers.get("channel") or Way.WRITE
    outline = procedure_outline(request.council, request.LANGUAGE_CODE, place["procedure"])
    labels = {
        WizardStep.CHANNEL: _("How"),
        WizardStep.PROBLEM: _("The problem"),
        WizardStep.WHEN: _("When"),
        WizardStep.WHO: _("Who you are"),
        WizardStep.CHECK: _("Check and send"),
    }
    channel = channel if channel in list(Way) else Way.WRITE
    steps = steps_of(channel, with_channel=with_channel)
    return Page(
        step=step,
        answers=answers,
        place=place,
        channel=channel,
        procedure=outline[0] if outline else None,
        steps=outline[1] if outline else (),
        stepper=[(labels[one], reverse("portal:help", args=[one])) for one in steps],
        number=steps.index(step) + 1 if step in steps else 1,
    )
