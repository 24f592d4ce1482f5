"""A published month is never changed: what was wrong is said by a new revision, measured anew."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from helpdesk.base import clock
from helpdesk.base.errors import Conflict, ForbiddenTransition, InvalidInput
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.policies import require
from transparency.acts import Act
from transparency.freezing import protected_cells
from transparency.kinds import Kind, Severity
from transparency.models import Draft
from transparency.months import Month
from transparency.permissions import Permission
from transparency.selectors import open_draft, policy_of
from transparency.services.drafts import keep_measured
from transparency.services.opened import CHANGED, clean_reason, keep, locked_draft, name_in_history, newest_revision

NOT_PUBLISHED = _("This month is not published yet: change its draft instead.")
ALREADY_OPEN = _("A correction of this month is already being prepared.")
NO_SEVERITY = _("Say how much the correction matters.")
NO_KIND = _("A new revision is a correction, a planned revision or a change of method.")
NO_CORRECTION = _("There is no correction to drop.")


def open_correction(
    *, council: Council, month: Month, kind: Kind, severity: Severity | None, reason: Mapping[str, str], changes_conclusion: bool, by: Actor
) -> Draft:
    """Measure a published month again as the draft of its next revision, with why and how much it matters in every language of the council.

    Commentary and notes are those of the revision before. Raises ForbiddenTransition without a publication, Conflict when a correction
    is already open, InvalidInput. Measures and protects outside of the transaction that writes.
    """
    require(by, Permission.PREPARE, council.pk)
    if kind is Kind.RELEASE:
        raise InvalidInput(NO_KIND)
    if kind is Kind.CORRECTION and severity is None:
        raise InvalidInput(NO_SEVERITY)
    why = clean_reason(council, reason)
    newest = newest_revision(council, month)
    if not newest:
        raise ForbiddenTransition(NOT_PUBLISHED)
    if open_draft(council, month) is not None:
        raise Conflict(ALREADY_OPEN)
    now, policy = clock.now(), policy_of(council)
    cells = protected_cells(council, month, newest + 1, policy, by)
    before = Draft.objects.filter(council=council, month=month.first_day, revision=newest).first()
    draft = Draft(
        council=council,
        month=month.first_day,
        revision=newest + 1,
        kind=kind.value,
        severity=severity.value if severity else "",
        reason=why,
        changes_conclusion=changes_conclusion,
        commentary=before.commentary if before else {},
        notes=before.notes if before else {},
        created_by_id=by.user_id,
    )
    with transaction.atomic():
        if newest_revision(council, month) != newest:
            raise Conflict(CHANGED)
        try:
            with transaction.atomic():
                keep(draft, Act.OPENED, by)
        except IntegrityError as error:
            raise Conflict(ALREADY_OPEN) from error
        return keep_measured(draft, cells, measured_at=now, policy=policy, by=by)


@transaction.atomic
def drop_correction(*, council: Council, month: Month, by: Actor) -> None:
    """Give up a correction that was not published; the journal keeps that it was opened. Raises Conflict without one."""
    require(by, Permission.PREPARE, council.pk)
    draft = locked_draft(council, month)
    if draft.revision == 1:
        raise ForbiddenTransition(NO_CORRECTION)
    name_in_history(draft, by, Act.DROPPED.value)
    draft.delete()
