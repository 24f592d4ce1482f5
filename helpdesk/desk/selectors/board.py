"""What a supervisor sees at a glance: numbers, people and calls of the councils that she supervises. Words come later."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import reduce
from operator import or_
from statistics import median
from zoneinfo import ZoneInfo

from django.db.models import Count, Min, Q, QuerySet

from helpdesk.base import clock
from helpdesk.calendars.rules import business_seconds
from helpdesk.calendars.selectors import schedule_of
from helpdesk.callbacks.models import Call
from helpdesk.callbacks.rules import CallState
from helpdesk.callbacks.selectors import agenda, late_calls
from helpdesk.chat.rules import PRESENCE_SECONDS, ChatState
from helpdesk.chat.selectors import chats_visible_to, waiting_for
from helpdesk.desk.permissions import Permission
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, User
from helpdesk.people.policies import councils_where
from helpdesk.people.selectors import colleagues_in, councils
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Status
from helpdesk.tickets.selectors import visible_to
from helpdesk.tickets.selectors.queue import ACTIVE, DONE
from remote.card import RemoteCard
from remote.selectors import live_sessions
from satisfaction.selectors import open_reviews

AWAY_FOR = timedelta(minutes=5)
SHOWN = 5


class AgentState(StrEnum):
    """Where somebody is, as far as the desk knows."""

    AVAILABLE = "available"
    AWAY = "away"
    NOT_SEEN = "not_seen"


@dataclass(frozen=True, slots=True)
class Load:
    """The open tickets that somebody has in one council."""

    council: Council
    tickets: int


@dataclass(frozen=True, slots=True)
class AgentRow:
    """One person: where she is, when she was last heard of, and what she has."""

    user: User
    state: AgentState
    seen_at: datetime | None
    chats: int
    loads: tuple[Load, ...]

    @property
    def tickets(self) -> int:
        """Her open tickets in all these councils."""
        return sum(load.tickets for load in self.loads)


@dataclass(frozen=True, slots=True)
class Board:
    """Everything at `now`. Waits are seconds; `median_response` is of service hours, None when nobody was answered today."""

    now: datetime
    waiting: int
    longest_wait: int
    unassigned: int
    oldest_unassigned: datetime | None
    overdue: int
    third_party: tuple[Ticket, ...]
    third_party_count: int
    received: int
    resolved: int
    median_response: int | None
    calls_late: tuple[Call, ...]
    calls_next: tuple[Call, ...]
    calls_left: int
    remote: tuple[RemoteCard, ...]
    reviews: int
    agents: tuple[AgentRow, ...]


def supervised(actor: Actor) -> list[Council]:
    """Return the councils that a person supervises, by name."""
    return list(councils(councils_where(actor, Permission.SUPERVISE)).order_by("name"))


def _within(actor: Actor, found: list[Council]) -> Actor:
    """The same person with her roles in these councils only, so that every selector keeps to them."""
    return Actor(user_id=actor.user_id, name=actor.name, roles={council.pk: actor.roles_in(council.pk) for council in found})


def _days(found: list[Council], now: datetime) -> dict[int, tuple[date, datetime]]:
    """Today, and when it began, where each council is."""
    local = {council.pk: now.astimezone(ZoneInfo(council.time_zone)) for council in found}
    return {pk: (moment.date(), datetime.combine(moment.date(), time(), moment.tzinfo)) for pk, moment in local.items()}


def _today(field: str, days: dict[int, tuple[date, datetime]]) -> Q:
    return reduce(or_, (Q(**{"council_id": pk, f"{field}__gte": start}) for pk, (_day, start) in days.items()))


def board_of(actor: Actor, found: list[Council]) -> Board:
    """Return the board of councils, at least one, that the actor supervises. Its queries do not grow with rows."""
    now, within = clock.now(), _within(actor, found)
    days = _days(found, now)
    tickets, waiting = visible_to(within), waiting_for(within)
    third = reduce(or_, (Q(council_id=pk, status=Status.WAITING_THIRD_PARTY, waiting_until__lt=day) for pk, (day, _start) in days.items()))
    counts = tickets.exclude(status__in=DONE).aggregate(
        unassigned=Count("pk", filter=Q(assignee=None)),
        oldest_unassigned=Min("created_at", filter=Q(assignee=None)),
        overdue=Count("pk", filter=Q(status__in=ACTIVE, reply_due_at__lt=now)),
        third_party_count=Count("pk", filter=third),
    )
    counted = tickets.filter(excluded_reason="")
    due = sorted({day for day, _start in days.values()})
    left = [call for day in due for call in agenda(within, day) if call.state == CallState.BOOKED]
    late = late_calls(within)
    behind = {call.pk for call in late}
    coming = [call for call in left if call.pk not in behind]
    return Board(
        now=now,
        waiting=len(waiting),
        longest_wait=int((now - waiting[0].requested_at).total_seconds()) if waiting else 0,
        received=counted.filter(_today("created_at", days)).count(),
        resolved=counted.filter(_today("updated_at", days), _today("resolved_at", days), status__in=DONE).count(),
        median_response=_median_response(counted.filter(_today("updated_at", days)), found, days),
        third_party=tuple(tickets.filter(third).select_related("assignee", "council").order_by("waiting_until", "pk")[:SHOWN]),
        calls_late=tuple(late),
        calls_next=tuple(coming[:SHOWN]),
        calls_left=len(coming),
        remote=tuple(live_sessions(within)),
        reviews=open_reviews(within),
        agents=_agents(within, found, now),
        **counts,
    )


def _median_response(tickets: QuerySet[Ticket], found: list[Council], days: dict[int, tuple[date, datetime]]) -> int | None:
    """The middle of today's first answers, in service time; who was attended on the spot did not wait."""
    rows = tickets.filter(_today("first_human_response_at", days))
    answered = [row for row in rows.values_list("council_id", "created_at", "first_human_response_at") if row[2] and row[2] > row[1]]
    busy = {council_id for council_id, _created, _answered in answered}
    schedules = {council.pk: schedule_of(council) for council in found if council.pk in busy}
    waits = [business_seconds(schedules[council_id], created, end) for council_id, created, end in answered if end]
    return int(median(waits)) if waits else None


