"""What happens to tickets, told to higher floors inside the transaction. Receivers only write rows or enqueue tasks."""

from django.dispatch import Signal

ticket_opened = Signal()  # ticket, by
message_posted = Signal()  # ticket, entry, by
ticket_resolved = Signal()  # ticket, by
ticket_reopened = Signal()  # ticket, by
ticket_closed = Signal()  # ticket, by
chat_ended = Signal()  # ticket, by: a conversation that took place
