"""From counts to protected cells: asks the rooms below, applies the rules, writes nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.tickets.rules import UnservedReason
from helpdesk.tickets.selectors import ContactMeasure, UnservedMeasure, measure_contacts, measure_unserved
from satisfaction.selectors import measure_scores
from transparency.catalogue import BAND, CHANNEL, MEASURE, MOTIVE, REASON, REQUESTER, SCORE, Dimension
from transparency.months import Month
from transparency.rules import SCORES, Figure, protect_breakdown, protect_median, protect_part, protect_scores, protect_total


@dataclass(frozen=True, slots=True)
class MeasuredCell:
    """A cell before it is stored; an empty dimension is the indicator's own figure."""

    indicator: str
    dimension: str
    member: str
    raw: Decimal | None
    value: Decimal | None
    status: str


def _cell(indicator: str, dimension: str, figure: Figure) -> MeasuredCell:
    return MeasuredCell(indicator, dimension, figure.member, figure.raw, figure.value, figure.status)


def _breakdown(indicator: str, dimension: Dimension, counts: Mapping[str, int]) -> Iterable[MeasuredCell]:
    """Every member of the closed list, in its order and also when it counts nothing; then what was grouped."""
    complete = {member: counts.get(member, 0) for member in dimension.members}
    return [_cell(indicator, dimension.id, figure) for figure in protect_breakdown(complete)]


def _contacts(contacts: ContactMeasure, unserved: UnservedMeasure) -> Iterable[MeasuredCell]:
    abandoned = unserved.by_reason.get(UnservedReason.ABANDONED, 0)
    yield _cell("vol.contacts", "", protect_total(contacts.contacts))
    yield from _breakdown("vol.contacts", CHANNEL, contacts.by_channel)
    attended = protect_part(contacts.attended, contacts.contacts, (0, abandoned, unserved.total))
    yield _cell("vol.attended", "", attended)
    yield _cell("vol.unattended", "", protect_total(unserved.total))
    yield from _breakdown("vol.unattended", REASON, unserved.by_reason)
    yield from _breakdown("vol.unattended", CHANNEL, unserved.by_channel)
    for indicator, dimension, counts in (
        ("vol.motives", MOTIVE, contacts.by_motive),
        ("vol.requester", REQUESTER, contacts.by_requester),
        ("vol.band", BAND, contacts.by_band),
    ):
        yield _cell(indicator, "", protect_total(contacts.contacts))
        yield from _breakdown(indicator, dimension, counts)


def measure_month(*, council: Council, month: Month, by: Actor) -> list[MeasuredCell]:
    """Measure and protect a month, in the order in which it is shown; each room below asks its own permission."""
    start, end = month.start(council.time_zone), month.end(council.time_zone)
    contacts = measure_contacts(council=council, start=start, end=end, by=by)
    unserved = measure_unserved(council=council, start=start, end=end, by=by)
    ratings = measure_scores(council=council, start=start, end=end, by=by)
    distribution = {score: sum(counts.distribution[score - 1] for counts in ratings.values()) for score in SCORES}
    scores = protect_scores(distribution, sum(counts.invited for counts in ratings.values()))
    cells = list(_contacts(contacts, unserved))
    cells.append(_cell("wait.first_p50_sh", "", protect_median(contacts.waits)))
    cells.append(_cell("sat.score", "", scores.mean))
    cells += [_cell("sat.score", MEASURE.id, figure) for figure in (scores.answers, scores.favourable, scores.response)]
    cells += [_cell("sat.score", SCORE.id, figure) for figure in reversed(scores.classes)]
    return cells
