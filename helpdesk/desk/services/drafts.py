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
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.services.timeline import locked

TOO_LONG = _("The draft is too long: 5,000 characters at most.")


def writing_on(ticket_id: int, by: Actor) -> tuple[Ticket, int]:
    """Return a ticket on which somebody may keep a draft, locked for the transaction, and who that is; raises NotFound and NotAllowed."""
    ticket = locked(ticket_id, by)
    require(by, Permission.DRAFT, ticket.council_id)
    if by.user_id is None:
        raise NotAllowed
    return ticket, by.user_id


def put_draft(ticket: Ticket, writer: int, kind: DraftKind, body: str) -> ComposerDraft:
    """Write what somebody has begun over what she had before; inside a transaction that `writing_on` began."""
    if len(body) > MAX_DRAFT:
        raise InvalidInput(TOO_LONG)
    defaults = {"council_id": ticket.council_id, "body": body, "updated_at": clock.now()}
    return ticket.drafts.update_or_create(user_id=writer, kind=kind, defaults=defaults)[0]


@transaction.atomic
def save_draft(*, ticket_id: int, kind: DraftKind, body: str, client_id: UUID | None = None, by: Actor) -> ComposerDraft | None:
    """Keep what somebody writes; nothing written forgets it, unless files wait with it. `client_id` is that of the message: one that was sent in the meantime leaves no draft behind."""
    ticket, writer = writing_on(ticket_id, by)
    own = ticket.drafts.filter(user_id=writer, kind=kind)
    was_sent = client_id is not None and ticket.entries.filter(client_id=client_id).exists()
    if was_sent or not (body.strip() or own.filter(files__isnull=False).exists()):
        own.delete()
        return None
    return put_draft(ticket, writer, kind, body)


@transaction.atomic
def forget_draft(*, ticket_id: int, kind: DraftKind, by: Actor) -> None:
    """Forget what somebody wrote, and the files with it: it was sent, or thrown away."""
    ticket, writer = writing_on(ticket_id, by)
    ticket.drafts.filter(user_id=writer, kind=kind).delete()


def prune_drafts() -> int:
    """Delete what nobody went on with for 30 days, with its files; returns how many drafts."""
    old = clock.now() - timedelta(days=DRAFT_DAYS)
    return QuerySet(ComposerDraft).filter(updated_at__lt=old).delete()[1].get("desk.ComposerDraft", 0)
