"""Calls agreed for these days: one that is late, some for today, tomorrow's morning and afternoon, one tried in vain, one made, and one by video whose room is open now."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import cycle

from config.demo.cases import Case
from config.demo.requests import new_request
from config.demo.served import citizen_of
from helpdesk.base import clock
from helpdesk.calendars.selectors import Slot, free_days
from helpdesk.callbacks.models import Call
from helpdesk.callbacks.rules import AttemptOutcome, CallMode
from helpdesk.callbacks.services import book_call, log_attempt
from helpdesk.callbacks.video import video_offered
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.selectors import citizen_actor
from helpdesk.tickets.rules import CallbackOrigin, Channel, Outcome
from helpdesk.tickets.services import open_ticket, resolve_ticket
from remote.video.rules import OPENS_BEFORE

AGREED_BEFORE = timedelta(hours=20)
DAYS = 3
ENTERED_SINCE = timedelta(minutes=25)


def _slots(council: Council, agreed: datetime) -> list[Slot]:
    """Everything that could be agreed at that moment, in order."""
    with clock.at(agreed):
        found = free_days(council, days=DAYS)
    slots = [slot for day in found for slot in (day.morning, day.afternoon, *day.exact) if slot is not None]
    return sorted(slots, key=lambda slot: slot.starts_at)


def _book(
    council: Council, rng: random.Random, case: Case, slot: Slot, agreed: datetime, *, mode: CallMode = CallMode.PHONE, email: str = ""
) -> Call:
    new = new_request(rng, council, case, Channel.CALLBACK, email=email)
    with clock.at(agreed):
        ticket = open_ticket(council=council, new=new, by=citizen_actor(council, []))
        return book_call(ticket_id=ticket.pk, key=slot.key, phone=new.phone, origin=CallbackOrigin.WEB, mode=mode, by=citizen_of(ticket))


def _by_video(council: Council, rng: random.Random, case: Case, exact: list[Slot], agreed: datetime) -> None:
    """Agree a call by video whose room can be entered now, with an address to which the private link goes; between 8 and 20 there is a time for it."""
    now = clock.now()
    near = [slot for slot in exact if now - ENTERED_SINCE < slot.starts_at <= now + OPENS_BEFORE]
    if near and video_offered(council.pk):
        _book(council, rng, case, near[-1], agreed, mode=CallMode.VIDEO, email=f"videotrucada@{council.slug}.example")


def seed_calls(council: Council, given: Sequence[Case], rng: random.Random, agents: list[Actor]) -> None:
    """Agree calls yesterday for today and tomorrow; of those whose time is over one was made, one was tried, one is late."""
    now = clock.now()
    agreed, by = now - AGREED_BEFORE, agents[0]
    slots = _slots(council, agreed)
    exact = [slot for slot in slots if slot.track == "exact"]
    over = [slot for slot in exact if slot.ends_at < now][-6::2]
    ahead = [slot for slot in exact if slot.starts_at > now + timedelta(minutes=5)][:8:2]
    bands = [slot for slot in slots if slot.track != "exact" and slot.ends_at > now][:4]
    cases = cycle(given)
    calls = [_book(council, rng, next(cases), slot, agreed) for slot in over]
    for call, outcome in zip(calls[:-1], (AttemptOutcome.ANSWERED, AttemptOutcome.NO_ANSWER), strict=False):
        with clock.at(call.starts_at + timedelta(minutes=3)):
            log_attempt(call_id=call.pk, outcome=outcome, by=by)
        if outcome is AttemptOutcome.ANSWERED:
            with clock.at(call.starts_at + timedelta(minutes=14)):
                resolve_ticket(ticket_id=call.ticket_id, outcome=Outcome.SOLVED, by=by)
    for slot in (*ahead, *bands):
        _book(council, rng, next(cases), slot, agreed)
    _by_video(council, rng, next(cases), exact, agreed)
