"""Inviting to rate, and the answer."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from helpdesk.base import clock
from helpdesk.base.errors import Expired, InvalidInput, NotFound
from helpdesk.base.text import clean_text
from helpdesk.outbox.services import enqueue_mail
from helpdesk.people.actors import Actor
from helpdesk.people.policies import require
from helpdesk.people.rules import Purpose
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Event, Visibility
from helpdesk.tickets.services import add_event
from satisfaction.models import Invitation, Rating
from satisfaction.permissions import Permission
from satisfaction.rules import MAX_COMMENT, SCORES, changeable

CHOOSE_A_SCORE = _("Choose one of the five answers.")
COMMENT_TOO_LONG = _("The comment is too long: 1,000 characters at most.")
TOO_LATE = _("You have already answered, and an answer can be changed for 24 hours only. Thank you!")


@transaction.atomic
def invite(*, ticket: Ticket) -> Invitation:
    """Invite to rate a ticket, once, by mail if there is an address; runs inside the transaction that resolves it."""
    invitation, created = Invitation.objects.get_or_create(ticket=ticket, defaults={"council": ticket.council, "created_at": clock.now()})
    if created and ticket.citizen.email:
        enqueue_mail(
            council=ticket.council,
            template="rating",
            language=ticket.language,
            recipient=ticket.citizen.email,
            context={"reference": ticket.reference},
            link=(Purpose.RATING, ticket.pk),
        )
    return invitation


@transaction.atomic
def rate(*, ticket_id: int, score: int, comment: str, by: Actor) -> Rating:
    """Answer an invitation, or change the answer within 24 h. Only the citizen who holds a link to the ticket; raises Expired later."""
    require(by, Permission.RATE, by.citizen_council_id or 0)
    invitation = _locked(ticket_id, by)
    comment = clean_text(comment)
    if score not in SCORES:
        raise InvalidInput(CHOOSE_A_SCORE)
    if len(comment) > MAX_COMMENT:
        raise InvalidInput(COMMENT_TOO_LONG)
    now = clock.now()
    rating = Rating.objects.filter(invitation=invitation).first()
    if rating is None:
        add_event(invitation.ticket, event=Event.RATED, by=by, visibility=Visibility.INTERNAL)
        return Rating.objects.create(
            council_id=invitation.council_id, invitation=invitation, score=score, comment=comment, created_at=now, changed_at=now
        )
    if not changeable(rating.created_at, now):
        raise Expired(TOO_LATE)
    rating.score, rating.comment, rating.changed_at = score, comment, now
    rating.save(update_fields=["score", "comment", "changed_at"])
    return rating


def _locked(ticket_id: int, by: Actor) -> Invitation:
    """Return the invitation, locked, so that two answers at once become one; raises NotFound."""
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("ticket__citizen")
        .filter(ticket_id=ticket_id, council_id=by.citizen_council_id or 0)
        .first()
    )
    if invitation is None or ticket_id not in by.rating_ticket_ids:
        raise NotFound
    return invitation
