"""Agreed calls as the desk shows them: the rows of a day, the week, and the card of a ticket."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.forms import Form
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from helpdesk.base import clock
from helpdesk.base.phones import readable
from helpdesk.calendars.words import day_words, time_words
from helpdesk.callbacks.labels import ATTEMPT, STATE
from helpdesk.callbacks.models import Call
from helpdesk.callbacks.rules import ATTEMPTS, CallMode, CallState, CallWhen, Urgency, turn_of, urgency
from helpdesk.callbacks.selectors import agenda, call_card, calls_by_day, late_calls, local_day, may_book
from helpdesk.desk.call_forms import AttemptForm
from helpdesk.people.actors import Actor
from helpdesk.people.rules import LANGUAGES
from helpdesk.tickets.models import Ticket
from remote.cards import video_card_of
from remote.video.rules import Door, door_of
from remote.video.selectors import VideoCard

Label = str | Promise
TAG = {CallState.BOOKED: "acc", CallState.DONE: "ok", CallState.UNANSWERED: "late", CallState.CANCELLED: ""}
AN_HOUR = 60


def hour(moment: datetime) -> str:
    """Return a local time such as `8:00`."""
    return f"{moment.hour}:{moment.minute:02d}"


def local(call: Call, moment: datetime) -> datetime:
    """Return a moment where the council of a call is."""
    return moment.astimezone(ZoneInfo(call.council.time_zone))


def minutes_words(minutes: int) -> str:
    """Return a length such as `12 min` or `3 h`."""
    return _("%(minutes)d min") % {"minutes": max(minutes, 1)} if minutes < AN_HOUR else _("%(hours)d h") % {"hours": minutes // AN_HOUR}


def row_time(call: Call) -> str:
    """Return the time of a call of today: an hour, or the part of the day."""
    words = {CallWhen.MORNING: _("Morning"), CallWhen.AFTERNOON: _("Afternoon")}
    return words.get(CallWhen(call.when)) or hour(local(call, call.starts_at))


def short_day(call: Call) -> str:
    """Return the day of a call such as `Mon 25`; nothing when it is today."""
    day = local_day(call)
    return "" if day == local(call, clock.now()).date() else f"{WEEKDAYS_ABBR[day.weekday()]} {day.day}"


@dataclass(frozen=True, slots=True)
class Tried:
    """One attempt in words."""

    number: int
    label: Label
    at: str


@dataclass(frozen=True, slots=True)
class CallRow:
    """A call as a row of the agenda or a card shows it."""

    call: Call
    day: str
    time: str
    hint: str
    urgency: Urgency
    state: Label
    tag: str
    phone: str
    language: str
    tried: tuple[Tried, ...]
    form: AttemptForm | None
    is_room_open: bool = False

    @property
    def is_video(self) -> bool:
        """Whether it is, or was, held by video."""
        return self.call.mode == CallMode.VIDEO

    @property
    def is_waiting(self) -> bool:
        """Whether the citizen waits in the room."""
        return self.call.waiting_since is not None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be made."""
        return self.call.state == CallState.BOOKED


def urgency_of(call: Call) -> Urgency:
    """Return how near the turn of a call that is still to be made is."""
    if call.state != CallState.BOOKED:
        return Urgency.CALM
    if call.waiting_since is not None:
        return Urgency.SOON if call.due_at > clock.now() else Urgency.LATE
    turn = turn_of(CallWhen(call.when), call.starts_at, call.ends_at, call.try_after)
    return urgency(turn=turn, due=call.due_at, try_after=call.try_after, now=clock.now())


def room_is_open(call: Call) -> bool:
    """Say whether one can go into the room of a call, as far as its agreed time says: within it the room's own page knows better."""
    return door_of(mode=call.mode, state=call.state, starts_at=call.starts_at, now=clock.now()) is Door.OPEN


def is_talking(call: Call) -> bool:
    """Say whether we are talking by video now: nothing was logged yet, and there is nothing to be tried before the end."""
    return call.mode == CallMode.VIDEO and call.attempt_count == 0 and call.try_after is not None and call.try_after > clock.now()


def _video_hint(call: Call) -> str:
    if call.waiting_since is not None:
        return _("the citizen is waiting")
    return _("talking by video") if call.state == CallState.BOOKED and is_talking(call) else ""


