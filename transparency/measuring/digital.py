"""Whether people could finish their procedure online with help, and why not."""

from collections import Counter
from collections.abc import Iterator

from helpdesk.tickets.rules import ProcedureResult
from transparency.catalogue import ABOUT, CAUSE, OTHER
from transparency.measures import Count, Measure, Share
from transparency.measuring.shaping import complete
from transparency.measuring.window import Window

FINISHED = frozenset({ProcedureResult.ONLINE, ProcedureResult.OTHER_CHANNEL})


def digital(window: Window) -> Iterator[Measure]:
    """Yield how procedures ended, and what stood in the way."""
    online, finished, known = Counter[str](), Counter[str](), Counter[str]()
    for (slug, result), number in window.endings.results.items():
        row = window.row_of(slug)
        known[row] += number
        finished[row] += number if result in FINISHED else 0
        online[row] += number if result == ProcedureResult.ONLINE else 0
    rows = (*window.procedures, OTHER)
    for indicator, whole in (("dig.completed", known), ("dig.takeup", finished)):
        yield Share(
            indicator=indicator,
            part=online.total(),
            whole=whole.total(),
            by={ABOUT.id: {row: (online[row], whole[row]) for row in rows}},
            period=window.period,
        )
    causes = complete(CAUSE, window.endings.by_cause)
    yield Count(indicator="dig.failures", total=sum(causes.values()), by={CAUSE.id: causes}, period=window.period)
