"""What the timeline and the journal tell of a session."""

from helpdesk.tickets.models import Entry, Ticket
from helpdesk.tickets.rules import Visibility
from remote.models import RemoteEvent, RemoteSession


def told(ticket: Ticket, visibility: Visibility = Visibility.PUBLIC) -> list[str]:
    """The remote events of a timeline, in order."""
    rows = Entry.objects.filter(ticket=ticket, event__startswith="remote_", visibility=visibility)
    return list(rows.order_by("seq").values_list("event", flat=True))


def journal(session: RemoteSession) -> list[str]:
    return list(RemoteEvent.objects.filter(session=session).order_by("seq").values_list("name", flat=True))
