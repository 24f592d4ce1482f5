"""Where people get stuck, for those who improve the procedures: counts of a council's own contacts, never a row or a person. Not protected, never public."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay

from helpdesk.callbacks.models import Call
from helpdesk.callbacks.rules import CallState
from helpdesk.desk.patterns import AGAIN_WITHIN, came_back
from helpdesk.desk.permissions import Permission
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.policies import councils_where, require
from helpdesk.people.selectors import councils
from helpdesk.tickets.models import Ticket, UnservedDemand
from helpdesk.tickets.rules import ProcedureResult

MOST_PLACES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked at: councils, at least one, and days of their own, both counted; 0 and empty do not narrow."""

    councils: tuple[Council, ...]
    since: date
    until: date
    channel: str = ""
    procedure: int = 0
    team: int = 0


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """Contacts that got stuck in one place, and how many of them did not finish the procedure. None where nothing was noted."""

    procedure: int | None
    step: int | None
    problem: int | None
    contacts: int
    unfinished: int


@dataclass(frozen=True, slots=True)
class FailureCount:
    """What stood in the way in one procedure. `known` are the contacts of which it is known how the procedure ended."""

    procedure: int | None
    causes: Counter[str]
    known: int
    unfinished: int


@dataclass(frozen=True, slots=True)
class RepeatCount:
    """Contacts about one procedure, and how many came within 30 days of another one of the same person."""

    procedure: int
    contacts: int
    again: int


@dataclass(frozen=True, slots=True)
class HourCount:
    """What came in one hour of the day, and what was not attended. `unserved` is by reason; `silent` are our calls that nobody took."""

    hour: int
    contacts: int
    unserved: Counter[str]
    silent: int


def analysed(actor: Actor) -> list[Council]:
    """Return the councils that a person may analyse, by name."""
    return list(councils(councils_where(actor, Permission.ANALYSE)).order_by("name"))


def _bounds(wanted: Wanted, council: Council) -> tuple[datetime, datetime]:
    zone = ZoneInfo(council.time_zone)
    start = datetime.combine(wanted.since, time(), zone)
    return start, datetime.combine(wanted.until + timedelta(days=1), time(), zone)


def _within(field: str, wanted: Wanted, councils: Iterable[Council], *, earlier: timedelta = timedelta()) -> Q:
    found = [(council, *_bounds(wanted, council)) for council in councils]
    return reduce(
        or_, (Q(council_id=council.pk, **{f"{field}__gte": start - earlier, f"{field}__lt": end}) for council, start, end in found)
    )


def _narrowed(wanted: Wanted, councils: Iterable[Council] | None = None, *, earlier: timedelta = timedelta()) -> QuerySet[Ticket]:
    """The contacts that are looked at, as the indicators count them; `earlier` reaches back before the first day."""
    rows: QuerySet[Ticket] = (
        QuerySet(Ticket).filter(_within("created_at", wanted, councils or wanted.councils, earlier=earlier), excluded_reason="").order_by()
    )
    if wanted.channel:
        rows = rows.filter(channel=wanted.channel)
    if wanted.procedure:
        rows = rows.filter(procedure_id=wanted.procedure)
    return rows.filter(team_id=wanted.team) if wanted.team else rows


def _by_zone(wanted: Wanted) -> dict[str, list[Council]]:
    found: dict[str, list[Council]] = {}
    for council in wanted.councils:
        found.setdefault(council.time_zone, []).append(council)
    return found


def _require(wanted: Wanted, by: Actor) -> None:
    for council in wanted.councils:
        require(by, Permission.ANALYSE, council.pk)


def places(wanted: Wanted, by: Actor) -> list[PlaceCount]:
    """Return where people got stuck, the most frequent first; contacts about no procedure are left out. Raises NotAllowed."""
    _require(wanted, by)
    rows = _narrowed(wanted).exclude(procedure=None).values_list("procedure_id", "step_id", "problem_id")
    counted = rows.annotate(number=Count("pk"), unfinished=Count("pk", filter=Q(procedure_result=ProcedureResult.NOT_FINISHED)))
    return [PlaceCount(*row) for row in counted.order_by("-number", "procedure_id", "step_id", "problem_id")[:MOST_PLACES]]


