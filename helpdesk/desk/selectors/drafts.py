"""Drafts of the composer: everybody reads only their own."""

from helpdesk.desk.models import ComposerDraft
from helpdesk.people.actors import Actor
from helpdesk.tickets.models import Ticket


def drafts_of(ticket: Ticket, actor: Actor) -> dict[str, ComposerDraft]:
    """Return what this person has begun to write on a ticket that she may see, by kind."""
    return {draft.kind: draft for draft in ticket.drafts.filter(user_id=actor.user_id)} if actor.user_id is not None else {}
