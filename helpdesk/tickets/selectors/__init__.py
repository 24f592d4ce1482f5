"""Every read of tickets."""

from helpdesk.tickets.selectors.measure import (
    ContactMeasure,
    EndingMeasure,
    UnservedMeasure,
    measure_backlog,
    measure_contacts,
    measure_endings,
    measure_unserved,
)
from helpdesk.tickets.selectors.tickets import attachment_for, entries_since, may_see_internal, news_since, readable, ticket_for, visible_to

__all__ = [
    "ContactMeasure",
    "EndingMeasure",
    "UnservedMeasure",
    "attachment_for",
    "entries_since",
    "may_see_internal",
    "measure_backlog",
    "measure_contacts",
    "measure_endings",
    "measure_unserved",
    "news_since",
    "readable",
    "ticket_for",
    "visible_to",
]
