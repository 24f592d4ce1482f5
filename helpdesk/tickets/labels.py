"""Words for the closed lists, for staff and for citizens."""

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import (
    CallbackOrigin,
    Channel,
    Event,
    Exclusion,
    FailureCause,
    Feedback,
    Motive,
    Outcome,
    Preference,
    ProcedureResult,
    Referral,
    Requester,
    Status,
    UnservedReason,
    WaitingParty,
)

Label = str | Promise

STATUS: dict[str, Label] = {
    Status.NEW: _("New"),
    Status.OPEN: _("In progress"),
    Status.WAITING_CITIZEN: _("Waiting for the citizen"),
    Status.WAITING_THIRD_PARTY: _("Waiting for a third party"),
    Status.RESOLVED: _("Resolved"),
    Status.CLOSED: _("Closed"),
}
STATUS_FOR_CITIZEN: dict[str, Label] = {
    Status.NEW: _("We have received your request"),
    Status.OPEN: _("We are working on it"),
    Status.WAITING_CITIZEN: _("We need something from you"),
    Status.WAITING_THIRD_PARTY: _("We are waiting for somebody else"),
    Status.RESOLVED: _("We believe it is solved"),
    Status.CLOSED: _("This request is closed"),
}
STATUS_EXPLAINED: dict[str, Label] = {
    Status.NEW: _("A person will read it and answer you. You do not have to do anything."),
    Status.OPEN: _("A person is looking into it and will write to you here."),
    Status.WAITING_CITIZEN: _("Please read the last message and answer it below."),
    Status.WAITING_THIRD_PARTY: _("We have asked another department or administration. We will tell you when they answer."),
    Status.RESOLVED: _("If something is still not working, write to us below and we will open it again."),
    Status.CLOSED: _("If the problem comes back, write to us below and we will open it again."),
}
CHANNEL: dict[str, Label] = {
    Channel.WEB: _("Web form"),
    Channel.CHAT: _("Chat"),
    Channel.PHONE: _("Telephone"),
    Channel.COUNTER: _("Counter"),
    Channel.EMAIL: _("E-mail"),
    Channel.CALLBACK: _("Call-back"),
}
MOTIVE: dict[str, Label] = {
    Motive.PROCEDURE: _("Online procedure"),
    Motive.APPOINTMENT: _("Appointment"),
    Motive.FOLDER: _("Citizen folder"),
    Motive.CATALOGUE: _("Information on procedures"),
    Motive.CERTIFICATE: _("Digital certificate and signature"),
    Motive.FORM: pgettext_lazy("motive", "Form"),
    Motive.DOCUMENT: _("Documents"),
    Motive.PAYMENT: _("Payment"),
    Motive.NOTIFICATION: _("Electronic notifications"),
    Motive.OTHER: pgettext_lazy("motive", "Other"),
}
REQUESTER: dict[str, Label] = {
    Requester.CITIZEN: _("Citizen"),
    Requester.COMPANY: _("Company"),
    Requester.BODY: _("Association or public body"),
    Requester.REPRESENTATIVE: _("Representative"),
}
OUTCOME: dict[str, Label] = {
    Outcome.SOLVED: _("Solved"),
    Outcome.INFORMED: _("Informed"),
    Outcome.REFERRED: _("Referred to another unit"),
    Outcome.NOT_SOLVED: _("Not solved"),
}
PROCEDURE_RESULT: dict[str, Label] = {
    ProcedureResult.ONLINE: _("Finished online"),
    ProcedureResult.OTHER_CHANNEL: _("Finished in another way"),
    ProcedureResult.NOT_FINISHED: _("Not finished"),
}
FAILURE_CAUSE: dict[str, Label] = {
    FailureCause.TECHNICAL: _("A technical error"),
    FailureCause.IDENTIFICATION: _("Electronic identification"),
    FailureCause.DOCUMENT: _("A missing document"),
    FailureCause.DOUBT: _("Doubts about the form"),
    FailureCause.OTHER: pgettext_lazy("what stood in the way", "Something else"),
}
REFERRAL: dict[str, Label] = {
    Referral.DEPARTMENT: _("Another department of the council"),
    Referral.ADMINISTRATION: _("Another administration"),
}
FEEDBACK: dict[str, Label] = {
    Feedback.COMPLAINT: _("A complaint"),
    Feedback.SUGGESTION: _("A suggestion"),
    Feedback.THANKS: _("Thanks"),
}
UNSERVED: dict[str, Label] = {
    UnservedReason.ABANDONED: _("Left before being answered"),
    UnservedReason.OUTSIDE_HOURS: _("Outside service hours"),
    UnservedReason.REJECTED: _("Could not be answered"),
}
CALLBACK_ORIGIN: dict[str, Label] = {
    CallbackOrigin.VOICE: _("Asked by telephone"),
    CallbackOrigin.WEB: _("Asked on the web"),
    CallbackOrigin.CHAT: _("Asked in the chat’s waiting room"),
}
PREFERENCE: dict[str, Label] = {
    Preference.PHONE: _("By telephone"),
    Preference.SLOWLY: _("By telephone, slowly and clearly"),
    Preference.WRITTEN: _("Only in writing"),
    Preference.SIGN: _("With a sign-language interpreter"),
    Preference.IN_PERSON: _("In person"),
}
WAITING_PARTY: dict[str, Label] = {
    WaitingParty.TECHNICIANS: _("The council’s technicians"),
    WaitingParty.DEPARTMENT: _("Another department of the council"),
    WaitingParty.ADMINISTRATION: _("Another administration"),
    WaitingParty.SUPPLIER: _("A supplier"),
    WaitingParty.OTHER: pgettext_lazy("third party", "Somebody else"),
}
EXCLUSION: dict[str, Label] = {
    Exclusion.TEST: _("A test"),
    Exclusion.DUPLICATE: _("A duplicate"),
    Exclusion.UNWANTED: _("Unwanted message"),
}
EVENT: dict[str, Label] = {
    Event.OPENED: _("Request received"),
    Event.CONTACT_LOGGED: _("Contact logged"),
    Event.TAKEN: _("Taken by an agent"),
    Event.TRANSFERRED: _("Transferred"),
    Event.WAITING: _("Waiting"),
    Event.RESOLVED: _("Marked as resolved"),
    Event.REOPENED: _("Opened again"),
    Event.RESUMED: _("We go on"),
    Event.CLOSED: _("Closed"),
    Event.CHAT_STARTED: _("Chat started"),
    Event.CHAT_ENDED: _("Chat ended"),
    Event.CHAT_ABANDONED: _("The citizen left the waiting room"),
    Event.CHAT_CONVERTED: _("The chat became a written request"),
    Event.RATED: _("The citizen rated the service"),
    Event.THIRD_PARTY_DUE: _("The third party should have answered by now"),
    Event.NEEDS_CHANGED: _("Needs noted"),
    Event.EXCLUDED: _("Left out of the indicators"),
    Event.INCLUDED: _("Counts in the indicators again"),
    Event.FEEDBACK_NOTED: _("Noted what is said of the service"),
    Event.CALL_BOOKED: _("Call agreed"),
    Event.CALL_MOVED: _("Call moved"),
    Event.CALL_CANCELLED: _("Call cancelled"),
    Event.CALL_ATTEMPTED: _("Call attempted"),
    Event.CALL_DONE: _("Call made"),
    Event.CALL_UNANSWERED: _("Call given up without an answer"),
    Event.VIDEO_ENTERED: _("The citizen is in the waiting room of the video call"),
    Event.VIDEO_STARTED: _("The conversation by video began"),
    Event.VIDEO_ENDED: _("The conversation by video ended"),
    Event.VIDEO_TO_PHONE: _("The call is made by telephone instead of by video"),
    Event.REMOTE_REQUESTED: _("Remote session prepared"),
    Event.REMOTE_OFFERED: _("Remote session offered"),
    Event.REMOTE_CONSENTED: _("The citizen agreed to a remote session"),
    Event.REMOTE_STARTED: _("Remote session started"),
    Event.REMOTE_ENDED: _("Remote session ended"),
    Event.REMOTE_DECLINED: _("The citizen declined the remote session"),
    Event.REMOTE_EXPIRED: _("The offer of a remote session expired"),
    Event.REMOTE_REVOKED: _("The citizen stopped the remote session"),
    Event.REMOTE_TERMINATED: _("A supervisor ended the remote session"),
    Event.REMOTE_TIMED_OUT: _("The remote session reached its time limit"),
    Event.REMOTE_FAILED: _("The remote session failed"),
    Event.REMOTE_ASKED: _("The agent asked to do more than look"),
    Event.REMOTE_GRANTED: _("The citizen allowed more than looking"),
    Event.REMOTE_REFUSED: _("The citizen allowed nothing more than looking"),
    Event.REMOTE_WITHDRAWN: _("Only looking again"),
    Event.MARKED: _("%(name)s marked the picture"),
}


def third_party(party: str, name: str) -> str:
    """Return for whom a ticket waits, in the active language: one of the closed list, by name when there is one. The name is as somebody wrote it."""
    label = "" if party in {"", WaitingParty.OTHER} and name else str(WAITING_PARTY.get(party, ""))
    if label and name:
        return gettext("%(party)s: %(name)s") % {"party": label, "name": name}
    return label or name


def waiting_words(ticket: Ticket) -> str:
    """Return for whom, other than the citizen, a ticket waits; empty when it does not."""
    return third_party(ticket.waiting_party, ticket.waiting_for) if ticket.status == Status.WAITING_THIRD_PARTY else ""
