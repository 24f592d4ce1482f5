"""What arrived in a period, and how long it waited for a person."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, QuerySet

from helpdesk.base.stamps import Stamp, moment_of
from helpdesk.calendars.counting import OpenTime
from helpdesk.calendars.selectors import schedule_of
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.policies import require
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.permissions import Permission

Counts = Mapping[str, int]
GROUPS = ("channel", "motive", "requester", "language", "callback_origin", "feedback_kind")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactMeasure:
    """Contacts created in `[start, end)`. Members that count nothing are left out; `by_weekday` is by number, 0 for Monday.

    `by_procedure` is by slug, empty for none. The waits are open seconds until the first human response, in ascending order, without contacts attended on the spot or that asked for a call.
    """

    contacts: int
    attended: int
    by_channel: Counts
    attended_by_channel: Counts
    by_motive: Counts
    by_requester: Counts
    by_language: Counts
    by_origin: Counts
    by_feedback: Counts
    by_procedure: Counts
    by_band: Counts
    by_weekday: Mapping[int, int]
    waits: tuple[int, ...]
    waits_by_channel: Mapping[str, tuple[int, ...]]


@dataclass(slots=True)
class _Moments:
    bands: Counter[str] = field(default_factory=Counter)
    weekdays: Counter[int] = field(default_factory=Counter)
    waits: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))


def contacts_of(council: Council, start: datetime, end: datetime) -> QuerySet[Ticket]:
    """Return the tickets of a council created in `[start, end)` that count."""
    return Ticket.objects.filter(council=council, created_at__gte=start, created_at__lt=end, excluded_reason="").order_by()


def _moments(council: Council, rows: QuerySet[Ticket], start: datetime, end: datetime) -> _Moments:
    """Classify by the clock: the only thing that is read ticket by ticket, as no engine knows the calendar."""
    found, schedule = _Moments(), schedule_of(council)
    read = list(rows.values_list("channel", "callback_origin", Stamp("created_at"), Stamp("first_human_response_at")))
    last = max((answered for *_other, answered in read if answered is not None), default=0)
    hours = OpenTime(schedule, start, max(end, moment_of(last)))
    for channel, origin, created, answered in read:
        found.bands[hours.band(created)] += 1
        found.weekdays[hours.weekday(created)] += 1
        # A contact that an agent logs is answered at its creation: nobody waited, and its zero would hide those who did.
        # Who asked for a call agreed a time with us: whether we kept it is an indicator of its own.
        if not origin and answered is not None and answered > created:
            found.waits[channel].append(hours.seconds(created, answered))
    return found


def measure_contacts(*, council: Council, start: datetime, end: datetime, by: Actor) -> ContactMeasure:
    """Count a council's contacts; raises NotAllowed without the permission to measure."""
    require(by, Permission.MEASURE, council.pk)
    rows = contacts_of(council, start, end)
    counts: dict[str, Counter[str]] = {name: Counter() for name in GROUPS}
    attended = Counter[str]()
    for *members, number, answered in rows.values_list(*GROUPS).annotate(Count("pk"), Count("first_human_response_at")):
        for name, member in zip(GROUPS, members, strict=True):
            counts[name][member] += number
        attended[members[0]] += answered
    procedures = {slug or "": number for slug, number in rows.values_list("procedure__slug").annotate(Count("pk"))}
    moments = _moments(council, rows, start, end)
    for name in ("callback_origin", "feedback_kind"):
        counts[name].pop("", None)
    waits = {channel: tuple(sorted(values)) for channel, values in sorted(moments.waits.items())}
    return ContactMeasure(
        contacts=counts["channel"].total(),
        attended=attended.total(),
        by_channel=counts["channel"],
        attended_by_channel=attended,
        by_motive=counts["motive"],
        by_requester=counts["requester"],
        by_language=counts["language"],
        by_origin=counts["callback_origin"],
        by_feedback=counts["feedback_kind"],
        by_procedure=procedures,
        by_band=moments.bands,
        by_weekday=moments.weekdays,
        waits=tuple(sorted(wait for values in waits.values() for wait in values)),
        waits_by_channel=waits,
    )
