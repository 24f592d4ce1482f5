"""Words and icons of automatic entries where a citizen needs others than staff."""

from django.utils.translation import gettext_lazy as _

from helpdesk.tickets.labels import Label
from helpdesk.tickets.rules import Event

EVENT_FOR_CITIZEN: dict[str, Label] = {
    Event.OPENED: _("We have received your request"),
    Event.TAKEN: _("A person is looking after your request"),
    Event.CHAT_ABANDONED: _("You left the waiting room. We keep your question and will answer it here in writing."),
    Event.CHAT_CONVERTED: _("The chat is not available any more. Your question is now a written request: we will answer it here."),
    Event.RATED: _("You rated the service"),
}
ICON: dict[str, str] = {
    Event.OPENED: "inbox",
    Event.CONTACT_LOGGED: "phone",
    Event.TAKEN: "user-check",
    Event.TRANSFERRED: "users",
    Event.WAITING: "hourglass",
    Event.RESOLVED: "circle-check",
    Event.REOPENED: "rotate-ccw",
    Event.CLOSED: "lock",
    Event.CHAT_STARTED: "message-circle",
    Event.CHAT_ENDED: "message-square-text",
    Event.CHAT_ABANDONED: "log-out",
    Event.CHAT_CONVERTED: "mail",
    Event.RATED: "star",
}
