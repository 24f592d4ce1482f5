"""What a worker does every so often: composed here, since rooms of several floors take part. Every job is safe to run twice at once."""

from django.contrib.sessions.backends.db import SessionStore

from helpdesk.calendars.services.slots import release_expired_holds
from helpdesk.callbacks.services import remind_calls
from helpdesk.chat.services import sweep_chats
from helpdesk.desk.services.drafts import prune_drafts
from helpdesk.desk.services.looking import prune_looking
from helpdesk.outbox.services import adopt_mails, prune_tasks
from helpdesk.outbox.worker import OWN_JOBS, Job
from helpdesk.tickets.services import close_due_tickets, remind_third_parties
from remote.services import sweep_sessions
from remote.video.sweep import sweep_rooms
from satisfaction.services import sweep_ratings

JOBS = (
    *OWN_JOBS,
    Job("sweep_chats", sweep_chats, 15),
    Job("sweep_remote_sessions", sweep_sessions, 5),
    Job("sweep_video_rooms", sweep_rooms, 5),
    Job("release_expired_holds", release_expired_holds, 60),
    Job("remind_calls", remind_calls, 60),
    Job("sweep_ratings", sweep_ratings, 300),
    Job("adopt_mails", adopt_mails, 60),
    Job("close_due_tickets", close_due_tickets, 3600),
    Job("remind_third_parties", remind_third_parties, 300),
    Job("prune_drafts", prune_drafts, 86400),
    Job("prune_looking", prune_looking, 3600),
    Job("prune_tasks", prune_tasks, 3600),
    Job("clear_sessions", SessionStore.clear_expired, 86400),
)
