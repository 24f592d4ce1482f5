"""The citizen's pages: rating the help with a ticket, and being asked no more."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from satisfaction import services
from satisfaction.access import RatingRequest
from satisfaction.forms import RatingForm, initial_of, via_of
from satisfaction.labels import EASE, SCORE, SOLVED
from satisfaction.selectors import asked_before, card_by_reference, survey_of


@require_http_methods(["GET", "HEAD", "POST"])
def rate_page(request: RatingRequest, reference: str) -> HttpResponse:
    """Ask, or thank; `?change` shows the answer in the form again while it may be changed. `?from` says which page led here."""
    ticket_id, card = card_by_reference(reference, request.citizen)
    survey = survey_of(request.council, own=asked_before(card.own) if card.own else None)
    data = request.POST if request.method == "POST" else None
    form = RatingForm(data, survey=survey, language=request.LANGUAGE_CODE, initial=initial_of(card))
    if data is not None and form.is_valid():
        score, comment = form.cleaned_data["score"], form.cleaned_data["comment"]
        via = via_of(request.GET.get("from", ""), card)
        services.rate(ticket_id=ticket_id, score=score, comment=comment, extras=form.extras, via=via, by=request.citizen)
        return redirect(card.url)
    asks = card.may_answer and (not card.is_answered or "change" in request.GET or data is not None)
    came = {"from": request.GET["from"]} if request.GET.get("from") in {"page", "chat"} else {}
    context = {
        "form": form if asks else None,
        "card": card,
        "action": f"{card.url}?{urlencode(came)}" if came else card.url,
        "words": SCORE.get(card.score or 0, ""),
        "solved_words": SOLVED.get(card.solved, ""),
        "ease_words": EASE.get(card.ease or 0, ""),
        "stop_url": reverse("rating:stop", args=[services.stop_token(card.invitation_id)]),
    }
    return render(request, "satisfaction/rate.html", context, status=422 if data is not None and form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: RatingRequest, token: str) -> HttpResponse:
    """Ask somebody no more, by one button; looking changes nothing, since mail scanners look too."""
    if request.method == "POST":
        services.stop_asking(token=token, council_id=request.council.pk, again="again" in request.POST)
        return redirect("rating:stop", token)
    context = {"is_stopped": services.stopped(token=token, council_id=request.council.pk)}
    return render(request, "satisfaction/stop.html", context)
