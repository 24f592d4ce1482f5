"""Reviews of low scores: opened by the answer, withdrawn by a better one, closed by a supervisor who says what was done."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from helpdesk.base import clock
from helpdesk.base.errors import Conflict, InvalidInput, NotFound
from helpdesk.base.text import clean_text
from helpdesk.people.actors import Actor
from helpdesk.people.policies import require
from satisfaction.models import Rating, Review
from satisfaction.permissions import Permission
from satisfaction.rules import CLOSING, MAX_NOTE, ReviewOutcome, needs_review
from satisfaction.selectors import review_for, settings_of

CLOSED_ALREADY = _("Somebody has closed this review already.")
SAY_WHAT = _("Say what was done.")
NOTE_TOO_LONG = _("The note is too long: 1,000 characters at most.")


def follow_up(rating: Rating) -> Review | None:
    """Open the review of a low score, or take it back when its author has changed the answer since; for services, inside their transaction. Answers at an office belong to nobody who could be called."""
    if rating.invitation_id is None:
        return None
    chosen = settings_of(rating.council)
    is_low = needs_review(
        score=rating.score, solved=rating.solved, review_up_to=chosen.review_up_to, review_not_solved=chosen.review_not_solved
    )
    review = Review.objects.select_for_update().filter(rating=rating).first()
    if review is None:
        return Review.objects.create(council_id=rating.council_id, rating=rating, opened_at=clock.now()) if is_low else None
    if is_low and review.outcome == ReviewOutcome.CHANGED:
        review.outcome, review.closed_at = "", None
    elif not is_low and review.closed_at is None:
        review.outcome, review.closed_at = ReviewOutcome.CHANGED, clock.now()
    else:
        return review
    review.save()
    return review


@transaction.atomic
def close_review(*, review_id: int, outcome: ReviewOutcome, note: str, by: Actor) -> Review:
    """Write what was done about a low score; raises Conflict when somebody was faster."""
    found = review_for(review_id, by)
    require(by, Permission.REVIEW, found.council_id)
    review = Review.objects.select_for_update().filter(pk=found.pk).first()
    if review is None:
        raise NotFound
    if review.closed_at is not None:
        raise Conflict(CLOSED_ALREADY)
    note = clean_text(note)
    if outcome not in CLOSING:
        raise InvalidInput(SAY_WHAT)
    if len(note) > MAX_NOTE:
        raise InvalidInput(NOTE_TOO_LONG)
    review.outcome, review.note, review.closed_at, review.closed_by_id = outcome, note, clock.now(), by.user_id
    review.save()
    return review
