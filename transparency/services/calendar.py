"""What a council decides about its publications: rules and dates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from helpdesk.base import clock
from helpdesk.base.errors import Conflict, InvalidInput, NotAllowed
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.policies import allowed, require
from transparency.catalogue import BY_ID
from transparency.models import PublicationPolicy, Release
from transparency.months import Month
from transparency.permissions import Permission
from transparency.services.opened import PUBLISHED, lock_council, name_in_history, newest_revision

K_RANGE = range(3, 21)
BAD_THRESHOLD = _("The smallest number that may be published is from 3 to 20.")
BAD_DAY = _("Choose a day from 1 to 28, and an hour from 0 to 23.")
BAD_TARGET = _("A commitment is a number from 0 on, of one of the indicators.")
TOO_EARLY = _("A month cannot come out before it is over.")
IN_THE_PAST = _("Announce a moment that is still to come: nobody sees the figures before the others do.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A council's choices; the defaults are those of a council that has made none."""

    threshold: int = 5
    is_village: bool = False
    may_sign_alone: bool = False
    targets: Mapping[str, float] = field(default_factory=dict)
    release_day: int = 10
    release_hour: int = 10


def _refuse_nonsense(policy: Policy) -> None:
    if policy.threshold not in K_RANGE:
        raise InvalidInput(BAD_THRESHOLD)
    if policy.release_day not in range(1, 29) or policy.release_hour not in range(24):
        raise InvalidInput(BAD_DAY)
    if set(policy.targets) - set(BY_ID) or any(number < 0 for number in policy.targets.values()):
        raise InvalidInput(BAD_TARGET)


@transaction.atomic
def set_policy(*, council: Council, policy: Policy, by: Actor) -> PublicationPolicy:
    """Keep a council's rules. They hold for what is measured and announced from now on; a draft keeps the threshold under which it was measured.

    Allowing somebody to sign alone is for a supervisor or an administrator: NotAllowed for an officer.
    """
    require(by, Permission.SETTLE, council.pk)
    _refuse_nonsense(policy)
    row = lock_council(council)
    if policy.may_sign_alone != row.may_sign_alone and not allowed(by, Permission.ALLOW_ALONE, council.pk):
        raise NotAllowed
    row.threshold, row.is_village, row.may_sign_alone = policy.threshold, policy.is_village, policy.may_sign_alone
    row.targets = {indicator: number for indicator, number in policy.targets.items() if number is not None}
    row.release_day, row.release_hour, row.updated_at = policy.release_day, policy.release_hour, clock.now()
    name_in_history(row, by, "settled")
    row.save()
    return row


@transaction.atomic
def set_release(*, council: Council, month: Month, due_at: datetime, by: Actor) -> Release:
    """Announce when a month comes out. Not before the month is over and not in the past; a date that was missed may be announced anew. The calendar is public, so everybody sees the change. Raises InvalidInput, Conflict."""
    require(by, Permission.SETTLE, council.pk)
    lock_council(council)
    now = clock.now()
    if newest_revision(council, month):
        raise Conflict(PUBLISHED)
    if due_at < month.end(council.time_zone):
        raise InvalidInput(TOO_EARLY)
    if due_at < now:
        raise InvalidInput(IN_THE_PAST)
    row = Release.objects.filter(council=council, month=month.first_day).first() or Release(council=council, month=month.first_day)
    row.due_at = due_at
    name_in_history(row, by, "announced")
    row.save()
    return row
