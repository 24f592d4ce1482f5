"""Drafts of the composer: everybody reads only their own."""

from django.db.models import QuerySet

from helpdesk.desk.models import ComposerDraft, KeptFile
from helpdesk.desk.rules import DraftKind
from helpdesk.people.actors import Actor
from helpdesk.tickets.models import Ticket


def drafts_of(ticket: Ticket, actor: Actor) -> dict[str, ComposerDraft]:
    """Return what this person has begun to write on a ticket that she may see, with the files that wait, by kind."""
    if actor.user_id is None:
        return {}
    return {draft.kind: draft for draft in ticket.drafts.filter(user_id=actor.user_id).prefetch_related("files")}


def kept_files(ticket: Ticket, kind: DraftKind, actor: Actor) -> list[KeptFile]:
    """Return the files that wait with this person's own draft on a ticket that she may see."""
    if actor.user_id is None:
        return []
    return list(QuerySet(KeptFile).filter(draft__ticket=ticket, draft__user_id=actor.user_id, draft__kind=kind))
