"""A report as tables: an indicator's own figure, and each of its breakdowns. Every format is made from these, so that none can say more than another."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from transparency.formats.terms import TOTAL
from transparency.report import BreakdownData, CellData, IndicatorData, ReportData, Texts

Value = int | float | None
SCORED, ANSWERS = "S4", "answers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One or more periods of an indicator along a dimension; `dimension` is empty for the own figure, whose one member is `total`."""

    indicator: IndicatorData
    dimension: str
    label: Texts
    members: dict[str, Texts]
    # Unit of a member, where it is not the indicator's.
    units: dict[str, str]
    # Period and member: value and status.
    cells: dict[tuple[str, str], tuple[Value, str]]
    # Members added up in a member, by period.
    includes: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Name of the table, such as `vol.contacts`, `vol.contacts.channel` or, of a quarter, `vol.contacts.channel.quarter`."""
        parts = [self.indicator["id"], self.dimension, "quarter" if self.is_quarterly else ""]
        return ".".join(part for part in parts if part)

    @property
    def periods(self) -> list[str]:
        """The periods of its cells, in order."""
        return sorted({period for period, _member in self.cells})

    @property
    def is_quarterly(self) -> bool:
        """Say whether its periods are quarters."""
        return any("Q" in period for period, _member in self.cells)

    def unit(self, member: str) -> str:
        """Return the unit of a member."""
        return self.units.get(member, self.indicator["unit"])


def _own(indicator: IndicatorData, month: str) -> Table:
    return Table(
        indicator=indicator,
        dimension="",
        label={},
        members={TOTAL: indicator["name"]},
        units={},
        cells={(month, TOTAL): (indicator["value"], indicator["status"])},
    )


def _units(indicator: IndicatorData, cells: Iterable[CellData]) -> dict[str, str]:
    """Units of rows that have one of their own. What a score is broken down into without saying so are the answers that gave it."""
    otherwise = ANSWERS if indicator["rule"] == SCORED else ""
    units = {cell["member"]: cell.get("unit", otherwise) for cell in cells}
    return {member: unit for member, unit in units.items() if unit}


def _broken_down(indicator: IndicatorData, breakdown: BreakdownData, month: str) -> Table:
    period = breakdown.get("period") or month
    cells = breakdown["cells"]
    includes = {cell["member"]: cell["includes"] for cell in cells if "includes" in cell}
    return Table(
        indicator=indicator,
        dimension=breakdown["dimension"],
        label=breakdown["label"],
        members={cell["member"]: cell["label"] for cell in cells},
        units=_units(indicator, cells),
        cells={(period, cell["member"]): (cell["value"], cell["status"]) for cell in cells},
        includes={period: includes} if includes else {},
    )


def tables_of(report: ReportData) -> list[Table]:
    """Return the tables of a report, in its order."""
    month = report["period"]["month"]
    tables: list[Table] = []
    for indicator in report["indicators"]:
        tables.append(_own(indicator, month))
        tables += [_broken_down(indicator, breakdown, month) for breakdown in indicator["breakdowns"]]
    return tables


def merged(tables: list[Table]) -> Table:
    """Put the same table of several months together, the oldest first: definitions and words are the newest's, members are those of all."""
    newest = tables[-1]
    members: dict[str, Texts] = dict(newest.members)
    for table in reversed(tables):
        members |= {member: label for member, label in table.members.items() if member not in members}
    return Table(
        indicator=newest.indicator,
        dimension=newest.dimension,
        label=newest.label,
        members=members,
        units={member: unit for table in tables for member, unit in table.units.items()},
        cells={place: cell for table in tables for place, cell in table.cells.items()},
        includes={period: rows for table in tables for period, rows in table.includes.items()},
    )
