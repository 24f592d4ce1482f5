"""Every write of the citizens' door: drafts, their files, sending them, and a call instead of a chat."""

from helpdesk.portal.services.drafts import (
    choose_slot,
    delete_old_drafts,
    keep_file,
    remove_file,
    renew_slot,
    save_answers,
    start_draft,
)
from helpdesk.portal.services.sending import Sent, call_instead, send_draft

__all__ = [
    "Sent",
    "call_instead",
    "choose_slot",
    "delete_old_drafts",
    "keep_file",
    "remove_file",
    "renew_slot",
    "save_answers",
    "send_draft",
    "start_draft",
]
