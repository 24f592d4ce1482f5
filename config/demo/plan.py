"""What happens in a month of the demonstration, before any row is written: drawn by quota, so that every published share is what was asked for."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from config.demo.cases import CASES, Case
from config.demo.texts import COMMENTS, FIRST_NAMES, LAST_NAMES
from helpdesk.callbacks.rules import AttemptOutcome, CallWhen, due_at
from helpdesk.tickets.rules import CallbackOrigin, Channel, Feedback, Motive, Outcome, Requester
from helpdesk.tickets.services import NOT_KNOWN, Ending

T = TypeVar("T")
Shares = tuple[tuple[T, float], ...]

# What services of this kind have published of themselves, as percentages.
WAYS: Shares[tuple[Channel, CallbackOrigin | None]] = (
    ((Channel.PHONE, None), 72),
    ((Channel.PHONE, CallbackOrigin.VOICE), 13),
    ((Channel.CALLBACK, CallbackOrigin.WEB), 5),
    ((Channel.CHAT, None), 3.3),
    ((Channel.CHAT, CallbackOrigin.CHAT), 0.7),
    ((Channel.WEB, None), 3),
    ((Channel.COUNTER, None), 2),
    ((Channel.EMAIL, None), 1),
)
MOTIVES: Shares[Motive] = (
    (Motive.PROCEDURE, 27),
    (Motive.APPOINTMENT, 22),
    (Motive.FOLDER, 14),
    (Motive.CATALOGUE, 11),
    (Motive.CERTIFICATE, 6),
    (Motive.FORM, 7),
    (Motive.DOCUMENT, 5),
    (Motive.NOTIFICATION, 4),
    (Motive.PAYMENT, 3),
    (Motive.OTHER, 1),
)
REQUESTERS: Shares[Requester] = (
    (Requester.CITIZEN, 83),
    (Requester.COMPANY, 8),
    (Requester.REPRESENTATIVE, 5),
    (Requester.BODY, 4),
)
OUTCOMES: Shares[Outcome] = ((Outcome.SOLVED, 72), (Outcome.INFORMED, 20), (Outcome.REFERRED, 6), (Outcome.NOT_SOLVED, 2))
BANDS: Shares[str] = (("morning", 80), ("afternoon", 18.5), ("outside", 1.5))
HOURS = {"morning": (8, 9, 9, 10, 10, 10, 11, 11, 12, 12, 13), "afternoon": (14, 15, 16, 16, 17, 17, 18, 19), "outside": (6, 7, 20, 21, 22)}
CALL_WHEN: Shares[CallWhen] = ((CallWhen.EXACT, 50), (CallWhen.MORNING, 30), (CallWhen.AFTERNOON, 20))
OPENS, CLOSES = 8, 20
TRIED_BEFORE_THE_END = timedelta(minutes=40)
SEATS = {CallWhen.EXACT: 2, CallWhen.MORNING: 6, CallWhen.AFTERNOON: 6}


@dataclass(frozen=True, slots=True)
class Volume:
    """How much a month has: contacts, the shares that differ from month to month (percentages), and how many contacts about certificates are noted as something else."""

    contacts: int
    scores: Shares[int] = ((5, 75), (4, 20), (3, 3), (2, 1), (1, 1))
    answer: float = 28
    late_calls: float = 10
    slowness: float = 1.0
    without_answer: float = 1.2
    abandoned: float = 4.2
    mistakes: int = 0


@dataclass(frozen=True, slots=True)
class PlannedCall:
    """A call agreed and made: the seat it has, and every attempt."""

    when: CallWhen
    starts_at: datetime
    ends_at: datetime
    seat: int
    attempts: tuple[tuple[datetime, AttemptOutcome], ...]

    @property
    def due_at(self) -> datetime:
        """Until when the first attempt is on time."""
        return due_at(self.when, self.starts_at, self.ends_at)


@dataclass(frozen=True, slots=True)
class Again:
    """What was taken for resolved and was not: when it was opened again, and when resolved for good."""

    opened_at: datetime
    resolved_at: datetime


@dataclass(frozen=True, slots=True)
class Planned:
    """A contact: who, when, how, about what, how it ended. `answered_at` None is one that was settled without an answer of ours."""

    moment: datetime
    channel: Channel
    origin: CallbackOrigin | None
    motive: Motive
    requester: Requester
    outcome: Outcome
    case: Case
    name: str
    phone: str
    agent: int
    answer: int
    answered_at: datetime | None
    resolved_at: datetime
    call: PlannedCall | None = None
    score: int | None = None
    rated_at: datetime | None = None
    comment: str = ""
    ending: Ending = NOT_KNOWN
    feedback: Feedback | None = None
    again: Again | None = None

    @property
    def settled_at(self) -> datetime:
        """When it was resolved for good."""
        return self.again.resolved_at if self.again else self.resolved_at


def quota(rng: random.Random, shares: Shares[T], total: int) -> list[T]:
    """Return `total` values in a random order, each as often as its share says (largest remainders)."""
    whole = sum(share for _value, share in shares)
    exact = [(value, total * share / whole) for value, share in shares]
    counts = [int(number) for _value, number in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: counts[place] - exact[place][1])
    for place in by_remainder[: total - sum(counts)]:
        counts[place] += 1
    found = [value for (value, _number), count in zip(exact, counts, strict=True) for _time in range(count)]
    rng.shuffle(found)
    return found


def _moments(rng: random.Random, days: Sequence[date], ways: list[tuple[Channel, CallbackOrigin | None]], zone: ZoneInfo) -> list[datetime]:
    """A moment for each: outside hours only by the web form; a call is asked for before the last day, so that it is made within the month."""
    bands = sorted(quota(rng, BANDS, len(ways)), key=lambda band: band != "outside")
    outside = [place for place, way in enumerate(ways) if way[0] is Channel.WEB][: bands.count("outside")]
    inside = [place for place in range(len(ways)) if place not in set(outside)]
    inner = [band if band != "outside" else "afternoon" for band in bands[len(outside) :]]
    rng.shuffle(inner)
    band_of = dict.fromkeys(outside, "outside") | dict(zip(inside, inner, strict=True))
    found = []
    for place, (_channel, origin) in enumerate(ways):
        leaves_work = origin in {CallbackOrigin.WEB, CallbackOrigin.CHAT} or band_of[place] == "outside"
        day = rng.choice(days[:-1] if leaves_work else days)
        at = time(rng.choice(HOURS[band_of[place]]), rng.randrange(60), rng.randrange(60))
        found.append(datetime.combine(day, at, zone))
    return found


class _Seats:
    """The seats of the month's calls: a full slot gives the next."""

    def __init__(self, days: Sequence[date], zone: ZoneInfo) -> None:
        self.days, self.zone = days, zone
        self.taken: dict[tuple[CallWhen, datetime], int] = {}

    def take(self, rng: random.Random, when: CallWhen, after: datetime) -> tuple[datetime, datetime, int]:
        later = [day for day in self.days if day > after.date()]
        for day in later:
            for begins, ends in self._slots(rng, when, day):
                used = self.taken.get((when, begins), 0)
                if used < SEATS[when]:
                    self.taken[when, begins] = used + 1
                    return begins, ends, used + 1
        message = "the month has more calls than seats"
        raise ValueError(message)

    def _slots(self, rng: random.Random, when: CallWhen, day: date) -> list[tuple[datetime, datetime]]:
        if when is not CallWhen.EXACT:
            first, last = (8, 14) if when is CallWhen.MORNING else (14, 20)
            return [(datetime.combine(day, time(first), self.zone), datetime.combine(day, time(last), self.zone))]
        starts = [datetime.combine(day, time(hour, minute), self.zone) for hour in range(9, 18) for minute in (0, 30)]
        rng.shuffle(starts)
        return [(start, start + timedelta(minutes=30)) for start in starts]


