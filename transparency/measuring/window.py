"""What is measured: a stretch of time of a council, asked once of every room."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from helpdesk.callbacks.selectors import CallMeasure, measure_calls
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.tickets.selectors import (
    ContactMeasure,
    EndingMeasure,
    UnservedMeasure,
    measure_contacts,
    measure_endings,
    measure_unserved,
)
from transparency.catalogue import OTHER
from transparency.measuring.procedures import top_procedures


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """`[start, end)` of a council and what its tickets tell; `period` is empty for a month. `procedures` are those shown by name."""

    council: Council
    start: datetime
    end: datetime
    period: str
    by: Actor
    contacts: ContactMeasure
    unserved: UnservedMeasure
    endings: EndingMeasure
    calls: CallMeasure
    procedures: tuple[str, ...]

    @classmethod
    def read(cls, council: Council, start: datetime, end: datetime, period: str, by: Actor) -> Self:
        """Ask the rooms; each asks its own permission."""
        contacts = measure_contacts(council=council, start=start, end=end, by=by)
        return cls(
            council=council,
            start=start,
            end=end,
            period=period,
            by=by,
            contacts=contacts,
            unserved=measure_unserved(council=council, start=start, end=end, by=by),
            endings=measure_endings(council=council, start=start, end=end, by=by),
            calls=measure_calls(council=council, start=start, end=end, by=by),
            procedures=top_procedures(contacts.by_procedure),
        )

    def row_of(self, slug: str) -> str:
        """Return the row in which a procedure is shown."""
        return slug if slug in self.procedures else OTHER
