"""What a revision says otherwise than the one before: standard library and the shape of the report only."""

from collections.abc import Iterator
from typing import TypedDict

from transparency.report import IndicatorData, ReportData

REVISED = "R"
Figure = tuple[int | float | None, str]
# (indicator, dimension, member, period); an empty dimension is the indicator's own figure, an empty period the month.
Place = tuple[str, str, str, str]


class ChangeData(TypedDict):
    """One figure that differs. A value is None where it was, or is, not shown; a status is empty where the cell did not exist."""

    indicator: str
    dimension: str
    member: str
    period: str
    old: int | float | None
    new: int | float | None
    old_status: str
    new_status: str


class ChangesData(TypedDict):
    """Every figure in which a revision differs from the one that it replaces."""

    month: str
    revision: int
    replaces: int
    # False when the old figures may not be repeated, because the revision that held them was withdrawn: `changes` is empty then.
    is_complete: bool
    changes: list[ChangeData]


def figures_of(report: ReportData) -> Iterator[tuple[Place, Figure]]:
    """Yield every figure of a report with where it stands; R counts as A, since it says only that the figure was another before."""
    for indicator in report["indicators"]:
        yield (indicator["id"], "", "", ""), _figure(indicator["value"], indicator["status"])
        for breakdown in indicator["breakdowns"]:
            for cell in breakdown["cells"]:
                place = (indicator["id"], breakdown["dimension"], cell["member"], breakdown.get("period", ""))
                yield place, _figure(cell["value"], cell["status"])


def _figure(value: float | None, status: str) -> Figure:
    return value, "A" if status == REVISED else status


def changes_between(old: ReportData, new: ReportData) -> list[ChangeData]:
    """Return the figures in which two revisions of a month differ, in the order of the new one; what the new one leaves out comes last."""
    before, after = dict(figures_of(old)), dict(figures_of(new))
    nothing: Figure = (None, "")
    found: list[ChangeData] = []
    for place in (*after, *(place for place in before if place not in after)):
        (was, old_status), (now, new_status) = before.get(place, nothing), after.get(place, nothing)
        if (was, old_status) == (now, new_status):
            continue
        indicator, dimension, member, period = place
        found.append(
            {
                "indicator": indicator,
                "dimension": dimension,
                "member": member,
                "period": period,
                "old": was,
                "new": now,
                "old_status": old_status,
                "new_status": new_status,
            }
        )
    return found


def mark_revised(report: ReportData, changes: list[ChangeData]) -> None:
    """Give status R to the shown figures of a report that changed, and `was` to the indicators whose own figure did. Changes the report in place."""
    changed = {(c["indicator"], c["dimension"], c["member"], c["period"]): c for c in changes if c["old_status"]}
    for indicator in report["indicators"]:
        _mark_own(indicator, changed)
        for breakdown in indicator["breakdowns"]:
            for cell in breakdown["cells"]:
                place = (indicator["id"], breakdown["dimension"], cell["member"], breakdown.get("period", ""))
                if place in changed and cell["value"] is not None:
                    cell["status"] = REVISED


def _mark_own(indicator: IndicatorData, changed: dict[Place, ChangeData]) -> None:
    change = changed.get((indicator["id"], "", "", ""))
    if change is None:
        return
    if change["old"] is not None:
        indicator["was"] = change["old"]
    if indicator["value"] is not None:
        indicator["status"] = REVISED
