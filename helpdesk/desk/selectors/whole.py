"""A ticket for its page, with what is known about its cards: of most tickets there are few, and what is not there need not be looked for."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from helpdesk.base.errors import NotFound
from helpdesk.callbacks.models import Call
from helpdesk.chat.models import Chat
from helpdesk.desk.models import ComposerDraft
from helpdesk.people.actors import Actor
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.selectors import readable
from satisfaction.models import Invitation


@dataclass(frozen=True, slots=True)
class Has:
    """What there is beside a ticket; where it was not asked, everything may be there."""

    call: bool = True
    chat: bool = True
    draft: bool = True
    invitation: bool = True


def whole_ticket(reference: str, actor: Actor) -> tuple[Ticket, Has]:
    """Return a ticket as `ticket_for` does, and what there is beside it, in one statement; raises NotFound."""
    own = OuterRef("pk")
    ticket = (
        readable(actor)
        .annotate(
            has_call=Exists(QuerySet(Call).filter(ticket=own)),
            has_chat=Exists(QuerySet(Chat).filter(ticket=own)),
            has_draft=Exists(QuerySet(ComposerDraft).filter(ticket=own, user_id=actor.user_id or 0)),
            has_invitation=Exists(QuerySet(Invitation).filter(ticket=own)),
        )
        .filter(reference=reference.upper())
        .first()
    )
    if ticket is None:
        raise NotFound
    return ticket, Has(ticket.has_call, ticket.has_chat, ticket.has_draft, ticket.has_invitation)
