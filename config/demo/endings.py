"""How the procedures of a planned month ended, and what was said of the service: by quota, with dice of their own, so that the rest of the month stays what it was."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from config.demo.plan import Planned, Shares, quota
from helpdesk.tickets.rules import Channel, FailureCause, Feedback, Outcome, ProcedureResult, Referral
from helpdesk.tickets.services import Ending

T = TypeVar("T")
ONLINE, ELSEWHERE, UNFINISHED = ProcedureResult.ONLINE, ProcedureResult.OTHER_CHANNEL, ProcedureResult.NOT_FINISHED
# Percentages; what nobody knows is None.
RESULTS: dict[Outcome, Shares[ProcedureResult | None]] = {
    Outcome.SOLVED: ((ONLINE, 80), (ELSEWHERE, 8), (UNFINISHED, 2), (None, 10)),
    Outcome.INFORMED: ((ONLINE, 32), (ELSEWHERE, 14), (UNFINISHED, 14), (None, 40)),
    Outcome.REFERRED: ((ELSEWHERE, 26), (UNFINISHED, 34), (None, 40)),
    Outcome.NOT_SOLVED: ((UNFINISHED, 80), (None, 20)),
}
CAUSES: Shares[FailureCause | None] = (
    (FailureCause.DOUBT, 33),
    (FailureCause.IDENTIFICATION, 27),
    (FailureCause.TECHNICAL, 17),
    (FailureCause.DOCUMENT, 11),
    (FailureCause.OTHER, 4),
    (None, 8),
)
REFERRALS: Shares[Referral] = ((Referral.DEPARTMENT, 62), (Referral.ADMINISTRATION, 38))
FEEDBACK: Shares[Feedback | None] = ((Feedback.COMPLAINT, 0.9), (Feedback.SUGGESTION, 0.7), (Feedback.THANKS, 1.4), (None, 97))
LOGGED = frozenset({Channel.PHONE, Channel.COUNTER, Channel.EMAIL})


def _spread(rng: random.Random, contacts: Sequence[Planned], shares: Shares[T], among: Callable[[Planned], bool]) -> dict[int, T]:
    """Deal values by quota among some of the contacts, by their place."""
    places = [place for place, contact in enumerate(contacts) if among(contact)]
    return dict(zip(places, quota(rng, shares, len(places)), strict=True))


def with_endings(contacts: Sequence[Planned], seed: int) -> list[Planned]:
    """Return the contacts with how their procedures ended; the same seed gives the same endings."""
    rng = random.Random(f"endings {seed}")  # noqa: S311 the demonstration wants the same month at every start
    results: dict[int, ProcedureResult | None] = {}
    for outcome, shares in RESULTS.items():
        results |= _spread(rng, contacts, shares, lambda contact, of=outcome: bool(contact.case.procedure) and contact.outcome is of)  # type: ignore[misc]
    causes = _spread(rng, contacts, CAUSES, lambda contact: bool(contact.case.procedure))
    referrals = _spread(rng, contacts, REFERRALS, lambda contact: contact.outcome is Outcome.REFERRED)
    feedback = _spread(rng, contacts, FEEDBACK, lambda contact: contact.channel in LOGGED)
    return [
        replace(
            contact,
            ending=Ending(result=results.get(place), cause=causes.get(place), referral=referrals.get(place)),
            feedback=feedback.get(place),
        )
        for place, contact in enumerate(contacts)
    ]
