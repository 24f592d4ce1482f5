"""Measured, protected and written down: the cells of a draft, which never change afterwards."""

from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from transparency.auditing import facts_published
from transparency.disclosure.cells import MeasuredCell
from transparency.disclosure.protect import protect
from transparency.disclosure.village import totals
from transparency.measures import Measure
from transparency.measuring import measure, measure_quarter
from transparency.models import Cell, Draft, PublicationPolicy
from transparency.months import Month


def _measures(council: Council, month: Month, by: Actor, *, is_village: bool) -> list[Measure]:
    """What is measured of a month; in village mode its totals, and with the last month of a quarter the breakdowns of the quarter."""
    measures = measure(council=council, month=month, by=by)
    if not is_village:
        return measures
    ends_quarter = month.following.quarter != month.quarter
    return [*totals(measures), *(measure_quarter(council=council, month=month, by=by) if ends_quarter else [])]


def protected_cells(council: Council, month: Month, revision: int, policy: PublicationPolicy, by: Actor) -> list[MeasuredCell]:
    """Measure a month and protect it against everything that the council ever published. Solves, so it takes seconds: never inside a transaction."""
    measures = _measures(council, month, by, is_village=policy.is_village)
    return protect(measures, threshold=policy.threshold, published=facts_published(council), month=str(month), revision=revision)


def freeze(draft: Draft, cells: list[MeasuredCell]) -> None:
    """Replace the cells of a draft, in the order in which they are shown."""
    draft.cells.all().delete()
    Cell.objects.bulk_create(
        Cell(
            council=draft.council,
            draft=draft,
            indicator=cell.indicator,
            dimension=cell.dimension,
            member=cell.member,
            period=cell.period,
            position=position,
            part=cell.part,
            whole=cell.whole,
            raw=cell.raw,
            value=cell.value,
            status=cell.status,
        )
        for position, cell in enumerate(cells)
    )
