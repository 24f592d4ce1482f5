"""Words for the closed lists of agreed calls, for staff and for citizens."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from helpdesk.callbacks.rules import AttemptOutcome, CallMode, CallState
from helpdesk.tickets.labels import Label

STATE: dict[str, Label] = {
    CallState.BOOKED: pgettext_lazy("call", "Agreed"),
    CallState.DONE: pgettext_lazy("call", "Made"),
    CallState.UNANSWERED: pgettext_lazy("call", "Not answered"),
    CallState.CANCELLED: pgettext_lazy("call", "Cancelled"),
}
ATTEMPT: dict[str, Label] = {
    AttemptOutcome.ANSWERED: _("We talked"),
    AttemptOutcome.NO_ANSWER: _("No answer"),
    AttemptOutcome.BUSY: _("Busy"),
    AttemptOutcome.VOICEMAIL: _("Voicemail"),
    AttemptOutcome.WRONG_NUMBER: _("Wrong number"),
}
MODE: dict[str, Label] = {
    CallMode.PHONE: _("By telephone"),
    CallMode.VIDEO: _("By video, in the browser"),
}
# By video nobody is engaged, and no machine answers: whoever did not come is called by telephone next.
ATTEMPT_BY_VIDEO: dict[str, Label] = {
    AttemptOutcome.ANSWERED: _("We talked"),
    AttemptOutcome.NO_ANSWER: _("Did not come, or it failed"),
}