def _call(rng: random.Random, seats: _Seats, asked: datetime, when: CallWhen, *, late: bool) -> PlannedCall:
    begins, ends, seat = seats.take(rng, when, asked)
    due = due_at(when, begins, ends)
    span = int((due - begins - (timedelta() if when is CallWhen.EXACT else TRIED_BEFORE_THE_END)).total_seconds())
    first = due + timedelta(minutes=rng.randrange(15, 80)) if late else begins + timedelta(seconds=rng.randrange(0, span))
    attempts = [(first, AttemptOutcome.ANSWERED)]
    if rng.random() < 0.15:
        attempts = [(first, AttemptOutcome.NO_ANSWER), (first + timedelta(minutes=25), AttemptOutcome.ANSWERED)]
    return PlannedCall(when, begins, ends, seat, tuple(attempts))


def _at_work(rng: random.Random, at: datetime, days: Sequence[date]) -> datetime:
    """The same moment, or the nearest at which an agent is at work."""
    minutes = timedelta(minutes=rng.randrange(5, 90))
    if at.hour < OPENS:
        return at.replace(hour=OPENS, minute=0) + minutes
    if at.hour < CLOSES:
        return at
    following = next((day for day in days if day > at.date()), None)
    return at.replace(hour=CLOSES - 1, minute=55) if following is None else datetime.combine(following, time(OPENS), at.tzinfo) + minutes


