"""Reminding of agreed calls, once each."""

from django.db import transaction

from helpdesk.base import clock
from helpdesk.callbacks import mails
from helpdesk.callbacks.models import Call
from helpdesk.callbacks.rules import DAY_BEFORE, CallState, remind_at


@transaction.atomic
def remind_calls(*, limit: int = 200) -> int:
    """Remind citizens with an e-mail of calls that are near; returns how many. What was cancelled is not reminded of, what was moved is again."""
    now = clock.now()
    near = Call.objects.filter(state=CallState.BOOKED, reminded_at=None, starts_at__gt=now, starts_at__lte=now + DAY_BEFORE)
    rows = near.exclude(ticket__citizen__email="").select_related("council", "booking", "ticket__council", "ticket__citizen")
    reminded = 0
    for call in rows.select_for_update(of=("self",), skip_locked=True).order_by("starts_at")[:limit]:
        at = remind_at(call.booking.created_at if call.booking else call.created_at, call.starts_at)
        if at is None or at > now:
            continue
        mails.tell(call, mails.REMINDER)
        call.reminded_at = now
        call.save(update_fields=["reminded_at"])
        reminded += 1
    return reminded
