"""The citizens' pages, one noun per file."""

from helpdesk.portal.views.call import call, call_cancel, call_ics
from helpdesk.portal.views.catalogue import home, procedure, search, step
from helpdesk.portal.views.chat import chat, chat_leave
from helpdesk.portal.views.files import attachment, theme
from helpdesk.portal.views.followup import my, reply, ticket, timeline
from helpdesk.portal.views.legal import accessibility, cookies, legal_notice, privacy, site_map
from helpdesk.portal.views.machines import robots_txt, security_txt
from helpdesk.portal.views.pictures import picture, screenshot
from helpdesk.portal.views.secret import secret
from helpdesk.portal.views.wizard import done, help_step

__all__ = [
    "accessibility",
    "attachment",
    "call",
    "call_cancel",
    "call_ics",
    "chat",
    "chat_leave",
    "cookies",
    "done",
    "help_step",
    "home",
    "legal_notice",
    "my",
    "picture",
    "privacy",
    "procedure",
    "reply",
    "robots_txt",
    "screenshot",
    "search",
    "secret",
    "security_txt",
    "site_map",
    "step",
    "theme",
    "ticket",
    "timeline",
]