def hint_of(call: Call) -> str:
    """Return what is particular about a call that is to be made: late by how much, to be tried again when, or until when."""
    now = clock.now()
    by_video = _video_hint(call)
    if by_video or call.state != CallState.BOOKED:
        return by_video
    if urgency_of(call) is Urgency.LATE:
        since = max(call.due_at, call.try_after or call.due_at)
        return _("%(time)s late") % {"time": minutes_words(int((now - since).total_seconds() // 60))}
    if call.try_after is not None and call.attempt_count:
        return _("try again from %(time)s") % {"time": hour(local(call, call.try_after))}
    if call.when != CallWhen.EXACT:
        return _("until %(time)s") % {"time": hour(local(call, call.ends_at))}
    minutes = int((call.starts_at - now).total_seconds() // 60)
    if minutes < 1:
        return _("now")
    return _("in %(time)s") % {"time": minutes_words(minutes)} if minutes < 2 * AN_HOUR else ""


def row_of(call: Call, bound: AttemptForm | None = None) -> CallRow:
    """Return the row of a call; `bound` is the form that could not be accepted, if it was this one's."""
    form = bound if bound is not None and bound.call_id == call.pk else AttemptForm(call=call)
    return CallRow(
        call=call,
        day=short_day(call),
        time=row_time(call),
        hint=hint_of(call),
        urgency=urgency_of(call),
        state=STATE[call.state],
        tag=TAG[CallState(call.state)],
        phone=readable(call.phone),
        language=LANGUAGES[call.ticket.language],
        tried=tuple(Tried(a.number, ATTEMPT[a.outcome], hour(local(call, a.created_at))) for a in call.attempts.all()),
        form=form if call.state == CallState.BOOKED else None,
        is_room_open=room_is_open(call),
    )


@dataclass(frozen=True, slots=True)
class Section:
    """Calls of a day that belong together; `key` is late, an hour, morning, afternoon or finished."""

    key: str
    title: str
    rows: list[CallRow]


def sections_of(calls: Iterable[Call], late: Sequence[Call], bound: AttemptForm | None = None) -> list[Section]:
    """Return the calls of a day in the order of work: late ones of any day, each hour, the morning, the afternoon, and what is finished."""
    found: dict[str, list[CallRow]] = {"late": [row_of(call, bound) for call in late]}
    for call in calls:
        if call.state == CallState.BOOKED and call.pk not in {other.pk for other in late}:
            key = call.when if call.when != CallWhen.EXACT else f"{local(call, call.starts_at).hour:02d}"
            found.setdefault(key, []).append(row_of(call, bound))
    found["done"] = [row_of(call) for call in calls if call.state != CallState.BOOKED]
    return [Section(key, _section_title(key), found[key]) for key in sorted(found, key=_section_order) if found[key]]


def _section_order(key: str) -> int:
    places = {"late": -1, CallWhen.MORNING.value: 100, CallWhen.AFTERNOON.value: 101, "done": 102}
    return places[key] if key in places else int(key)


def _section_title(key: str) -> str:
    match key:
        case "late":
            return _("Late")
        case CallWhen.MORNING:
            return _("In the morning, without an exact time")
        case CallWhen.AFTERNOON:
            return _("In the afternoon, without an exact time")
        case "done":
            return _("Finished")
        case _:
            return f"{int(key)}:00–{int(key) + 1}:00"


@dataclass(frozen=True, slots=True)
class AgendaDay:
    """A day of the week strip."""

    day: date
    name: str
    count: int
    is_current: bool
    is_today: bool
    words: str


def week_of(actor: Actor, day: date, today: date) -> list[AgendaDay]:
    """Return the week of a day with how many calls are to be made on each."""
    monday = day - timedelta(days=day.weekday())
    counts = calls_by_day(actor, monday, monday + timedelta(days=6))
    days = [monday + timedelta(days=offset) for offset in range(7)]
    return [AgendaDay(one, str(WEEKDAYS_ABBR[one.weekday()]), counts[one], one == day, one == today, day_words(one)) for one in days]


def agenda_context(actor: Actor, day: date, today: date, bound: AttemptForm | None = None) -> dict[str, object]:
    """Return what the agenda of a day shows; those that are late are on today's."""
    late = late_calls(actor) if day == today else []
    calls = agenda(actor, day)
    waiting = sum(call.state == CallState.BOOKED for call in calls)
    return {
        "day": day,
        "day_words": day_words(day),
        "is_today": day == today,
        "previous": day - timedelta(days=1),
        "next": day + timedelta(days=1),
        "week": week_of(actor, day, today),
        "sections": sections_of(calls, late, bound),
        "summary": ngettext("%(count)d call to make", "%(count)d calls to make", waiting) % {"count": waiting},
    }


@dataclass(frozen=True, slots=True)
class TicketCall:
    """The call of a ticket as its page shows it: the one to be made, else the last one; `row` is None when there never was one."""

    row: CallRow | None
    when: str
    attempts_left: int
    may_book: bool
    video: VideoCard | None = None


def ticket_call(ticket: Ticket, actor: Actor, bound: Form | None = None, *, has_call: bool = True) -> TicketCall:
    """Return the card of a ticket's call; `bound` is the form of an attempt that could not be accepted. None is looked for where it is known that there is none."""
    card = call_card(ticket, actor) if has_call else None
    if card is None:
        return TicketCall(None, "", 0, may_book(ticket, actor))
    form = bound if isinstance(bound, AttemptForm) else None
    when = time_words(card.starts_at, card.when, ticket.council.time_zone)
    left = max(0, ATTEMPTS - card.call.attempt_count)
    return TicketCall(row_of(card.call, form), when, left, card.may_book, video_card_of(ticket, actor, card.call))
