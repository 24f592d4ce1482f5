"""When months come out, and by which rules."""

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from helpdesk.base import clock
from helpdesk.people.models import Council
from transparency.models import Publication, PublicationPolicy, Release
from transparency.months import Month

PAST, NEXT = 12, 12


@dataclass(frozen=True, slots=True)
class ReleaseDate:
    """When a month comes out, or came out. `is_moved` when the council gave it a day of its own; `publication` is its first revision."""

    month: Month
    due_at: datetime
    is_moved: bool
    publication: Publication | None


def policy_of(council: Council) -> PublicationPolicy:
    """Return what a council has decided, or the defaults (not stored)."""
    return PublicationPolicy.objects.filter(council=council).first() or PublicationPolicy(council=council)


def usual_due(council: Council, month: Month, policy: PublicationPolicy) -> datetime:
    """Return when a month comes out by the rule: day and hour of the month after it, in the council's time zone."""
    day = month.following.first_day.replace(day=policy.release_day)
    return datetime.combine(day, time(policy.release_hour), ZoneInfo(council.time_zone))


def due_at(council: Council, month: Month) -> datetime:
    """Return when a month may come out: its announced release, or else the day of the policy. Nobody sees it earlier."""
    moved = Release.objects.filter(council=council, month=month.first_day).first()
    return moved.due_at if moved else usual_due(council, month, policy_of(council))


def releases(council: Council, *, past: int = PAST, upcoming: int = NEXT) -> list[ReleaseDate]:
    """Return the release of each month, the oldest first: months already over, back to the council's first, and those to come from the running one on."""
    policy = policy_of(council)
    running = Month.at(clock.now(), council.time_zone)
    months = [running]
    for _number in range(past):
        months.insert(0, months[0].previous)
    for _number in range(upcoming - 1):
        months.append(months[-1].following)
    own = dict(Release.objects.filter(council=council, month__gte=months[0].first_day).values_list("month", "due_at"))
    first = {row.month: row for row in Publication.objects.filter(council=council, revision=1, month__gte=months[0].first_day)}
    began = min([Month.at(council.created_at, council.time_zone).first_day, *first, *own])
    return [
        ReleaseDate(
            month, own.get(month.first_day) or usual_due(council, month, policy), month.first_day in own, first.get(month.first_day)
        )
        for month in months
        if month.first_day >= began
    ]
