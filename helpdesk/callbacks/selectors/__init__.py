"""Every read of agreed calls."""

from helpdesk.callbacks.selectors.agenda import agenda, calls_by_day, late, late_calls, local_day, next_call
from helpdesk.callbacks.selectors.cards import CallCard, booked_call, call_card, call_for, calls_offered, may_book, may_change
from helpdesk.callbacks.selectors.cards import visible_to as visible_calls
from helpdesk.callbacks.selectors.measure import CallMeasure, measure_calls

__all__ = [
    "CallCard",
    "CallMeasure",
    "agenda",
    "booked_call",
    "call_card",
    "call_for",
    "calls_by_day",
    "calls_offered",
    "late",
    "late_calls",
    "local_day",
    "may_book",
    "may_change",
    "measure_calls",
    "next_call",
    "visible_calls",
]
