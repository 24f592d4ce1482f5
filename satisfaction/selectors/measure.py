"""Counts of a month for the public indicators: never a comment, a reference or a name. Whoever answers without having been asked, on the page of a request or at an office, is not counted here: such answers would say neither how many were asked nor what most think."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.policies import require
from satisfaction.models import Invitation, Rating
from satisfaction.permissions import Permission
from satisfaction.rules import SCORES, Ask, Solved

Five = tuple[int, int, int, int, int]
NONE: Five = (0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class ScoreCounts:
    """Counts of one channel: people really invited in the period, and the answers of such people given in it; `distribution` and `ease` go from 1 to 5, `solved` is yes, partly, no."""

    invited: int
    answers: int
    distribution: Five
    ease: Five = NONE
    solved: tuple[int, int, int] = (0, 0, 0)


def measure_scores(*, council: Council, start: datetime, end: datetime, by: Actor) -> dict[str, ScoreCounts]:
    """Return the counts per channel of tickets, for invitations and for ratings created in [start, end), tickets left out of the indicators excepted. Two statements; comments are never read."""
    require(by, Permission.MEASURE, council.pk)
    period = {"council": council, "created_at__gte": start, "created_at__lt": end}
    asked = Invitation.objects.filter(**period, ask=Ask.ASKED, ticket__excluded_reason="")
    invited = dict(asked.values_list("ticket__channel").annotate(n=Count("pk")).order_by())
    answered = Rating.objects.filter(**period, invitation__ask=Ask.ASKED, invitation__ticket__excluded_reason="")
    columns = {f"score_{score}": Count("pk", filter=Q(score=score)) for score in SCORES}
    columns |= {f"ease_{score}": Count("pk", filter=Q(ease=score)) for score in SCORES}
    columns |= {f"solved_{one.value}": Count("pk", filter=Q(solved=one)) for one in Solved}
    rows = {
        row["invitation__ticket__channel"]: row for row in answered.values("invitation__ticket__channel").annotate(**columns).order_by()
    }
    return {channel: _counts(invited.get(channel, 0), rows.get(channel, {})) for channel in sorted({*invited, *rows})}


def _counts(invited: int, row: Mapping[str, Any]) -> ScoreCounts:
    distribution = _five(row.get(f"score_{score}", 0) for score in SCORES)
    yes, partly, no = (row.get(f"solved_{one.value}", 0) for one in Solved)
    return ScoreCounts(
        invited=invited,
        answers=sum(distribution),
        distribution=distribution,
        ease=_five(row.get(f"ease_{score}", 0) for score in SCORES),
        solved=(yes, partly, no),
    )


def _five(counts: Iterable[int]) -> Five:
    one, two, three, four, five = counts
    return one, two, three, four, five
