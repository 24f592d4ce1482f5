"""The months of a council, and where each stands."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from helpdesk.base import clock
from transparency import selectors
from transparency.months import Month
from transparency.permissions import Permission
from transparency.steps import state_of
from transparency.views.frame import OfficerRequest, needs, page
from transparency.wording import local_words, month_words


@require_GET
@needs(Permission.LOOK)
def home(request: OfficerRequest) -> HttpResponse:
    """The months of one of this person's councils: this host's, unless another is asked for."""
    councils = selectors.councils_of(request.actor)
    asked = request.GET.get("council", request.council.slug)
    council = next((c for c in councils if c.slug == asked), councils[0])
    now = clock.now()
    states = selectors.month_states(council, request.actor, running=Month.at(now, council.time_zone))
    rows = [
        {
            "state": state,
            "slug": str(state.month),
            "title": month_words(state.month),
            "stands": state_of(state, now),
            "due": local_words(state.due_at, council.time_zone),
        }
        for state in states
    ]
    upcoming = next((state for state in reversed(states) if state.publication is None and state.due_at > now), None)
    context: dict[str, object] = {
        "councils": councils,
        "rows": rows,
        "next_title": month_words(upcoming.month) if upcoming else "",
        "next_due": local_words(upcoming.due_at, council.time_zone) if upcoming else "",
        "subscribers": selectors.subscriber_count(council, request.actor),
    }
    return page(request, "months", council, context)
