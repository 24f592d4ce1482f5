"""Reads of ratings: what one citizen may see of their own, and counts for the indicators."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count
from django.urls import reverse

from helpdesk.base import clock
from helpdesk.base.errors import NotFound
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.policies import allowed, require
from helpdesk.tickets.models import Ticket
from satisfaction.models import Invitation, Rating
from satisfaction.permissions import Permission
from satisfaction.rules import SCORES, changeable


@dataclass(frozen=True, slots=True)
class RatingCard:
    """What a citizen's page shows of the rating of a ticket: `score` is None until it is answered."""

    reference: str
    url: str
    score: int | None
    comment: str
    may_answer: bool

    @property
    def is_answered(self) -> bool:
        """Whether there is an answer."""
        return self.score is not None


@dataclass(frozen=True, slots=True)
class ScoreCounts:
    """Counts of one channel: invitations sent and answers given in the period; `distribution` goes from 1 to 5."""

    invited: int
    answers: int
    distribution: tuple[int, int, int, int, int]


def card_for(ticket: Ticket, actor: Actor) -> RatingCard | None:
    """Return the rating of a ticket for the citizen who holds a link to it, and its score alone for who answers tickets; None when not invited, and for everybody else."""
    is_citizens = ticket.pk in actor.rating_ticket_ids and allowed(actor, Permission.RATE, ticket.council_id)
    if not is_citizens and not allowed(actor, Permission.SEE_SCORE, ticket.council_id):
        return None
    invitation = Invitation.objects.select_related("ticket", "rating").filter(ticket=ticket).first()
    if invitation is None:
        return None
    card = _card(invitation)
    return card if is_citizens else replace(card, comment="", may_answer=False)


def card_by_reference(reference: str, actor: Actor) -> tuple[int, RatingCard]:
    """Return the ticket's id and the card of an invitation that this citizen's links open; raises NotFound."""
    rows = Invitation.objects.select_related("ticket", "rating").filter(
        ticket__reference=reference.upper(), ticket_id__in=actor.rating_ticket_ids, council_id=actor.citizen_council_id or 0
    )
    invitation = rows.first()
    if invitation is None or not allowed(actor, Permission.RATE, invitation.council_id):
        raise NotFound
    return invitation.ticket_id, _card(invitation)


def _card(invitation: Invitation) -> RatingCard:
    rating: Rating | None = getattr(invitation, "rating", None)
    reference = invitation.ticket.reference
    return RatingCard(
        reference=reference,
        url=reverse("rating:rate", args=[reference]),
        score=rating.score if rating else None,
        comment=rating.comment if rating else "",
        may_answer=rating is None or changeable(rating.created_at, clock.now()),
    )


def measure_scores(*, council: Council, start: datetime, end: datetime, by: Actor) -> dict[str, ScoreCounts]:
    """Return the counts per channel of tickets, for invitations and for ratings created in [start, end). Comments are never read."""
    require(by, Permission.MEASURE, council.pk)
    period = {"council": council, "created_at__gte": start, "created_at__lt": end}
    invited = _counted(Invitation.objects.filter(**period).values_list("ticket__channel").annotate(n=Count("pk")).order_by())
    scores = {
        (channel, score): n
        for channel, score, n in Rating.objects.filter(**period)
        .values_list("invitation__ticket__channel", "score")
        .annotate(n=Count("pk"))
        .order_by()
    }
    return {
        channel: ScoreCounts(
            invited=invited.get(channel, 0),
            answers=sum(n for (of, _score), n in scores.items() if of == channel),
            distribution=_five([scores.get((channel, score), 0) for score in SCORES]),
        )
        for channel in sorted({*invited, *(channel for channel, _score in scores)})
    }


def _counted(rows: Iterable[tuple[str, int]]) -> dict[str, int]:
    return dict(rows)


def _five(counts: list[int]) -> tuple[int, int, int, int, int]:
    one, two, three, four, five = counts
    return one, two, three, four, five
