"""The citizens' pages, one noun per file."""

from helpdesk.portal.views.catalogue import home, procedure, search, step
from helpdesk.portal.views.chat import chat, chat_leave
from helpdesk.portal.views.files import attachment, theme
from helpdesk.portal.views.followup import my, reply, ticket, timeline
from helpdesk.portal.views.legal import accessibility, privacy
from helpdesk.portal.views.secret import secret
from helpdesk.portal.views.wizard import done, help_step

__all__ = [
    "accessibility",
    "attachment",
    "chat",
    "chat_leave",
    "done",
    "help_step",
    "home",
    "my",
    "privacy",
    "procedure",
    "reply",
    "search",
    "secret",
    "step",
    "theme",
    "ticket",
    "timeline",
]
