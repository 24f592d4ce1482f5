"""Short ways through the workflow for tests."""

from datetime import datetime, timedelta

from helpdesk.base import clock
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.tickets.models import Ticket
from tests.transparency.months import AFTER_OCTOBER, OCTOBER, second_person
from transparency import services
from transparency.checking import Result
from transparency.kinds import Kind, Severity
from transparency.models import Draft, Publication
from transparency.months import Month

LATER = AFTER_OCTOBER + timedelta(days=5)
WHY = {"ca": "Un error de recompte.", "en": "A mistake in counting."}


def wrong(draft: Draft) -> dict[str, Result]:
    """What the checks found to cure, by code."""
    return {result["code"]: result for result in draft.checks if not result["ok"] and result["blocking"]}


def change_rows(council: Council, count: int = 40) -> None:
    """Have contacts count under another motive."""
    keys = list(Ticket.objects.filter(council=council, motive="procedure").values_list("pk", flat=True)[:count])
    Ticket.objects.filter(pk__in=keys).update(motive="certificate")


def opened(
    council: Council, officer: Actor, *, severity: Severity | None = Severity.MINOR, kind: Kind = Kind.CORRECTION, at: datetime = LATER
) -> Draft:
    """A correction of October, measured."""
    with clock.at(at):
        return services.open_correction(
            council=council, month=OCTOBER, kind=kind, severity=severity, reason=WHY, changes_conclusion=False, by=officer
        )


def finished(council: Council, officer: Actor, *, month: Month = OCTOBER, at: datetime = LATER) -> Publication:
    """The open draft checked, signed by a second person and published."""
    with clock.at(at):
        services.check(council=council, month=month, by=officer)
        services.sign(council=council, month=month, by=second_person(council))
        return services.publish(council=council, month=month, by=officer)
