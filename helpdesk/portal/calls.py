"""The call of a request as the citizen's pages show it."""

from dataclasses import dataclass

from helpdesk.calendars.picking import hours_of
from helpdesk.calendars.rules import SlotTime, Track, slot_key
from helpdesk.calendars.words import time_words
from helpdesk.callbacks.rules import AttemptOutcome, CallState, CallWhen
from helpdesk.callbacks.selectors import CallCard, call_card, calls_offered, may_book
from helpdesk.people.actors import Actor
from helpdesk.tickets.models import Ticket
from remote.cards import video_of


@dataclass(frozen=True, slots=True)
class CallView:
    """A call in words: when it is (`hours` only for a part of the day), and what has become of it."""

    card: CallCard
    when: str
    hours: str
    key: str

    @property
    def is_booked(self) -> bool:
        """Say whether it is still to be made."""
        return self.card.is_booked

    @property
    def may_change(self) -> bool:
        """Say whether the citizen may still move or cancel it."""
        return self.card.may_change

    @property
    def is_video(self) -> bool:
        """Say whether it is, or was, held by video."""
        return self.card.is_video

    @property
    def is_unanswered(self) -> bool:
        """Say whether we gave up."""
        return self.card.state is CallState.UNANSWERED

    @property
    def is_wrong_number(self) -> bool:
        """Say whether we gave up because the number was wrong."""
        return self.is_unanswered and self.card.attempts[-1:] != () and self.card.attempts[-1].outcome == AttemptOutcome.WRONG_NUMBER

    @property
    def is_done(self) -> bool:
        """Say whether we talked."""
        return self.card.state is CallState.DONE

    @property
    def tries(self) -> int:
        """Return how many times we called in vain."""
        return 0 if self.is_done else len(self.card.attempts)


def call_view(ticket: Ticket, actor: Actor) -> CallView | None:
    """Return the call of a ticket: the one to be made, else the last one; None when there never was one."""
    card = call_card(ticket, actor)
    if card is None:
        return None
    zone = card.starts_at.tzinfo
    hours = "" if card.when is CallWhen.EXACT else hours_of(card.starts_at, card.ends_at)
    key = slot_key(SlotTime(Track(card.when), card.starts_at, card.ends_at, 1), zone) if zone else ""
    return CallView(card, time_words(card.starts_at, card.when, ticket.council.time_zone), hours, key)


def call_context(ticket: Ticket, actor: Actor) -> dict[str, object]:
    """Return what pages of a request show about calls: its call, and whether one can be agreed now."""
    call = call_view(ticket, actor)
    is_booked = call is not None and call.is_booked
    offered = not is_booked and may_book(ticket, actor) and calls_offered(ticket.council)
    return {"call": call, "call_offered": offered, **video_of(ticket, actor, call.card.call if call else None)}
