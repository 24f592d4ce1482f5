"""Who owes the next word: the first human response, and until when the service has to answer in writing."""

from datetime import datetime, timedelta

from helpdesk.base import clock
from helpdesk.calendars.rules import add_business_time
from helpdesk.calendars.selectors import schedule_of
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Status

REPLY_TARGET = timedelta(hours=8)


def reply_due(council: Council, since: datetime) -> datetime:
    """Return until when the service answers what it is asked at a moment: eight open hours."""
    return add_business_time(schedule_of(council), since, REPLY_TARGET)


def note_human_response(ticket: Ticket, *, by: Actor) -> None:
    """Remember on a locked ticket that a member of staff answered: the first time counts, nobody is waited for any more, and whoever answered looks after it."""
    changed = False
    if ticket.first_human_response_at is None:
        ticket.first_human_response_at, changed = clock.now(), True
    if ticket.reply_due_at is not None:
        ticket.reply_due_at, changed = None, True
    if ticket.status == Status.NEW:
        ticket.status, changed = Status.OPEN, True
    if ticket.assignee_id is None:
        ticket.assignee_id, changed = by.user_id, True
    if changed:
        ticket.save()


def owe_reply(ticket: Ticket, *, until: datetime | None = None) -> None:
    """Give a locked ticket a deadline: `until`, else that of a written request that arrives now."""
    ticket.reply_due_at = until or reply_due(ticket.council, clock.now())
    ticket.save()
