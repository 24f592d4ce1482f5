"""What was done in a session, from its journal and its consents: for the citizen's receipt and for the ticket's record."""

from dataclasses import dataclass
from datetime import datetime

from helpdesk.base import clock
from helpdesk.tickets.labels import Label
from remote.decisions import Decision, decision_of
from remote.labels import ACTOR, EVENT
from remote.models import RemoteEvent, RemoteSession
from remote.rules import Answer, EventName, Scope


@dataclass(frozen=True, slots=True)
class Receipt:
    """`keys` and `pointer` are how often something was touched, `counted` whether this program counts it; `pauses` how often the computer was lost."""

    decisions: tuple[Decision, ...]
    keys: int
    pointer: int
    counted: bool
    pauses: int

    @property
    def had_control(self) -> bool:
        """Whether mouse and keyboard were allowed at any time."""
        return any(one.row.part == Scope.CONTROL and one.row.answer in {Answer.GRANTED, Answer.WITHDRAWN} for one in self.decisions)


def receipt_of(session: RemoteSession) -> Receipt:
    """Return what was done in a session, in two statements."""
    events = RemoteEvent.objects.filter(session=session, name__in=[EventName.VIEWER_CLOSED, EventName.DEVICE_LOST])
    told = list(events.values_list("name", "data"))
    closed = [data for name, data in told if name == EventName.VIEWER_CLOSED]
    return Receipt(
        decisions=tuple(decision_of(row, clock.now()) for row in session.consents.all()),
        keys=sum(int(data.get("keys", 0)) for data in closed),
        pointer=sum(int(data.get("pointer", 0)) for data in closed),
        counted=any("keys" in data for data in closed),
        pauses=sum(name == EventName.DEVICE_LOST for name, _data in told),
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the journal in words."""

    at: datetime
    what: Label
    who: Label


def journal_of(session: RemoteSession) -> list[Line]:
    """Return the journal as its readers at the desk get it."""
    rows = RemoteEvent.objects.filter(session=session).order_by("seq")
    return [Line(row.created_at, EVENT.get(row.name, row.name), ACTOR.get(row.actor_kind, "")) for row in rows]