def failures(wanted: Wanted, by: Actor) -> list[FailureCount]:
    """Return what stood in the way by procedure, the most frequent first; None gathers contacts about no procedure. Raises NotAllowed."""
    _require(wanted, by)
    rows = _narrowed(wanted).exclude(failure_cause="", procedure_result="")
    counted = rows.values_list("procedure_id", "failure_cause", "procedure_result").annotate(number=Count("pk"))
    causes: dict[int | None, Counter[str]] = {}
    results: dict[int | None, Counter[str]] = {}
    for procedure, cause, result, number in counted:
        causes.setdefault(procedure, Counter()).update({cause: number} if cause else {})
        results.setdefault(procedure, Counter()).update({result: number} if result else {})
    found = [
        FailureCount(procedure, causes[procedure], results[procedure].total(), results[procedure][ProcedureResult.NOT_FINISHED])
        for procedure in causes
    ]
    return sorted(found, key=lambda row: (-row.causes.total(), -row.unfinished, row.procedure or 0))


def repeats(wanted: Wanted, by: Actor) -> list[RepeatCount]:
    """Return by procedure how many contacts came within 30 days of another one of the same person: the same e-mail address, or else telephone number. Raises NotAllowed."""
    _require(wanted, by)
    since = min(_bounds(wanted, council)[0] for council in wanted.councils)
    rows = _narrowed(wanted, earlier=AGAIN_WITHIN).exclude(procedure=None)
    contacts, seen = Counter[int](), []
    for council, email, phone, citizen, procedure, created in rows.values_list(
        "council_id", "citizen__email", "citizen__phone", "citizen_id", "procedure_id", "created_at"
    ).iterator(chunk_size=2000):
        seen.append(((council, email.strip().lower() or phone.strip() or citizen), procedure, created))
        contacts[procedure] += created >= since
    again = came_back(seen, since=since)
    found = [RepeatCount(procedure, number, again[procedure]) for procedure, number in contacts.items() if number]
    return sorted(found, key=lambda row: (-row.again, -row.contacts, row.procedure))


def load(wanted: Wanted, by: Actor) -> Counter[tuple[int, int]]:
    """Return contacts by (weekday, hour) where each council is, Monday being 0. Raises NotAllowed."""
    _require(wanted, by)
    found = Counter[tuple[int, int]]()
    for name, own in _by_zone(wanted).items():
        zone = ZoneInfo(name)
        rows = _narrowed(wanted, own).annotate(
            weekday=ExtractIsoWeekDay("created_at", tzinfo=zone), hour=ExtractHour("created_at", tzinfo=zone)
        )
        for weekday, hour, number in rows.values_list("weekday", "hour").annotate(number=Count("pk")):
            found[weekday - 1, hour] += number
    return found


def hours(wanted: Wanted, by: Actor, contacts: Counter[tuple[int, int]]) -> list[HourCount]:
    """Return every hour of the day in which anything happened, with what was not attended; by channel only. `contacts` are those of `load`. Raises NotAllowed."""
    _require(wanted, by)
    unserved: dict[int, Counter[str]] = {}
    silent = Counter[int]()
    for name, own in _by_zone(wanted).items():
        zone = ZoneInfo(name)
        rows: QuerySet[UnservedDemand] = (
            QuerySet(UnservedDemand).filter(_within("created_at", wanted, own), Q(ticket=None) | Q(ticket__excluded_reason="")).order_by()
        )
        calls: QuerySet[Call] = QuerySet(Call).filter(_within("finished_at", wanted, own), state=CallState.UNANSWERED).order_by()
        if wanted.channel:
            rows, calls = rows.filter(channel=wanted.channel), calls.filter(ticket__channel=wanted.channel)
        counted = rows.annotate(hour=ExtractHour("created_at", tzinfo=zone)).values_list("hour", "reason").annotate(number=Count("pk"))
        for hour, reason, number in counted:
            unserved.setdefault(hour, Counter())[reason] += number
        for hour, number in calls.annotate(hour=ExtractHour("finished_at", tzinfo=zone)).values_list("hour").annotate(number=Count("pk")):
            silent[hour] += number
    by_hour = Counter[int]()
    for (_weekday, hour), number in contacts.items():
        by_hour[hour] += number
    return [HourCount(hour, by_hour[hour], unserved.get(hour, Counter()), silent[hour]) for hour in sorted({*by_hour, *unserved, *silent})]
