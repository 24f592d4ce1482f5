"""Keying an answer that was given on the telephone, and reviews of low scores."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from helpdesk.base.errors import Conflict
from helpdesk.people.rules import LANGUAGES
from satisfaction import services
from satisfaction.access import RatingRequest, chrome, staff_with
from satisfaction.cards import spoken_fields, spoken_form
from satisfaction.forms import ReviewForm
from satisfaction.labels import OUTCOME, SCORE, SOLVED, in_words
from satisfaction.models import Review
from satisfaction.permissions import Permission
from satisfaction.selectors import keyable, review_for, reviews_for

ROWS = 20


@require_http_methods(["GET", "HEAD", "POST"])
@staff_with(Permission.KEY)
def phone(request: RatingRequest, reference: str) -> HttpResponse:
    """Read the questions out and key the answers, once."""
    ticket = keyable(reference, request.actor)
    form = spoken_form(ticket, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.key_rating(ticket_id=ticket.pk, score=form.cleaned_data["score"], extras=form.extras, by=request.actor)
        except Conflict as error:
            messages.error(request, str(error.message))
        else:
            messages.success(request, _("The answer is noted, as given by phone."))
        return redirect("desk:ticket", reference=ticket.reference)
    context = chrome(request, current="queue") | {
        "ticket": ticket,
        "form": form,
        "fields": spoken_fields(form, ticket),
        "language_name": LANGUAGES[ticket.language],
    }
    return render(request, "satisfaction/phone.html", context, status=422 if form.errors else 200)


def row_of(review: Review) -> dict[str, object]:
    """Return a review as lists and its page show it."""
    rating = review.rating
    ticket = rating.invitation.ticket if rating.invitation else None
    return {
        "review": review,
        "ticket": ticket,
        "score": rating.score,
        "words": SCORE[rating.score],
        "solved": SOLVED.get(rating.solved, ""),
        "comment": in_words(rating.comment),
        "outcome": OUTCOME.get(review.outcome, ""),
    }


@require_safe
@staff_with(Permission.REVIEW)
def reviews(request: RatingRequest) -> HttpResponse:
    """Low scores that are to be looked at, the oldest first; `?closed` shows those that were."""
    closed = "closed" in request.GET
    page = Paginator(reviews_for(request.actor, closed=closed), ROWS).get_page(request.GET.get("page"))
    context = chrome(request, "reviews") | {
        "closed": closed,
        "rows": [row_of(review) for review in page.object_list],
        "page": page,
        "query": "closed=1" if closed else "",
    }
    return render(request, "satisfaction/reviews.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_with(Permission.REVIEW)
def review(request: RatingRequest, review: int) -> HttpResponse:
    """One low score: what was answered, and what was done."""
    found = review_for(review, request.actor)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.close_review(review_id=found.pk, outcome=form.chosen, note=form.cleaned_data["note"], by=request.actor)
        except Conflict as error:
            messages.error(request, str(error.message))
        else:
            messages.success(request, _("The review is closed."))
        return redirect("rating:reviews")
    context = chrome(request, "reviews") | row_of(found) | {"form": form if found.closed_at is None else None}
    return render(request, "satisfaction/review.html", context, status=422 if form.errors else 200)
