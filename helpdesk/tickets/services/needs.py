"""What somebody needs in order to be helped: an interpreter, a way of communicating, a person who writes in their place."""

from django.db import transaction

from helpdesk.base.text import clean_text
from helpdesk.people.actors import Actor
from helpdesk.people.policies import require
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.permissions import Permission
from helpdesk.tickets.rules import Event, Preference, Visibility
from helpdesk.tickets.services.search import index_again
from helpdesk.tickets.services.timeline import add_event, locked


@transaction.atomic
def set_needs(
    *,
    ticket_id: int,
    interpreter: str = "",
    preference: Preference | None = None,
    helper_name: str = "",
    helper_contact: str = "",
    by: Actor,
) -> Ticket:
    """Note what somebody needs; the timeline tells staff that it changed, not what it is. The same again changes nothing."""
    ticket = locked(ticket_id, by)
    require(by, Permission.WORK, ticket.council_id)
    needs = {
        "interpreter": clean_text(interpreter)[:40],
        "preference": preference.value if preference else "",
        "helper_name": clean_text(helper_name)[:120],
        "helper_contact": clean_text(helper_contact)[:80],
    }
    if all(getattr(ticket, field) == value for field, value in needs.items()):
        return ticket
    for field, value in needs.items():
        setattr(ticket, field, value)
    ticket.save()
    index_again([ticket.pk])
    add_event(ticket, event=Event.NEEDS_CHANGED, by=by, visibility=Visibility.INTERNAL)
    return ticket
