"""Counts for the public indicators: never a row, a reference or a name."""

from helpdesk.tickets.selectors.measure.backlog import measure_backlog
from helpdesk.tickets.selectors.measure.contacts import ContactMeasure, measure_contacts
from helpdesk.tickets.selectors.measure.endings import EndingMeasure, measure_endings
from helpdesk.tickets.selectors.measure.unserved import UnservedMeasure, measure_unserved

__all__ = [
    "ContactMeasure",
    "EndingMeasure",
    "UnservedMeasure",
    "measure_backlog",
    "measure_contacts",
    "measure_endings",
    "measure_unserved",
]
