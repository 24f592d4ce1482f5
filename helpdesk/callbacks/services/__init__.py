"""Every write of agreed calls."""

from helpdesk.callbacks.services.attempts import log_attempt
from helpdesk.callbacks.services.booking import book_call, cancel_call, move_call, settle_call
from helpdesk.callbacks.services.modes import hold_by_phone, note_talking, note_waiting
from helpdesk.callbacks.services.reminders import remind_calls

__all__ = [
    "book_call",
    "cancel_call",
    "hold_by_phone",
    "log_attempt",
    "move_call",
    "note_talking",
    "note_waiting",
    "remind_calls",
    "settle_call",
]
