"""A month's report from its protected cells, without a draft: what the benchmark of the PDF draws."""

from datetime import datetime

from helpdesk.people.models import Council
from transparency.disclosure.cells import MeasuredCell
from transparency.models import Cell
from transparency.months import Month
from transparency.report import ReportData, build_report


def report_of(council: Council, month: Month, cells: list[MeasuredCell], measured_at: datetime) -> ReportData:
    """Return the report that a draft of these cells would give, as published."""
    rows = [
        Cell(
            indicator=cell.indicator,
            dimension=cell.dimension,
            member=cell.member,
            period=cell.period,
            position=position,
            value=cell.value,
            status=cell.status,
        )
        for position, cell in enumerate(cells)
    ]
    commentary = {"ca": "Un mes tranquil.", "en": "A quiet month."}
    return build_report(
        council=council, month=month, revision=1, measured_at=measured_at, published_at=measured_at, commentary=commentary, cells=rows
    )
