"""A call by video agreed for ten on a Wednesday in May, its two people, and the time at which one can enter."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from helpdesk.calendars.models import OpeningInterval, SlotRule
from helpdesk.callbacks.models import Call
from helpdesk.callbacks.rules import CallMode
from helpdesk.callbacks.services import book_call
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.rules import Purpose, Role
from helpdesk.people.selectors import staff_actor
from helpdesk.people.services import issue_link
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import CallbackOrigin
from remote.models import VideoCall
from remote.video.consent import consent_for_video
from remote.video.services import begin_talk, enter_room, join_room
from tests.factories import citizen_with, enable_remote, make_council, make_ticket, make_user

MADRID = ZoneInfo("Europe/Madrid")
PHONE = "972 00 00 21"
TEN, ELEVEN, MORNING = "exact:2026-05-20T10:00", "exact:2026-05-20T11:00", "morning:2026-05-20"
DIRECT = {"ice_urls": "turn:127.0.0.1:3478", "relay_only": "yes", "fallback": "yes", "voice": "no", "video": "yes"}


def at(hour: int, minute: int = 0, day: int = 20, second: int = 0) -> datetime:
    return datetime(2026, 5, day, hour, minute, second, tzinfo=MADRID)


def open_mornings(council: Council) -> Council:
    for weekday in range(5):
        OpeningInterval.objects.create(council=council, weekday=weekday, opens=time(8), closes=time(14))
    SlotRule.objects.create(council=council, seats=5, band_seats=5)
    return council


class Meeting:
    """What was agreed the day before, in a council that holds calls by video; `clock` has to stand at the day before."""

    def __init__(self, *, mode: CallMode = CallMode.VIDEO) -> None:
        self.council = open_mornings(make_council(open_always=False))
        enable_remote(self.council, "browser_direct", **DIRECT)
        self.user = make_user(self.council, Role.AGENT)
        self.agent = staff_actor(self.user)
        self.colleague_user = make_user(self.council, Role.AGENT, name="Pau Vila")
        self.colleague = staff_actor(self.colleague_user)
        self.ticket = make_ticket(self.council, language="en", name="Rosa Mas")
        self.link, _token = issue_link(council_id=self.council.pk, purpose=Purpose.FOLLOW_UP, subject_id=self.ticket.pk, language="en")
        self.citizen = citizen_with(self.ticket)
        self.call = self.book(self.ticket, TEN, mode)

    def book(self, ticket: Ticket, key: str, mode: CallMode = CallMode.VIDEO) -> Call:
        """Agree a call as the citizen of a ticket."""
        return book_call(ticket_id=ticket.pk, key=key, phone=PHONE, origin=CallbackOrigin.WEB, mode=mode, by=citizen_with(ticket))

    @property
    def room(self) -> VideoCall:
        self.call.refresh_from_db()
        return VideoCall.objects.get(call=self.call, starts_at=self.call.starts_at)

    def enter(self, **fields: object) -> VideoCall:
        """Enter as the citizen, after reading the words in English."""
        words = consent_for_video(self.council, "en")
        told = {"text_sha256": words.sha256, "language": "en", "by": self.citizen, "ip": "203.0.113.7", **fields}
        return enter_room(call_id=self.call.pk, **told)  # type: ignore[arg-type]

    def join(self, by: Actor | None = None) -> VideoCall:
        return join_room(call_id=self.call.pk, by=by or self.agent)

    def talk(self) -> VideoCall:
        """Both come in and are connected."""
        self.enter()
        self.join()
        return begin_talk(call_id=self.call.pk, by=self.agent)

    def events(self) -> list[str]:
        return list(self.ticket.entries.filter(event__startswith="video").order_by("seq").values_list("event", flat=True))
