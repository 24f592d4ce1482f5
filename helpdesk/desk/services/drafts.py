"""What an agent has begun to write, kept on the server: it is there again on any computer."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from helpdesk.base import clock
from helpdesk.base.errors import InvalidInput, NotAllowed
from helpdesk.desk.models import ComposerDraft
from helpdesk.desk.permissions import Permission
from helpdesk.desk.rules import DRAFT_DAYS, MAX_DRAFT, DraftKind
from helpdesk.people.actors import Actor
from helpdesk.people.policies import require
from helpdesk.tickets.services.timeline import locked

TOO_LONG = _("The draft is too long: 5,000 characters at most.")


@transaction.atomic
def save_draft(*, ticket_id: int, kind: DraftKind, body: str, client_id: UUID | None = None, by: Actor) -> ComposerDraft | None:
    """Keep what somebody writes; nothing written forgets it. `client_id` is that of the message: one that was sent in the meantime leaves no draft behind."""
    ticket = locked(ticket_id, by)
    require(by, Permission.DRAFT, ticket.council_id)
    if by.user_id is None:
        raise NotAllowed
    if len(body) > MAX_DRAFT:
        raise InvalidInput(TOO_LONG)
    own = ticket.drafts.filter(user_id=by.user_id, kind=kind)
    if not body.strip() or (client_id is not None and ticket.entries.filter(client_id=client_id).exists()):
        own.delete()
        return None
    draft, _created = ticket.drafts.update_or_create(
        user_id=by.user_id, kind=kind, defaults={"council_id": ticket.council_id, "body": body, "updated_at": clock.now()}
    )
    return draft


def forget_draft(*, ticket_id: int, kind: DraftKind, by: Actor) -> None:
    """Forget what somebody wrote: it was sent, or thrown away."""
    save_draft(ticket_id=ticket_id, kind=kind, body="", by=by)


def prune_drafts() -> int:
    """Delete what nobody went on with for 30 days; returns how many."""
    old = clock.now() - timedelta(days=DRAFT_DAYS)
    return QuerySet(ComposerDraft).filter(updated_at__lt=old).delete()[0]
