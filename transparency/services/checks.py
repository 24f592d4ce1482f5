"""The automatic checks of a draft, kept with it."""

from django.db import transaction

from helpdesk.base import clock
from helpdesk.base.errors import Conflict
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.policies import require
from transparency.acts import Act
from transparency.checking import run_checks
from transparency.models import Draft
from transparency.months import Month
from transparency.permissions import Permission
from transparency.services.opened import CHANGED, fingerprint, forget_checks, keep, locked_draft


def check(*, council: Council, month: Month, by: Actor) -> Draft:
    """Run every check on the open draft and keep what was found, whether good or bad; a signature from before is forgotten. The checks run outside any transaction: they solve and draw. Raises Conflict when the draft changed meanwhile."""
    require(by, Permission.PREPARE, council.pk)
    with transaction.atomic():
        looked_at = locked_draft(council, month)
    moment = clock.now()
    results = run_checks(looked_at, moment)
    with transaction.atomic():
        draft = locked_draft(council, month)
        if fingerprint(draft) != fingerprint(looked_at):
            raise Conflict(CHANGED)
        forget_checks(draft)
        draft.checks, draft.checked_at = list(results), moment
        return keep(draft, Act.CHECKED, by)
