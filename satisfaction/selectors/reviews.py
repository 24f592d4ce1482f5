"""Low scores that a supervisor looks at."""

from django.db.models import QuerySet

from helpdesk.base.errors import NotAllowed, NotFound
from helpdesk.people.actors import Actor
from helpdesk.people.policies import councils_where
from satisfaction.models import Review
from satisfaction.permissions import Permission


def reviews_visible_to(actor: Actor) -> QuerySet[Review]:
    """Return the reviews of the councils that somebody supervises, with what a list shows of them."""
    ids = councils_where(actor, Permission.REVIEW)
    rows = Review.objects.filter(council_id__in=ids)
    return rows.select_related("council", "closed_by", "rating__invitation__ticket__assignee")


def reviews_for(actor: Actor, *, closed: bool) -> QuerySet[Review]:
    """Return open reviews, the oldest first, or closed ones, the newest first; raises NotAllowed for who supervises nothing."""
    if not councils_where(actor, Permission.REVIEW):
        raise NotAllowed
    rows = reviews_visible_to(actor)
    return rows.exclude(closed_at=None).order_by("-closed_at", "-pk") if closed else rows.filter(closed_at=None).order_by("opened_at", "pk")


def review_for(review_id: int, actor: Actor) -> Review:
    """Return a review by its id; raises NotFound."""
    review = reviews_visible_to(actor).filter(pk=review_id).first()
    if review is None:
        raise NotFound
    return review


def open_reviews(actor: Actor) -> int:
    """Return how many reviews are open in the councils that somebody supervises."""
    return Review.objects.filter(council_id__in=councils_where(actor, Permission.REVIEW), closed_at=None).count()
