"""The page on which a citizen rates the help with a ticket."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from helpdesk.people.actors import Actor
from satisfaction.forms import RatingForm
from satisfaction.labels import SCORE
from satisfaction.selectors import card_by_reference
from satisfaction.services import rate


class RatingRequest(HttpRequest):
    """A request as the middleware leaves it: `citizen` is who holds this browser's secret links."""

    citizen: Actor


@require_http_methods(["GET", "HEAD", "POST"])
def rate_page(request: RatingRequest, reference: str) -> HttpResponse:
    """Ask, or thank; `?change` shows the answer in the form again while it may be changed."""
    ticket_id, card = card_by_reference(reference, request.citizen)
    form = RatingForm(request.POST or None, initial={"score": card.score, "comment": card.comment})
    if request.method == "POST" and form.is_valid():
        rate(ticket_id=ticket_id, score=form.cleaned_data["score"], comment=form.cleaned_data["comment"], by=request.citizen)
        return redirect(card.url)
    asks = card.may_answer and (not card.is_answered or "change" in request.GET or request.method == "POST")
    context = {"form": form if asks else None, "card": card, "words": SCORE.get(card.score or 0, ""), "reference": card.reference}
    return render(request, "satisfaction/rate.html", context, status=422 if form.errors else 200)
