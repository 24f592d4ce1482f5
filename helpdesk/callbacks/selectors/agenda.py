"""The agenda of the desk: the calls of a day, those that are late, and the next one."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Case, DateTimeField, F, Q, QuerySet, When
from django.db.models.functions import Coalesce

from helpdesk.base import clock
from helpdesk.callbacks.models import Call
from helpdesk.callbacks.rules import BAND_LAST_HOUR, GRACE, CallState, CallWhen
from helpdesk.callbacks.selectors.cards import visible_to
from helpdesk.people.actors import Actor

A_DAY = timedelta(days=1)


def _shown(actor: Actor) -> QuerySet[Call]:
    return visible_to(actor).select_related("council", "ticket__citizen", "ticket__assignee").prefetch_related("attempts")


def _around(first: date, last: date) -> Q:
    """Councils may lie in several time zones: a day more on each side is read, and the day decided in each one's own."""
    start = datetime.combine(first, time(), ZoneInfo("UTC")) - A_DAY
    return Q(starts_at__gte=start, starts_at__lt=start + (last - first) + 3 * A_DAY)


def local_day(call: Call) -> date:
    """Return the day of a call where its council is."""
    return call.starts_at.astimezone(ZoneInfo(call.council.time_zone)).date()


def agenda(actor: Actor, day: date) -> list[Call]:
    """Return the calls of a local day in order of time, those cancelled left out."""
    rows = _shown(actor).filter(_around(day, day)).exclude(state=CallState.CANCELLED)
    return [call for call in rows.order_by("starts_at", "ends_at", "pk") if local_day(call) == day]


def calls_by_day(actor: Actor, first: date, last: date) -> Counter[date]:
    """Return how many calls are still to be made on each day from `first` to `last`."""
    rows = visible_to(actor).filter(_around(first, last), state=CallState.BOOKED).values_list("starts_at", "council__time_zone")
    return Counter(starts_at.astimezone(ZoneInfo(zone)).date() for starts_at, zone in rows)


def is_late(now: datetime) -> Q:
    """Return the condition of a call that should have been made, or tried again, by now."""
    again = Q(try_after=None) | Q(try_after__lt=now - GRACE)
    return Q(state=CallState.BOOKED, due_at__lt=now) & again


def late_calls(actor: Actor) -> list[Call]:
    """Return the calls that are late, of any day, the oldest first."""
    return list(_shown(actor).filter(is_late(clock.now())).order_by("due_at", "pk"))


def late(actor: Actor) -> QuerySet[Call]:
    """Return the calls that are late, to be counted."""
    return visible_to(actor).filter(is_late(clock.now())).order_by()


def next_call(actor: Actor) -> Call | None:
    """Return the call that this person makes next: not one that a colleague looks after, unless it is late. One for a part of the day comes up in its last hour."""
    now = clock.now()
    # In sight on every page, and asked for every 15 seconds: only what the top bar shows is read.
    shown = (
        "state",
        "when",
        "starts_at",
        "ends_at",
        "due_at",
        "try_after",
        "mode",
        "waiting_since",
        "attempt_count",
        "council__time_zone",
        "ticket__reference",
        "ticket__citizen__name",
    )
    rows = visible_to(actor).select_related("council", "ticket__citizen").only(*shown).filter(state=CallState.BOOKED)
    mine = Q(ticket__assignee=None) | Q(ticket__assignee_id=actor.user_id) | is_late(now)
    turn = Case(When(when=CallWhen.EXACT, then=F("starts_at")), default=F("ends_at") - BAND_LAST_HOUR, output_field=DateTimeField())
    # Somebody who waits in front of a camera comes before everything else.
    first = F("waiting_since").asc(nulls_last=True)
    return rows.filter(mine).annotate(turn=Coalesce("try_after", turn)).order_by(first, "turn", "pk").first()
