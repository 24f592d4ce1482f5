"""Which ways of being helped can really be had now; one answer for every page that offers them."""

from dataclasses import dataclass

from helpdesk.calendars.selectors import free_days
from helpdesk.chat.selectors import chat_open
from helpdesk.portal.opening import Opening, hours_of, opening_of
from helpdesk.portal.requests import PortalRequest
from helpdesk.portal.rules import Way
from helpdesk.portal.slots import first_slot, first_words, today_of


@dataclass(frozen=True, slots=True)
class Offer:
    """Chat when somebody is there, a call when a time is free (`call_words` says from when), writing always."""

    chat: bool
    call_words: str
    opening: Opening

    @property
    def call(self) -> bool:
        """Say whether a call can be agreed."""
        return bool(self.call_words)

    @property
    def ways(self) -> list[Way]:
        """Return what can be had, in the order of offering: without a chat, the call takes its place."""
        return [way for way, is_there in ((Way.CHAT, self.chat), (Way.CALL, self.call), (Way.WRITE, True)) if is_there]

    @property
    def is_choice(self) -> bool:
        """Say whether there is something to choose."""
        return len(self.ways) > 1


def offer_of(request: PortalRequest) -> Offer:
    """Return the ways of being helped that the council has now."""
    council, hours = request.council, hours_of(request)
    first = first_slot(free_days(council, schedule=hours))
    words = first_words(first, today_of(council)) if first else ""
    return Offer(chat=chat_open(council, hours).is_open, call_words=words, opening=opening_of(hours))
