"""Every read of tickets."""

from helpdesk.tickets.selectors.measure import ContactMeasure, UnservedMeasure, measure_contacts, measure_unserved
from helpdesk.tickets.selectors.tickets import attachment_for, entries_since, may_see_internal, ticket_for, visible_to

__all__ = [
    "ContactMeasure",
    "UnservedMeasure",
    "attachment_for",
    "entries_since",
    "may_see_internal",
    "measure_contacts",
    "measure_unserved",
    "ticket_for",
    "visible_to",
]
