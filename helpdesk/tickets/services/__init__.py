"""Every write of tickets."""

from helpdesk.tickets.services.attachments import CheckedFile, check_file
from helpdesk.tickets.services.endings import NOT_KNOWN, Ending
from helpdesk.tickets.services.exclusion import exclude_ticket, include_ticket
from helpdesk.tickets.services.feedback import note_feedback
from helpdesk.tickets.services.intake import NewTicket, log_contact, open_ticket, record_unserved
from helpdesk.tickets.services.messages import post_message, write_note
from helpdesk.tickets.services.needs import set_needs
from helpdesk.tickets.services.responses import note_human_response, owe_reply, reply_due
from helpdesk.tickets.services.statuses import (
    close_due_tickets,
    close_ticket,
    reopen_ticket,
    resolve_ticket,
    take_ticket,
    transfer_ticket,
)
from helpdesk.tickets.services.timeline import add_event
from helpdesk.tickets.services.waiting import remind_third_parties, resume_ticket, wait_ticket

__all__ = [
    "NOT_KNOWN",
    "CheckedFile",
    "Ending",
    "NewTicket",
    "add_event",
    "check_file",
    "close_due_tickets",
    "close_ticket",
    "exclude_ticket",
    "include_ticket",
    "log_contact",
    "note_feedback",
    "note_human_response",
    "open_ticket",
    "owe_reply",
    "post_message",
    "record_unserved",
    "remind_third_parties",
    "reopen_ticket",
    "reply_due",
    "resolve_ticket",
    "resume_ticket",
    "set_needs",
    "take_ticket",
    "transfer_ticket",
    "wait_ticket",
    "write_note",
]
