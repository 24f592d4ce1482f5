"""Words and icons of automatic entries where a citizen needs others than staff."""

from django.utils.translation import gettext_lazy as _

from helpdesk.tickets.labels import Label
from helpdesk.tickets.rules import Author, Event

EVENT_FOR_CITIZEN: dict[str, Label] = {
    Event.OPENED: _("We have received your request"),
    Event.TAKEN: _("A person is looking after your request"),
    Event.RESUMED: _("We are working on it again"),
    Event.CHAT_ABANDONED: _("You left the waiting room. We keep your question and will answer it here in writing."),
    Event.CHAT_CONVERTED: _("The chat is not available any more. Your question is now a written request: we will answer it here."),
    Event.RATED: _("You rated the service"),
    Event.CALL_BOOKED: _("We will call you"),
    Event.CALL_MOVED: _("The call has been moved"),
    Event.CALL_CANCELLED: _("The call has been cancelled"),
    Event.CALL_ATTEMPTED: _("We called you and could not reach you"),
    Event.CALL_DONE: _("We talked on the telephone"),
    Event.CALL_UNANSWERED: _("We have called you several times and could not reach you"),
    Event.VIDEO_ENTERED: _("You entered the waiting room of the video call"),
    Event.VIDEO_TO_PHONE: _("We will call you by telephone instead of by video"),
    Event.REMOTE_OFFERED: _("We offer to look at your screen with you"),
    Event.REMOTE_CONSENTED: _("You agreed to a remote session"),
    Event.REMOTE_DECLINED: _("You declined the remote session"),
    Event.REMOTE_REVOKED: _("You stopped the remote session"),
    Event.REMOTE_GRANTED: _("You allowed more than looking"),
    Event.REMOTE_REFUSED: _("You allowed nothing more than looking"),
    Event.MARKED: _("%(name)s marked your picture"),
}
# What the citizen did is not told as if it had happened to them.
EVENT_BY_CITIZEN: dict[str, Label] = {Event.CHAT_CONVERTED: _("You left the queue of the chat. What you wrote stays here.")}
# More than looking, by event, part and who did it: in words for staff, and for the citizen.
MORE_THAN_LOOKING: dict[tuple[str, str, str], tuple[Label, Label]] = {
    (Event.REMOTE_ASKED, "control", Author.STAFF): (
        _("The agent asked to use mouse and keyboard"),
        _("The agent asks to use your mouse and keyboard"),
    ),
    (Event.REMOTE_GRANTED, "control", Author.CITIZEN): (
        _("The citizen allowed mouse and keyboard"),
        _("You allowed your mouse and keyboard to be used"),
    ),
    (Event.REMOTE_REFUSED, "control", Author.CITIZEN): (
        _("The citizen refused mouse and keyboard: only looking"),
        _("You said no to mouse and keyboard: only looking"),
    ),
    (Event.REMOTE_WITHDRAWN, "control", Author.CITIZEN): (
        _("The citizen took mouse and keyboard back: only looking again"),
        _("You took mouse and keyboard back: only looking again"),
    ),
    (Event.REMOTE_WITHDRAWN, "control", Author.STAFF): (
        _("The agent gave mouse and keyboard back: only looking again"),
        _("The agent gave your mouse and keyboard back: only looking again"),
    ),
    (Event.REMOTE_WITHDRAWN, "control", Author.SYSTEM): (
        _("Nothing was touched for a while: only looking again"),
        _("Nothing was touched for a while: only looking again"),
    ),
    (Event.REMOTE_ASKED, "clipboard", Author.STAFF): (
        _("The agent asked to copy between the computers"),
        _("The agent asks to copy between your computer and theirs"),
    ),
    (Event.REMOTE_GRANTED, "clipboard", Author.CITIZEN): (
        _("The citizen allowed copying between the computers"),
        _("You allowed copying between your computer and theirs"),
    ),
    (Event.REMOTE_REFUSED, "clipboard", Author.CITIZEN): (
        _("The citizen refused copying between the computers"),
        _("You said no to copying between the computers"),
    ),
    (Event.REMOTE_WITHDRAWN, "clipboard", Author.CITIZEN): (
        _("The citizen ended copying between the computers"),
        _("You ended copying between the computers"),
    ),
    (Event.REMOTE_WITHDRAWN, "clipboard", Author.STAFF): (
        _("The agent ended copying between the computers"),
        _("The agent ended copying between the computers"),
    ),
}
ICON: dict[str, str] = {
    Event.OPENED: "inbox",
    Event.CONTACT_LOGGED: "phone",
    Event.TAKEN: "user-check",
    Event.TRANSFERRED: "users",
    Event.WAITING: "hourglass",
    Event.RESOLVED: "circle-check",
    Event.REOPENED: "rotate-ccw",
    Event.RESUMED: "play",
    Event.CLOSED: "lock",
    Event.CHAT_STARTED: "message-circle",
    Event.CHAT_ENDED: "message-square-text",
    Event.CHAT_ABANDONED: "log-out",
    Event.CHAT_CONVERTED: "mail",
    Event.RATED: "star",
    Event.THIRD_PARTY_DUE: "alarm-clock",
    Event.NEEDS_CHANGED: "accessibility",
    Event.EXCLUDED: "eye-off",
    Event.INCLUDED: "eye",
    Event.FEEDBACK_NOTED: "message-square-text",
    Event.CALL_BOOKED: "calendar-check",
    Event.CALL_MOVED: "calendar-days",
    Event.CALL_CANCELLED: "calendar-x",
    Event.CALL_ATTEMPTED: "phone-missed",
    Event.CALL_DONE: "phone-call",
    Event.CALL_UNANSWERED: "phone-off",
    Event.VIDEO_ENTERED: "log-in",
    Event.VIDEO_STARTED: "video",
    Event.VIDEO_ENDED: "video-off",
    Event.VIDEO_TO_PHONE: "phone",
    Event.REMOTE_REQUESTED: "screen-share",
    Event.REMOTE_OFFERED: "screen-share",
    Event.REMOTE_CONSENTED: "shield-check",
    Event.REMOTE_STARTED: "monitor",
    Event.REMOTE_ENDED: "monitor",
    Event.REMOTE_DECLINED: "circle-x",
    Event.REMOTE_EXPIRED: "hourglass",
    Event.REMOTE_REVOKED: "power",
    Event.REMOTE_TERMINATED: "power",
    Event.REMOTE_TIMED_OUT: "timer",
    Event.REMOTE_FAILED: "triangle-alert",
    Event.REMOTE_ASKED: "mouse-pointer",
    Event.REMOTE_GRANTED: "shield-check",
    Event.REMOTE_REFUSED: "circle-x",
    Event.REMOTE_WITHDRAWN: "eye",
    Event.MARKED: "pencil",
}
