"""What the timeline of a finished contact tells, in order: the entries that the services would have written."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from config.demo.plan import Again, Planned, PlannedCall
from config.demo.texts import ANSWERS, CAME_BACK, SETTLED, STILL_STUCK
from helpdesk.callbacks.rules import AttemptOutcome
from helpdesk.tickets.rules import Author, Channel, EntryKind, Event, Visibility

ON_THE_SPOT = frozenset({Channel.PHONE, Channel.COUNTER, Channel.EMAIL})


@dataclass(frozen=True, slots=True)
class Said:
    """An entry: who, when, what."""

    at: datetime
    author: Author
    kind: EntryKind = EntryKind.EVENT
    event: Event | None = None
    body: str = ""
    data: dict[str, str | int] = field(default_factory=dict)
    visibility: Visibility = Visibility.PUBLIC


def _message(at: datetime, author: Author, body: str) -> Said:
    return Said(at, author, EntryKind.MESSAGE, body=body)


def answer_of(contact: Planned) -> str:
    """What its agent writes to whoever asked in writing."""
    return ANSWERS[contact.answer % len(ANSWERS)]


def _arrival(contact: Planned) -> Iterator[Said]:
    author = Author.STAFF if contact.channel in ON_THE_SPOT else Author.CITIZEN
    event = Event.CONTACT_LOGGED if contact.channel in ON_THE_SPOT else Event.OPENED
    yield Said(contact.moment, author, event=event, data={"channel": contact.channel.value})
    yield _message(contact.moment, author, contact.case.body)


def _call(contact: Planned, call: PlannedCall) -> Iterator[Said]:
    if contact.channel is Channel.CHAT:
        yield Said(contact.moment, Author.CITIZEN, event=Event.CHAT_CONVERTED, data={"name": ""})
    agreed = {
        "starts_at": call.starts_at.astimezone(UTC).isoformat(),
        "ends_at": call.ends_at.astimezone(UTC).isoformat(),
        "when": call.when.value,
    }
    yield Said(contact.moment, Author.CITIZEN, event=Event.CALL_BOOKED, data={**agreed})
    for number, (at, outcome) in enumerate(call.attempts, 1):
        event = Event.CALL_DONE if outcome is AttemptOutcome.ANSWERED else Event.CALL_ATTEMPTED
        yield Said(at, Author.STAFF, event=event, data={"number": number, "outcome": outcome.value})


def _conversation(contact: Planned, agent: str) -> Iterator[Said]:
    answer = answer_of(contact)
    if contact.answered_at is None:
        yield Said(contact.resolved_at, Author.STAFF, EntryKind.NOTE, body=SETTLED, visibility=Visibility.INTERNAL)
    elif contact.channel is Channel.CHAT:
        yield Said(contact.answered_at, Author.STAFF, event=Event.TAKEN, data={"name": agent})
        yield Said(contact.answered_at, Author.STAFF, event=Event.CHAT_STARTED, data={"name": agent})
        yield _message(contact.answered_at, Author.STAFF, answer)
        yield Said(contact.resolved_at, Author.STAFF, event=Event.CHAT_ENDED, data={"name": agent})
    else:
        yield _message(contact.answered_at, Author.STAFF, answer)


def _resolved(contact: Planned, at: datetime) -> Said:
    return Said(at, Author.STAFF, event=Event.RESOLVED, data={"outcome": contact.outcome.value})


def _again(contact: Planned, again: Again) -> Iterator[Said]:
    """Whoever was attended on the spot comes back in person, the others write."""
    if contact.channel in ON_THE_SPOT:
        yield Said(again.opened_at, Author.STAFF, event=Event.REOPENED)
        yield Said(again.opened_at, Author.STAFF, EntryKind.NOTE, body=CAME_BACK, visibility=Visibility.INTERNAL)
    else:
        yield _message(again.opened_at, Author.CITIZEN, STILL_STUCK[contact.case.language])
        yield Said(again.opened_at, Author.CITIZEN, event=Event.REOPENED)
        yield _message(again.resolved_at, Author.STAFF, answer_of(contact))
    yield _resolved(contact, again.resolved_at)


def story_of(contact: Planned, closed_at: datetime | None, agent: str) -> Iterator[Said]:
    """Yield the entries of a contact from its arrival to its closing; `agent` is the name by which its agent is known."""
    yield from _arrival(contact)
    if contact.call is not None:
        yield from _call(contact, contact.call)
    elif contact.channel not in ON_THE_SPOT:
        yield from _conversation(contact, agent)
    yield _resolved(contact, contact.resolved_at)
    if contact.again is not None:
        yield from _again(contact, contact.again)
    if contact.rated_at is not None:
        yield Said(contact.rated_at, Author.CITIZEN, event=Event.RATED, visibility=Visibility.INTERNAL)
    if closed_at is not None:
        yield Said(closed_at, Author.SYSTEM, event=Event.CLOSED)