def _times(
    rng: random.Random, contact: tuple[datetime, Channel, PlannedCall | None], volume: Volume, days: Sequence[date], *, answered: bool
) -> tuple[datetime | None, datetime]:
    """When it was answered and when resolved."""
    moment, channel, call = contact
    if call is not None:
        done = call.attempts[-1][0]
        return done, done + timedelta(minutes=rng.randrange(4, 15))
    if channel in {Channel.PHONE, Channel.COUNTER, Channel.EMAIL}:
        return moment, moment
    wait = timedelta(seconds=rng.randrange(20, 240)) if channel is Channel.CHAT else timedelta(minutes=rng.randrange(10, 180))
    at = _at_work(rng, moment + wait * volume.slowness, days)
    return (at if answered else None), at + timedelta(minutes=rng.randrange(5, 30))


def plan_month(council_zone: str, days: Sequence[date], volume: Volume, seed: int) -> list[Planned]:
    """Return the contacts of a month with these open days, in order of time; the same seed gives the same month."""
    rng = random.Random(seed)  # noqa: S311 the demonstration wants the same month at every start
    zone, total = ZoneInfo(council_zone), volume.contacts
    ways = quota(rng, WAYS, total)
    calls = [place for place, (_channel, origin) in enumerate(ways) if origin in {CallbackOrigin.WEB, CallbackOrigin.CHAT}]
    agreed = dict(zip(calls, quota(rng, CALL_WHEN, len(calls)), strict=True))
    in_time_to_be_late = [place for place in calls if agreed[place] is not CallWhen.AFTERNOON]
    late = set(rng.sample(in_time_to_be_late, round(len(calls) * volume.late_calls / 100)))
    written = [place for place, (channel, _origin) in enumerate(ways) if channel is Channel.WEB]
    silent = set(rng.sample(written, min(len(written), round(total * volume.without_answer / 100))))
    answers = round(total * volume.answer / 100)
    scores = dict(zip(rng.sample(range(total), answers), quota(rng, volume.scores, answers), strict=True))
    seats, found = _Seats(days, zone), []
    drawn = zip(
        ways, _moments(rng, days, ways, zone), quota(rng, MOTIVES, total), quota(rng, REQUESTERS, total), quota(rng, OUTCOMES, total),
        strict=True,
    )  # fmt: skip
    for place, ((channel, origin), moment, motive, requester, outcome) in enumerate(drawn):
        call = _call(rng, seats, moment, agreed[place], late=place in late) if place in agreed else None
        answered, resolved = _times(rng, (moment, channel, call), volume, days, answered=place not in silent)
        score = scores.get(place)
        found.append(
            Planned(
                moment=moment,
                channel=channel,
                origin=origin,
                motive=motive,
                requester=requester,
                outcome=outcome,
                case=rng.choice([case for case in CASES if case.motive == motive]),
                name=f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}",
                phone=f"+34972 00 {rng.randrange(10, 100)} {rng.randrange(10, 100)}",
                agent=rng.randrange(60),
                answer=rng.randrange(60),
                answered_at=answered,
                resolved_at=resolved,
                call=call,
                score=score,
                rated_at=None if score is None else resolved + timedelta(minutes=rng.randrange(10, 60)),
                comment="" if score is None else rng.choice(COMMENTS),
            )
        )
    return sorted(found, key=lambda contact: contact.moment)