def state_of(user: User, now: datetime) -> tuple[AgentState, datetime | None]:
    """Say where somebody is: available while heard of in the last minute, away for five more."""
    presence = getattr(user, "presence", None)
    if presence is None:
        return AgentState.NOT_SEEN, None
    silent = now - presence.last_seen_at
    if presence.is_available and silent <= timedelta(seconds=PRESENCE_SECONDS):
        return AgentState.AVAILABLE, presence.last_seen_at
    return (AgentState.AWAY if silent <= AWAY_FOR else AgentState.NOT_SEEN), presence.last_seen_at


def _agents(within: Actor, found: list[Council], now: datetime) -> tuple[AgentRow, ...]:
    by_pk = {council.pk: council for council in found}
    people = list(colleagues_in(list(by_pk)).select_related("presence").order_by("full_name"))
    chats = Counter(chats_visible_to(within).filter(state=ChatState.ACTIVE).values_list("accepted_by_id", flat=True))
    loads = _loads(visible_to(within))
    order = list(AgentState)
    rows = [
        AgentRow(
            user,
            *state_of(user, now),
            chats[user.pk],
            tuple(Load(council, loads[user.pk, pk]) for pk, council in by_pk.items() if loads.get((user.pk, pk))),
        )
        for user in people
    ]
    return tuple(sorted(rows, key=lambda row: order.index(row.state)))


def _loads(tickets: QuerySet[Ticket]) -> dict[tuple[int, int], int]:
    rows = tickets.exclude(assignee=None).exclude(status__in=DONE).order_by().values_list("assignee_id", "council_id")
    return {(user, council): number for user, council, number in rows.annotate(number=Count("pk")) if user is not None}


def work_of(actor: Actor, council: Council, user_id: int) -> tuple[User | None, int]:
    """Return somebody of a council, who may have left, and how many open tickets she has there."""
    open_tickets = visible_to(actor).filter(council=council, assignee_id=user_id).exclude(status__in=DONE)
    person = colleagues_in([council.pk]).filter(pk=user_id).first()
    if person is None:
        ticket = open_tickets.select_related("assignee").first()
        person = ticket.assignee if ticket else None
    return person, open_tickets.count()
