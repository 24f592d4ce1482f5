"""What a supervisor sees: what goes on now, what has ended, and what each agent did in a period. No citizen is named."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from helpdesk.base import clock
from helpdesk.base.errors import NotAllowed
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.policies import councils_where
from helpdesk.people.selectors import councils
from remote.card import RemoteCard, state_now
from remote.models import RemoteConsent, RemoteSession
from remote.permissions import Permission
from remote.rules import FINAL, LIVE, Answer, EndReason, Scope, State

RECENT = timedelta(days=30)
RECENT_ROWS = 50
BROKEN = frozenset({EndReason.PROVIDER, EndReason.BROKER_LOST, EndReason.PAGE_LOST, EndReason.DEVICE})


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sessions a supervisor asks for; what is empty does not narrow. Days are those of the council, both included."""

    council: str = ""
    agent: int = 0
    provider: str = ""
    outcome: str = ""
    since: date | None = None
    until: date | None = None


def supervised_councils(actor: Actor) -> list[Council]:
    """Return the councils whose sessions this person supervises; NotAllowed when there is none."""
    ids = councils_where(actor, Permission.TERMINATE)
    if not ids:
        raise NotAllowed
    return list(councils(ids).order_by("name"))


def live_sessions(actor: Actor) -> list[RemoteCard]:
    """Return what goes on now in the councils that the actor supervises, oldest first."""
    return cards_of(_supervised(actor).filter(state__in=LIVE).order_by("requested_at"))


def recent_sessions(actor: Actor) -> list[RemoteCard]:
    """Return the last sessions that ended in those councils."""
    rows = _supervised(actor).filter(state__in=FINAL, requested_at__gt=clock.now() - RECENT)
    return cards_of(rows.order_by("-ended_at")[:RECENT_ROWS])


def ended_sessions(actor: Actor, wanted: Wanted) -> QuerySet[RemoteSession]:
    """Return the ended sessions that a supervisor asks for, newest first."""
    return _narrowed(_supervised(actor).filter(state__in=FINAL), wanted).order_by("-requested_at", "-pk")


def cards_of(rows: Iterable[RemoteSession]) -> list[RemoteCard]:
    """Return cards for lists: as many statements for thirty as for one."""
    now = clock.now()
    return [RemoteCard(reference=row.ticket.reference, session=row, state=state_now(row, now), now=now) for row in rows]


def agents_of(actor: Actor) -> list[tuple[int, str]]:
    """Return who has ever proposed a session in the supervised councils, by name."""
    rows = _supervised(actor).order_by("agent__full_name").values_list("agent_id", "agent__full_name").distinct()
    return list(rows)


def _supervised(actor: Actor) -> QuerySet[RemoteSession]:
    ids = councils_where(actor, Permission.TERMINATE)
    if not ids:
        raise NotAllowed
    return RemoteSession.objects.select_related("council", "ticket", "agent").filter(council_id__in=ids)


def _midnight(day: date, council: Council) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(council.time_zone))


def _narrowed(rows: QuerySet[RemoteSession], wanted: Wanted) -> QuerySet[RemoteSession]:
    """Narrow by what is asked. Days begin at midnight of each council, which may lie in another time zone than its neighbour."""
    if wanted.council:
        rows = rows.filter(council__slug=wanted.council)
    if wanted.agent:
        rows = rows.filter(agent_id=wanted.agent)
    if wanted.provider:
        rows = rows.filter(provider=wanted.provider)
    if wanted.outcome:
        rows = rows.filter(state=wanted.outcome)
    if wanted.since or wanted.until:
        rows = rows.filter(_days(wanted))
    return rows


def _days(wanted: Wanted) -> Q:
    zones = defaultdict(list)
    for council in Council.objects.all():
        zones[council.time_zone].append(council)
    found = Q(pk__in=[])
    for several in zones.values():
        span = Q(council__in=several)
        if wanted.since:
            span &= Q(requested_at__gte=_midnight(wanted.since, several[0]))
        if wanted.until:
            span &= Q(requested_at__lt=_midnight(wanted.until + timedelta(days=1), several[0]))
        found |= span
    return found


@dataclass(slots=True)
class AgentReport:
    """What one agent did in a period: numbers only."""

    name: str
    council: str
    proposed: int = 0
    held: int = 0
    seconds: list[int] = field(default_factory=list)
    declined: int = 0
    unanswered: int = 0
    revoked: int = 0
    terminated: int = 0
    broken: int = 0
    asked: int = 0
    granted: int = 0
    taken_back: int = 0

    @property
    def minutes(self) -> int:
        """All minutes in which a screen was seen, rounded."""
        return round(sum(self.seconds) / 60)

    @property
    def median_minutes(self) -> float | None:
        """The middle length in minutes, with one decimal; None when nothing was held."""
        return round(median(self.seconds) / 60, 1) if self.seconds else None

    def numbers(self) -> list[int | float | str]:
        """Every number, in the order of the table and of the file."""
        middle = "" if self.median_minutes is None else self.median_minutes
        counts = [self.declined, self.unanswered, self.revoked, self.terminated, self.broken, self.asked, self.granted, self.taken_back]
        return [self.proposed, self.held, self.minutes, middle, *counts]


def report_of(actor: Actor, wanted: Wanted) -> list[AgentReport]:
    """Return one row per agent and council for sessions proposed in a period, by council and name. Two statements, however many there are."""
    sessions = _narrowed(_supervised(actor), wanted)
    rows: dict[tuple[int, int], AgentReport] = {}
    for session in sessions.order_by("council__name", "agent__full_name"):
        key = (session.council_id, session.agent_id)
        row = rows.setdefault(key, AgentReport(name=session.agent.full_name, council=session.council.name))
        _count(row, session)
    for council_id, agent_id, part, answer in _decisions(sessions):
        found = rows.get((council_id, agent_id))
        if part == Scope.CONTROL and found is not None:
            found.asked += 1
            found.granted += answer in {Answer.GRANTED, Answer.WITHDRAWN}
            found.taken_back += answer == Answer.WITHDRAWN
    return list(rows.values())


def _decisions(sessions: QuerySet[RemoteSession]) -> Iterator[tuple[int, int, str, str]]:
    rows = RemoteConsent.objects.filter(session__in=sessions.order_by().values("pk"))
    return rows.values_list("session__council_id", "session__agent_id", "part", "answer").iterator()


def _count(row: AgentReport, session: RemoteSession) -> None:
    row.proposed += 1
    if session.started_at is not None:
        row.held += 1
        if session.ended_at is not None:
            row.seconds.append(int((session.ended_at - session.started_at).total_seconds()))
    outcome = session.outcome if session.state == State.ENDING else session.state
    row.declined += outcome == State.DECLINED
    row.unanswered += outcome == State.EXPIRED
    row.revoked += outcome == State.REVOKED
    row.terminated += outcome == State.TERMINATED
    row.broken += outcome == State.FAILED or session.end_reason in BROKEN
