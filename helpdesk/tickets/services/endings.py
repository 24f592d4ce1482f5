"""How help ended, as the agent notes it: for the ticket, and for the indicators."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from helpdesk.base.errors import InvalidInput
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import FailureCause, Outcome, ProcedureResult, Referral, Status
from helpdesk.tickets.services.timeline import Data

SAY_WHERE = _("Say where the person was referred to.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What may be noted when a ticket is resolved; None is not known. A referral is demanded where the outcome is one."""

    result: ProcedureResult | None = None
    cause: FailureCause | None = None
    referral: Referral | None = None


NOT_KNOWN = Ending()


def end(ticket: Ticket, outcome: Outcome, ending: Ending, *, now: datetime) -> None:
    """Set on a locked ticket that it is resolved, and how; the caller saves it. How it ended the first time stays."""
    if outcome is Outcome.REFERRED and ending.referral is None:
        raise InvalidInput(SAY_WHERE)
    ticket.status, ticket.outcome, ticket.resolved_at = Status.RESOLVED, outcome, now
    ticket.procedure_result = ending.result or ""
    if ending.cause is not None:
        ticket.failure_cause = ending.cause
    if outcome is Outcome.REFERRED:
        ticket.referral = ending.referral or ""
    if ticket.first_resolved_at is None:
        ticket.first_resolved_at, ticket.first_outcome = now, outcome


def told(outcome: Outcome) -> Data:
    """Return what the timeline tells of it: not what is noted for the indicators."""
    return {"outcome": outcome.value}
