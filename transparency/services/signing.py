"""The word of a person that a checked draft may be published: by default not the one who measured it."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from helpdesk.base import clock
from helpdesk.base.errors import ForbiddenTransition, InvalidInput
from helpdesk.base.text import clean_text
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.policies import require
from transparency.acts import Act
from transparency.models import Draft
from transparency.months import Month
from transparency.permissions import Permission
from transparency.selectors import policy_of
from transparency.services.opened import keep, locked_draft

MAX_BECAUSE = 300
NOT_CHECKED = _("The draft has not been checked since it last changed. Check it first.")
FAILED = _("The checks found something that has to be cured before anybody signs.")
SECOND_PERSON = _("Whoever measured the month does not sign it: ask a second person, an officer or a supervisor.")
WHY_ALONE = _("Say why nobody else signs.")
BECAUSE_TOO_LONG = _("This reason has 300 characters at most.")


def is_clean(draft: Draft) -> bool:
    """Say whether a draft was checked and nothing stands in the way."""
    return draft.checked_at is not None and not any(result["blocking"] and not result["ok"] for result in draft.checks)


@transaction.atomic
def sign(*, council: Council, month: Month, by: Actor, because: str = "") -> Draft:
    """Sign a checked draft. Whoever measured it may sign only where the council allows it, and says why (`because`). Raises ForbiddenTransition, InvalidInput."""
    require(by, Permission.SIGN, council.pk)
    draft = locked_draft(council, month)
    if draft.checked_at is None:
        raise ForbiddenTransition(NOT_CHECKED)
    if not is_clean(draft):
        raise ForbiddenTransition(FAILED)
    reason = clean_text(because)
    if draft.created_by_id == by.user_id:
        if not policy_of(council).may_sign_alone:
            raise ForbiddenTransition(SECOND_PERSON)
        if not reason:
            raise InvalidInput(WHY_ALONE)
        if len(reason) > MAX_BECAUSE:
            raise InvalidInput(BECAUSE_TOO_LONG)
        draft.signed_alone_because = reason
    else:
        draft.signed_alone_because = ""
    draft.signed_at, draft.signed_by_id = clock.now(), by.user_id
    return keep(draft, Act.SIGNED, by)
