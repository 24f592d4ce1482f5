"""Where a month stands, as steps that a person goes through: decides nothing, only says what the services would."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpdesk.people.actors import Actor
from transparency.checking.state import is_stale
from transparency.models import Draft, Publication, PublicationPolicy
from transparency.months import Month
from transparency.selectors import MonthState
from transparency.services.signing import is_clean


class StepKey(StrEnum):
    """The steps of a month, in their order."""

    MEASURE = "measure"
    COMMENT = "comment"
    CHECK = "check"
    SIGN = "sign"
    PUBLISH = "publish"


LABELS: dict[StepKey, str | Promise] = {
    StepKey.MEASURE: _("Measure"),
    StepKey.COMMENT: _("Look and comment"),
    StepKey.CHECK: _("Check"),
    StepKey.SIGN: _("Sign"),
    StepKey.PUBLISH: _("Publish"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """A step and its state: `done`, `current` or `todo`."""

    key: StepKey
    number: int
    state: str

    @property
    def label(self) -> str | Promise:
        """What it is called."""
        return LABELS[self.key]


@dataclass(frozen=True, slots=True)
class Stands:
    """Where a month of the list stands: words and the tone of the tag. `icon` may be empty."""

    words: str | Promise
    tone: str = ""
    icon: str = ""


def current_step(draft: Draft | None) -> StepKey:
    """Return what is to be done next with a draft that is open, or with a month that has none."""
    if draft is None or is_stale(draft):
        return StepKey.MEASURE
    if draft.checked_at is None:
        return StepKey.CHECK if draft.commentary else StepKey.COMMENT
    if not is_clean(draft):
        return StepKey.CHECK
    return StepKey.PUBLISH if draft.signed_at else StepKey.SIGN


def steps_of(draft: Draft | None) -> list[Step]:
    """Return the five steps with their states."""
    keys = list(StepKey)
    here = keys.index(current_step(draft))
    return [Step(key, number + 1, "done" if number < here else "current" if number == here else "todo") for number, key in enumerate(keys)]


def _of_publication(publication: Publication, draft: Draft | None) -> Stands:
    if draft is not None:
        return Stands(_("Correction in preparation"), "warning", "pen-line")
    if publication.withdrawn_at is not None:
        return Stands(_("Withdrawn"), "danger", "ban")
    return Stands(_("Published") if publication.revision == 1 else _("Published, corrected"), "success", "circle-check")


def _of_draft(draft: Draft, *, is_due: bool) -> Stands:
    if is_stale(draft):
        return Stands(_("To be measured again"), "warning", "refresh-cw")
    if draft.checked_at is None:
        return Stands(_("Draft"), "info")
    if not is_clean(draft):
        return Stands(_("To be cured"), "warning", "triangle-alert")
    if draft.signed_at is None:
        return Stands(_("Waiting for a signature"), "info", "pen-line")
    return Stands(_("Ready to publish") if is_due else _("Signed"), "info", "check-check")


def state_of(state: MonthState, now: datetime) -> Stands:
    """Return where a month stands, in words for the list."""
    if state.publication is not None:
        return _of_publication(state.publication, state.draft)
    if state.draft is None:
        return Stands(_("Running")) if state.is_running else Stands(_("Not measured"))
    return Stands(_("Provisional draft"), "info") if state.is_running else _of_draft(state.draft, is_due=state.due_at <= now)


def signs_alone(draft: Draft, actor: Actor, policy: PublicationPolicy) -> bool | None:
    """Say whether this person would sign alone; None when she measured it and the council does not allow that."""
    if draft.created_by_id != actor.user_id:
        return False
    return True if policy.may_sign_alone else None


def is_running(month: Month, time_zone: str, now: datetime) -> bool:
    """Say whether a month is not over."""
    return month.end(time_zone) > now
