"""What a worker does every so often: composed here, since rooms of several floors take part. Every job is safe to run twice at once."""

from django.contrib.sessions.backends.db import SessionStore

from helpdesk.chat.services import sweep_chats
from helpdesk.outbox.services import adopt_mails, prune_tasks
from helpdesk.outbox.worker import OWN_JOBS, Job
from helpdesk.tickets.services import close_due_tickets

JOBS = (
    *OWN_JOBS,
    Job("sweep_chats", sweep_chats, 15),
    Job("adopt_mails", adopt_mails, 60),
    Job("close_due_tickets", close_due_tickets, 3600),
    Job("prune_tasks", prune_tasks, 3600),
    Job("clear_sessions", SessionStore.clear_expired, 86400),
)
