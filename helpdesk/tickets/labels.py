"""Words for the closed lists, for staff and for citizens."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from helpdesk.tickets.rules import Channel, Event, Motive, Outcome, Requester, Status, UnservedReason

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
UNSERVED: dict[str, Label] = {
    UnservedReason.ABANDONED: _("Left before being answered"),
    UnservedReason.OUTSIDE_HOURS: _("Outside service hours"),
    UnservedReason.REJECTED: _("Could not be answered"),
}
EVENT: dict[str, Label] = {
    Event.OPENED: _("Request received"),
    Event.CONTACT_LOGGED: _("Contact logged"),
    Event.TAKEN: _("Taken by an agent"),
    Event.TRANSFERRED: _("Transferred"),
    Event.WAITING: _("Waiting"),
    Event.RESOLVED: _("Marked as resolved"),
    Event.REOPENED: _("Opened again"),
    Event.CLOSED: _("Closed"),
    Event.CHAT_STARTED: _("Chat started"),
    Event.CHAT_ENDED: _("Chat ended"),
    Event.CHAT_ABANDONED: _("The citizen left the waiting room"),
    Event.CHAT_CONVERTED: _("The chat became a written request"),
    Event.RATED: _("The citizen rated the service"),
}
