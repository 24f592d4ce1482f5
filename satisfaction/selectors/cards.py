"""The rating of one ticket: for the citizen who holds a link to it, and its score for who answers tickets."""

from dataclasses import dataclass, replace

from django.urls import reverse

from helpdesk.base import clock
from helpdesk.base.errors import NotFound
from helpdesk.base.secrets import unseal
from helpdesk.callbacks.models import Call
from helpdesk.callbacks.rules import CallState
from helpdesk.people.actors import Actor
from helpdesk.people.policies import allowed
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Channel
from helpdesk.tickets.selectors import ticket_for
from satisfaction.labels import in_words
from satisfaction.models import Answer, Invitation, Question, Rating
from satisfaction.permissions import Permission
from satisfaction.rules import Ask, Via, changeable

SPOKEN = (Channel.PHONE, Channel.CALLBACK)


@dataclass(frozen=True, slots=True)
class RatingCard:
    """What a page shows of the rating of a ticket: `score` is None until it is answered. `is_asked` says that we really ask; `may_key`, that an agent may read the questions out."""

    reference: str
    url: str
    score: int | None
    comment: str
    may_answer: bool
    solved: str = ""
    ease: int | None = None
    own: tuple[tuple[int, int], ...] = ()
    is_asked: bool = True
    was_mailed: bool = False
    by_phone: bool = False
    may_key: bool = False
    invitation_id: int = 0

    @property
    def is_answered(self) -> bool:
        """Whether there is an answer."""
        return self.score is not None


def card_for(ticket: Ticket, actor: Actor) -> RatingCard | None:
    """Return the rating of a ticket for the citizen who holds a link to it, and its score alone for who answers tickets; None when not invited, and for everybody else."""
    is_citizens = ticket.pk in actor.rating_ticket_ids and allowed(actor, Permission.RATE, ticket.council_id)
    if not is_citizens and not allowed(actor, Permission.SEE_SCORE, ticket.council_id):
        return None
    invitation = Invitation.objects.select_related("rating").filter(ticket=ticket).first()
    if invitation is None:
        return None
    invitation.ticket = ticket
    if is_citizens:
        return _card(invitation)
    may_key = may_be_keyed(invitation) and allowed(actor, Permission.KEY, ticket.council_id) and actor.user_id is not None
    return replace(_card(invitation), comment="", solved="", ease=None, own=(), may_answer=False, may_key=may_key)


def card_by_reference(reference: str, actor: Actor) -> tuple[int, RatingCard]:
    """Return the ticket's id and the card of an invitation that this citizen's links open; raises NotFound."""
    rows = Invitation.objects.select_related("ticket", "rating").filter(
        ticket__reference=reference.upper(), ticket_id__in=actor.rating_ticket_ids, council_id=actor.citizen_council_id or 0
    )
    invitation = rows.first()
    if invitation is None or not allowed(actor, Permission.RATE, invitation.council_id):
        raise NotFound
    card = _card(invitation)
    if card.is_answered and card.may_answer:
        answers = Answer.objects.filter(rating__invitation=invitation).values_list("question_id", "value")
        card = replace(card, own=tuple(answers))
    return invitation.ticket_id, card


def keyable(reference: str, actor: Actor) -> Ticket:
    """Return a ticket whose rating an agent may key now; raises NotFound."""
    ticket = ticket_for(reference, actor)
    card = card_for(ticket, actor)
    if card is None or not card.may_key:
        raise NotFound
    return ticket


def may_be_keyed(invitation: Invitation) -> bool:
    """Say whether the questions may be read out: somebody was spoken to, is really asked, and has not answered."""
    return invitation.ask == Ask.ASKED and not hasattr(invitation, "rating") and was_spoken_to(invitation.ticket)


def was_spoken_to(ticket: Ticket) -> bool:
    """Say whether the citizen of a ticket was on the telephone with us."""
    return ticket.channel in SPOKEN or Call.objects.filter(ticket=ticket, state=CallState.DONE).exists()


def asked_before(rating_own: tuple[tuple[int, int], ...]) -> list[Question]:
    """Return the questions of an answer, as they were asked, in their places."""
    return list(Question.objects.filter(pk__in=[pk for pk, _value in rating_own]).order_by("slot"))


def _card(invitation: Invitation) -> RatingCard:
    rating: Rating | None = getattr(invitation, "rating", None)
    reference = invitation.ticket.reference
    return RatingCard(
        reference=reference,
        url=reverse("rating:rate", args=[reference]),
        score=rating.score if rating else None,
        comment=_as_written(rating) if rating else "",
        may_answer=rating is None or changeable(rating.created_at, clock.now()),
        solved=rating.solved if rating else "",
        ease=rating.ease if rating else None,
        is_asked=invitation.ask == Ask.ASKED,
        was_mailed=invitation.mails > 0,
        by_phone=bool(rating and rating.via == Via.PHONE),
        invitation_id=invitation.pk,
    )


def _as_written(rating: Rating) -> str:
    """Return the comment for who wrote it: the own words for a day, and then what is left of them."""
    return unseal(rating.sealed_comment).get("comment") or in_words(rating.comment)
