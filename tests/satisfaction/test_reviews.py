"""Low scores that supervisors look at."""

import pytest

from helpdesk.base.errors import Conflict, InvalidInput, NotAllowed, NotFound
from helpdesk.people.rules import Role
from satisfaction.models import Review
from satisfaction.rules import ReviewOutcome, Solved, needs_review
from satisfaction.selectors import open_reviews, review_for, reviews_for
from satisfaction.services import Extras, close_review, rate, save_settings
from tests.factories import citizen_of, citizen_with, make_staff
from tests.satisfaction.asking import resolved

pytestmark = pytest.mark.django_db


def answered(council, agent, score=1, solved="", comment=""):
    ticket = resolved(council, agent)
    rate(ticket_id=ticket.pk, score=score, comment=comment, extras=Extras(solved=solved), by=citizen_with(ticket))
    return ticket


@pytest.mark.parametrize(
    ("score", "solved", "up_to", "not_solved", "expected"),
    [
        (1, "", 2, True, True),
        (2, "", 2, True, True),
        (3, "", 2, True, False),
        (5, "no", 2, True, True),
        (5, "no", 2, False, False),
        (1, "", 0, True, False),
    ],
)
def test_what_opens_a_review(score, solved, up_to, not_solved, expected):
    assert needs_review(score=score, solved=solved, review_up_to=up_to, review_not_solved=not_solved) is expected


def test_a_low_score_opens_one_review(council, agent, supervisor):
    for score, solved in ((1, ""), (2, Solved.YES), (3, ""), (5, Solved.NO), (5, Solved.PARTLY)):
        answered(council, agent, score, solved)
    assert [review.rating.score for review in reviews_for(supervisor, closed=False)] == [1, 2, 5]
    assert open_reviews(supervisor) == 3
    asked = {"asks_solved": True, "asks_ease": True, "sends_reminders": True}
    save_settings(council_id=council.pk, review_up_to=0, review_not_solved=False, by=supervisor, **asked)
    answered(council, agent, 1, Solved.NO)
    assert open_reviews(supervisor) == 3


def test_a_better_answer_takes_the_review_back(council, agent, supervisor):
    ticket = answered(council, agent, 1)
    for score, outcome in ((5, ReviewOutcome.CHANGED), (4, ReviewOutcome.CHANGED), (2, ""), (1, "")):
        rate(ticket_id=ticket.pk, score=score, comment="", by=citizen_with(ticket))
        review = Review.objects.get()
        assert (review.outcome, review.closed_at is None) == (outcome, outcome == "")
    close_review(review_id=review.pk, outcome=ReviewOutcome.EXPLAINED, note="", by=supervisor)
    rate(ticket_id=ticket.pk, score=1, comment="", by=citizen_with(ticket))
    assert Review.objects.get().outcome == ReviewOutcome.EXPLAINED


def test_a_supervisor_writes_what_was_done_once(council, agent, supervisor):
    answered(council, agent, comment="Em dic Rosa")
    review = Review.objects.get()
    for outcome, note in ((ReviewOutcome.CHANGED, ""), (ReviewOutcome.NOTHING, "x" * 1001)):
        with pytest.raises(InvalidInput):
            close_review(review_id=review.pk, outcome=outcome, note=note, by=supervisor)
    close_review(review_id=review.pk, outcome=ReviewOutcome.CALLED_BACK, note=" Called ", by=supervisor)
    review.refresh_from_db()
    assert (review.outcome, review.note, review.closed_by_id) == (ReviewOutcome.CALLED_BACK, "Called", supervisor.user_id)
    with pytest.raises(Conflict):
        close_review(review_id=review.pk, outcome=ReviewOutcome.NOTHING, note="", by=make_staff(council, Role.SUPERVISOR))
    assert list(reviews_for(supervisor, closed=True)) == [review]


def test_nobody_else_sees_or_closes_reviews(council, agent, stranger):
    answered(council, agent)
    review = Review.objects.get()
    others = [agent, citizen_of(council), make_staff(council, Role.OFFICER), make_staff(council, Role.ADMINISTRATOR)]
    for actor in [*others, stranger]:
        with pytest.raises(NotFound):
            close_review(review_id=review.pk, outcome=ReviewOutcome.NOTHING, note="", by=actor)
        with pytest.raises(NotFound):
            review_for(review.pk, actor)
        assert open_reviews(actor) == 0
    for actor in others:
        with pytest.raises(NotAllowed):
            reviews_for(actor, closed=False)
    assert list(reviews_for(stranger, closed=False)) == []


def test_a_list_costs_the_same_for_one_and_for_many(council, agent, supervisor, django_assert_num_queries):
    for _ in range(3):
        answered(council, agent)
    with django_assert_num_queries(1):
        assert [review.rating.invitation.ticket.assignee.full_name for review in reviews_for(supervisor, closed=False)]
