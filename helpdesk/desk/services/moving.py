"""Moving the work of somebody who is not there."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from helpdesk.base.errors import InvalidInput
from helpdesk.desk.permissions import Permission
from helpdesk.people.actors import Actor
from helpdesk.people.policies import require
from helpdesk.tickets.selectors import visible_to
from helpdesk.tickets.selectors.queue import DONE
from helpdesk.tickets.services import transfer_ticket

SAY_TO_WHOM = _("Choose a colleague or a team.")
THE_SAME_PERSON = _("This is the person who has the work now.")


@transaction.atomic
def move_work(
    *, council_id: int, from_user_id: int, to_user_id: int | None = None, to_team_id: int | None = None, reason: str = "", by: Actor
) -> int:
    """Give every open ticket that somebody has in a council to a colleague or a team, all or none; returns how many."""
    require(by, Permission.SUPERVISE, council_id)
    if (to_user_id is None) == (to_team_id is None):
        raise InvalidInput(SAY_TO_WHOM)
    if to_user_id == from_user_id:
        raise InvalidInput(THE_SAME_PERSON)
    open_tickets = visible_to(by).filter(council_id=council_id, assignee_id=from_user_id).exclude(status__in=DONE)
    ids = list(open_tickets.order_by("pk").values_list("pk", flat=True))
    for ticket_id in ids:
        transfer_ticket(ticket_id=ticket_id, to_user_id=to_user_id, to_team_id=to_team_id, reason=reason, by=by)
    return len(ids)
