"""What was resolved for the first time in a period, and how."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, QuerySet

from helpdesk.base.stamps import SECOND, Stamp
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.policies import require
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.permissions import Permission
from helpdesk.tickets.rules import AGAIN_WITHIN_DAYS, Outcome

Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingMeasure:
    """Contacts resolved for the first time in `[start, end)`, by how that was: what happened since changes nothing but `again`, opened again within seven days.

    `solved` are those that ended as solved and were not opened again so soon. `by_destination` has an empty member for a referral to nobody knows where. `results` is {(slug, result)}, of
    contacts about a procedure whose result is known. The times are seconds from arrival on, in ascending order, without those resolved on the spot.
    """

    resolved: int
    by_channel: Counts
    by_motive: Counts
    solved: int
    solved_by_channel: Counts
    solved_by_motive: Counts
    again: int
    again_by_channel: Counts
    referred: int
    by_destination: Counts
    by_cause: Counts
    results: Mapping[tuple[str, str], int]
    times: tuple[int, ...]
    times_by_channel: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class _Again:
    by_channel: Counter[str]
    solved_by_channel: Counter[str]
    solved_by_motive: Counter[str]


def _again(rows: QuerySet[Ticket]) -> _Again:
    found = _Again(Counter(), Counter(), Counter())
    read = rows.filter(reopened_at__isnull=False).values_list("channel", "motive", "first_outcome", "first_resolved_at", "reopened_at")
    for channel, motive, outcome, resolved, reopened in read:
        if resolved is None or reopened is None or reopened - resolved > timedelta(days=AGAIN_WITHIN_DAYS):
            continue
        found.by_channel[channel] += 1
        if outcome == Outcome.SOLVED:
            found.solved_by_channel[channel] += 1
            found.solved_by_motive[motive] += 1
    return found


def _times(rows: QuerySet[Ticket]) -> dict[str, tuple[int, ...]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    late = rows.filter(first_resolved_at__gt=F("created_at"))
    for channel, created, resolved in late.values_list("channel", Stamp("created_at"), Stamp("first_resolved_at")):
        found[channel].append((resolved - created) // SECOND)
    return {channel: tuple(sorted(values)) for channel, values in sorted(found.items())}


def measure_endings(*, council: Council, start: datetime, end: datetime, by: Actor) -> EndingMeasure:
    """Count how a council's contacts ended; raises NotAllowed without the permission to measure."""
    require(by, Permission.MEASURE, council.pk)
    rows = Ticket.objects.filter(council=council, first_resolved_at__gte=start, first_resolved_at__lt=end, excluded_reason="").order_by()
    channels, motives, solved_channels, solved_motives = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    destinations, causes = Counter[str](), Counter[str]()
    groups = rows.values_list("channel", "motive", "first_outcome", "referral", "failure_cause").annotate(Count("pk"))
    for channel, motive, outcome, referral, cause, number in groups:
        channels[channel] += number
        motives[motive] += number
        if outcome == Outcome.SOLVED:
            solved_channels[channel] += number
            solved_motives[motive] += number
        if outcome == Outcome.REFERRED:
            destinations[referral] += number
        if cause:
            causes[cause] += number
    again, times = _again(rows), _times(rows)
    about = rows.filter(procedure__isnull=False).exclude(procedure_result="")
    results = {
        (slug, result): number for slug, result, number in about.values_list("procedure__slug", "procedure_result").annotate(Count("pk"))
    }
    return EndingMeasure(
        resolved=channels.total(),
        by_channel=channels,
        by_motive=motives,
        solved=solved_channels.total() - again.solved_by_channel.total(),
        solved_by_channel=solved_channels - again.solved_by_channel,
        solved_by_motive=solved_motives - again.solved_by_motive,
        again=again.by_channel.total(),
        again_by_channel=again.by_channel,
        referred=destinations.total(),
        by_destination=destinations,
        by_cause=causes,
        results=results,
        times=tuple(sorted(time for values in times.values() for time in values)),
        times_by_channel=times,
    )
