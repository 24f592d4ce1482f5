"""What turns out afterwards of a planned month: contacts that were not resolved after all, and reasons that were noted wrongly. With dice of their own, so that the rest of the month stays what it was."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from config.demo.plan import Again, Planned
from helpdesk.tickets.rules import AGAIN_WITHIN_DAYS, Motive, Outcome

AGAIN_SHARE = 0.03
TAKEN_FOR_RESOLVED = frozenset({Outcome.SOLVED, Outcome.INFORMED})
AGAIN_HOURS = (9, 10, 10, 11, 12, 15, 16)


def _later(contact: Planned, days: Sequence[date]) -> list[date]:
    """The open days on which a contact may be opened again: soon, and in its month, so that nothing happens after the month has come out."""
    ended = contact.resolved_at.date()
    return [day for day in days if ended < day < ended + timedelta(days=AGAIN_WITHIN_DAYS)][:3]


def _may_come_back(contact: Planned, days: Sequence[date]) -> bool:
    """Who rated was content; what was settled without an answer of ours has nobody to come back to."""
    return (
        contact.outcome in TAKEN_FOR_RESOLVED and contact.score is None and contact.answered_at is not None and bool(_later(contact, days))
    )


def with_again(contacts: Sequence[Planned], days: Sequence[date], seed: int) -> list[Planned]:
    """Return the contacts, three of a hundred of which are opened again and resolved for good."""
    rng = random.Random(f"again {seed}")  # noqa: S311 the demonstration wants the same month at every start
    places = [place for place, contact in enumerate(contacts) if _may_come_back(contact, days)]
    chosen = set(rng.sample(places, min(len(places), round(len(contacts) * AGAIN_SHARE))))
    found = []
    for place, contact in enumerate(contacts):
        if place in chosen:
            day, at = rng.choice(_later(contact, days)), time(rng.choice(AGAIN_HOURS), rng.randrange(60))
            opened = datetime.combine(day, at, contact.resolved_at.tzinfo)
            found.append(replace(contact, again=Again(opened, opened + timedelta(minutes=rng.randrange(15, 120)))))
        else:
            found.append(contact)
    return found


def with_mistakes(contacts: Sequence[Planned], number: int, seed: int) -> list[Planned]:
    """Return the contacts, so many of which are about a certificate and were noted as something else."""
    rng = random.Random(f"mistakes {seed}")  # noqa: S311
    about = [place for place, contact in enumerate(contacts) if contact.motive is Motive.CERTIFICATE]
    chosen = set(rng.sample(about, number))
    return [replace(contact, motive=Motive.OTHER) if place in chosen else contact for place, contact in enumerate(contacts)]
