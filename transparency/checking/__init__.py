"""The automatic checks of a draft. Each says a code and its data; `wording` of the pages turns them into sentences. Nothing here writes."""

from collections.abc import Callable, Iterator
from datetime import datetime

from transparency.checking.figures import deviations, totals
from transparency.checking.files import document, shape
from transparency.checking.result import Result
from transparency.checking.secrets import audited
from transparency.checking.state import changed, fresh
from transparency.checking.texts import languages, reasons
from transparency.models import Draft

__all__ = ["Result", "run_checks"]

CHECKS: tuple[Callable[[Draft], Iterator[Result]], ...] = (totals, deviations, languages, reasons, changed, audited, shape, document)


def run_checks(draft: Draft, now: datetime) -> list[Result]:
    """Return what every check found, good or bad, in the order in which an officer would cure it. Reads and draws; takes seconds."""
    found = list(fresh(draft, now))
    for one in CHECKS:
        found.extend(one(draft))
    return found
