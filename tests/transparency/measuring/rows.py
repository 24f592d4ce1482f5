"""Tickets written as they stand, for months that are counted by hand."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import count
from typing import Any, TypeVar

from helpdesk.people.actors import Actor
from helpdesk.people.models import Citizen, Council
from helpdesk.tickets.models import Entry, Ticket
from transparency.measures import Measure
from transparency.measuring import measure
from transparency.months import Month

M = TypeVar("M")
OCTOBER = Month(2026, 10)
_numbers = count(1)


def day(number: int, hour: int = 8, minute: int = 0, *, month: int = 10) -> datetime:
    """A moment of 2026, in UTC; in October the clock of Madrid is two hours ahead, one after the 25th."""
    return datetime(2026, month, number, hour, minute, tzinfo=UTC)


def row(council: Council, citizen: Citizen, fields: dict[str, Any]) -> Ticket:
    """A ticket that is not saved: `at`, and if need be `answered`, `resolved`, `again` and `resolved_again`; what is resolved is solved unless said otherwise."""
    values = {"channel": "web", "motive": "form", "language": "ca", **fields}
    at, resolved, again = values.pop("at", day(14)), values.pop("resolved", None), values.pop("again", None)
    later = values.pop("resolved_again", None)
    last = later if again else resolved
    said = values.pop("outcome", "solved")
    outcome = said if resolved else ""
    return Ticket(
        council=council,
        reference=f"M{next(_numbers):011d}",
        subject="x",
        citizen=citizen,
        status="resolved" if last else "open",
        created_at=at,
        updated_at=at,
        first_human_response_at=values.pop("answered", None),
        resolved_at=last,
        outcome=outcome if last else "",
        first_resolved_at=resolved,
        first_outcome=outcome,
        reopened_at=again,
        **values,
    )


def write(council: Council, rows: Iterable[dict[str, Any]]) -> list[Ticket]:
    """Write tickets, with the events of what was opened again."""
    citizen = Citizen.objects.create(council=council, name="Rosa Mas", language="ca")
    tickets = Ticket.objects.bulk_create([row(council, citizen, fields) for fields in rows])
    events = []
    for ticket in tickets:
        told = [("resolved", ticket.first_resolved_at), ("reopened", ticket.reopened_at)]
        told += [("resolved", ticket.resolved_at)] if ticket.reopened_at else []
        events += [
            Entry(
                council=council, ticket=ticket, seq=seq, kind="event", visibility="public", client_id=f"00000000-0000-4000-8000-{ticket.pk:08d}{seq:04d}",
                author_kind="staff", language="ca", event=event, created_at=at,
            )
            for seq, (event, at) in enumerate(told, 1)
            if at is not None
        ]  # fmt: skip
    Entry.objects.bulk_create(events)
    return tickets


def many(number: int, **fields: Any) -> list[dict[str, Any]]:
    """The same ticket a number of times."""
    return [dict(fields) for _time in range(number)]


def measured(council: Council, officer: Actor, month: Month = OCTOBER) -> dict[str, Measure]:
    """What is measured of a month, by indicator."""
    return {one.indicator: one for one in measure(council=council, month=month, by=officer)}


def find(measures: dict[str, Measure], name: str, kind: type[M]) -> M:
    """One of them, which is of this kind."""
    found = measures[name]
    assert isinstance(found, kind)
    return found


def counted(counts: Mapping[str, Any]) -> dict[str, Any]:
    """A breakdown without what counts nothing."""
    return {member: value for member, value in counts.items() if value and value not in {(0, 0), (0, None)}}
