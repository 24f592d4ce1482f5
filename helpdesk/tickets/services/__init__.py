"""Every write of tickets."""

from helpdesk.tickets.services.attachments import CheckedFile, check_file
from helpdesk.tickets.services.intake import NewTicket, log_contact, open_ticket, record_unserved
from helpdesk.tickets.services.messages import post_message, write_note
from helpdesk.tickets.services.statuses import (
    close_due_tickets,
    close_ticket,
    reopen_ticket,
    resolve_ticket,
    take_ticket,
    transfer_ticket,
    wait_ticket,
)
from helpdesk.tickets.services.timeline import add_event

__all__ = [
    "CheckedFile",
    "NewTicket",
    "add_event",
    "check_file",
    "close_due_tickets",
    "close_ticket",
    "log_contact",
    "open_ticket",
    "post_message",
    "record_unserved",
    "reopen_ticket",
    "resolve_ticket",
    "take_ticket",
    "transfer_ticket",
    "wait_ticket",
    "write_note",
]
