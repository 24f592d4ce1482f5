"""Words for the closed lists of remote sessions."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from helpdesk.tickets.labels import Label
from helpdesk.tickets.rules import Author
from remote.providers.base import HardEnd
from remote.rules import EndReason, EventName, Scope, State

STATE: dict[str, Label] = {
    State.REQUESTED: _("Being prepared"),
    State.OFFERED: _("Waiting for the citizen’s answer"),
    State.CONSENTED: _("The citizen has agreed"),
    State.AWAITING_DEVICE: _("Waiting for the citizen’s computer"),
    State.READY: _("Ready to begin"),
    State.VIEWING: _("Looking at the screen"),
    State.CONTROLLING: _("Using mouse and keyboard"),
    State.ENDING: _("Ended here, not confirmed yet"),
    State.ENDED: _("Ended"),
    State.DECLINED: _("The citizen said no"),
    State.EXPIRED: _("Not answered in time"),
    State.REVOKED: _("Stopped by the citizen"),
    State.TERMINATED: _("Ended by a supervisor"),
    State.TIMED_OUT: _("Ended at its time limit"),
    State.FAILED: _("It did not work"),
}
TONE: dict[str, str] = {
    State.OFFERED: "soon",
    State.CONSENTED: "acc",
    State.AWAITING_DEVICE: "acc",
    State.READY: "acc",
    State.VIEWING: "ok",
    State.CONTROLLING: "ok",
    State.ENDING: "late",
    State.FAILED: "late",
}
SCOPE: dict[str, Label] = {
    Scope.VIEW: _("Only look"),
    "view+control": _("Look, and use mouse and keyboard"),
    "view+control+clipboard": _("Look, use mouse and keyboard, and copy between the computers"),
}
# What is allowed beyond looking, each a decision of its own.
ALLOWED: dict[str, Label] = {
    Scope.CONTROL: _("Mouse and keyboard"),
    Scope.CLIPBOARD: _("Clipboard: copying between the computers"),
}
ASK_FOR: dict[str, Label] = {
    Scope.CONTROL: _("Ask for mouse and keyboard"),
    Scope.CLIPBOARD: _("Ask for the clipboard"),
}
GIVE_BACK: dict[str, Label] = {
    Scope.CONTROL: _("Give mouse and keyboard back"),
    Scope.CLIPBOARD: _("Give the clipboard back"),
}
HOW_IT_ENDED: dict[str, Label] = {
    State.ENDED: _("The agent ended it"),
    State.DECLINED: _("You said no"),
    State.EXPIRED: _("The proposal was not answered in time"),
    State.REVOKED: _("You stopped it"),
    State.TERMINATED: _("A supervisor of the service ended it"),
    State.TIMED_OUT: _("It reached its time limit"),
    State.FAILED: _("It did not work"),
}
WHY_IT_ENDED: dict[str, Label] = {
    EndReason.WITHDRAWN: _("The agent withdrew the proposal"),
    EndReason.TICKET: _("The request was resolved"),
}
HARD_END: dict[str, Label] = {
    HardEnd.SERVER: pgettext_lazy("who ends a session", "This service ends it"),
    HardEnd.CLIENT: pgettext_lazy("who ends a session", "The citizen’s page ends it"),
    HardEnd.REMOTE: pgettext_lazy("who ends a session", "Not enforced by this service: people close the program"),
}
EVENT: dict[str, Label] = {
    EventName.REQUESTED: _("Prepared"),
    EventName.OFFERED: _("Offered to the citizen"),
    EventName.CONSENT_SHOWN: _("The citizen read the words"),
    EventName.CONSENTED: _("The citizen agreed"),
    EventName.DECLINED: _("The citizen said no"),
    EventName.EXPIRED: _("Not answered in time"),
    EventName.PREPARED: _("The program was made ready"),
    EventName.CODE_ISSUED: _("A one-time code was made"),
    EventName.CODE_REFUSED: _("A code was refused"),
    EventName.DEVICE_CONNECTED: _("The citizen’s computer connected"),
    EventName.DEVICE_LOST: _("The citizen’s computer was lost"),
    EventName.VIEWER_OPENED: _("The agent began to look"),
    EventName.VIEWER_CLOSED: _("The agent’s picture was closed"),
    EventName.CONTROL_REQUESTED: _("Asked for mouse and keyboard"),
    EventName.CONTROL_REFUSED: _("Mouse and keyboard were refused"),
    EventName.CONTROL_GRANTED: _("Mouse and keyboard were allowed"),
    EventName.CONTROL_REVOKED: _("Mouse and keyboard were taken back"),
    EventName.CLIPBOARD_REQUESTED: _("Asked for the clipboard"),
    EventName.CLIPBOARD_REFUSED: _("The clipboard was refused"),
    EventName.CLIPBOARD_GRANTED: _("The clipboard was allowed"),
    EventName.CLIPBOARD_REVOKED: _("The clipboard was taken back"),
    EventName.HEARTBEAT_MISSED: _("The citizen’s page did not answer"),
    EventName.ENDING: _("Ended here"),
    EventName.END_UNCONFIRMED: _("The program has not confirmed yet"),
    EventName.CLOSED_ATTESTED: _("Somebody said that the program is closed"),
    EventName.ENDED: _("Ended"),
    EventName.PROVIDER_ERROR: _("The program gave an error"),
}
ACTOR: dict[str, Label] = {
    Author.CITIZEN: pgettext_lazy("who did it", "The citizen"),
    Author.STAFF: pgettext_lazy("who did it", "Staff"),
    Author.SYSTEM: pgettext_lazy("who did it", "By itself"),
}
