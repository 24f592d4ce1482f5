"""Made-up councils: contacts one by one, so that every table of a month counts the same people."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from random import Random

from transparency.disclosure.cells import Fact, MeasuredCell
from transparency.disclosure.facts import facts_of
from transparency.disclosure.protect import protect
from transparency.measures import Count, Counts, Duration, Measure, Pair, Plain, Score, Share

CHANNELS = ("phone", "web", "chat", "counter", "email", "callback")
MOTIVES = ("procedure", "appointment", "folder", "certificate", "catalogue", "form", "document", "payment", "notification", "other")
REQUESTERS = ("citizen", "company", "body", "representative")
BANDS = ("morning", "afternoon", "outside")
LANGUAGES = ("ca", "es", "en", "eu", "gl")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ORIGINS = {"phone": "voice", "chat": "chat", "callback": "web"}
SCORES = (5, 4, 3, 2, 1)


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody who asked for help; `score` 0 is no answer to the survey."""

    channel: str
    motive: str
    requester: str
    band: str
    language: str
    weekday: str
    attended: bool
    waited: bool
    solved: bool
    again: bool
    asked_for_call: bool
    score: int


def dice(seed: int) -> Random:
    """Random numbers that are the same every time."""
    return Random(seed)  # noqa: S311


def _one_of(random: Random, members: Sequence[str]) -> str:
    """Like real lists: the first are frequent, the last are rare."""
    return random.choices(members, [1 / (place + 1) ** 1.4 for place in range(len(members))])[0]


def contact(random: Random) -> Contact:
    channel = _one_of(random, CHANNELS)
    attended = random.random() < 0.93
    return Contact(
        channel=channel,
        motive=_one_of(random, MOTIVES),
        requester=_one_of(random, REQUESTERS),
        band=_one_of(random, BANDS),
        language=_one_of(random, LANGUAGES),
        weekday=random.choice(WEEKDAYS),
        attended=attended,
        waited=attended and channel in {"web", "chat", "email"},
        solved=random.random() < 0.8,
        again=random.random() < 0.06,
        asked_for_call=channel == "callback" or (channel in ORIGINS and random.random() < 0.2),
        score=random.choices(SCORES, [60, 25, 8, 4, 3])[0] if random.random() < 0.4 else 0,
    )


def contacts(random: Random, number: int) -> list[Contact]:
    return [contact(random) for _i in range(number)]


def corrected(random: Random, month: Sequence[Contact]) -> list[Contact]:
    """A few were noted wrongly, and one was no contact at all."""
    rows = list(month[1:])
    for _i in range(2):
        place = random.randrange(len(rows))
        rows[place] = replace(rows[place], motive=_one_of(random, MOTIVES), channel=_one_of(random, CHANNELS[:3]), attended=True)
    return rows


def _counted(rows: Iterable[Contact], key: Callable[[Contact], str], members: Sequence[str]) -> Counts:
    found = Counter(key(row) for row in rows)
    return {member: found[member] for member in members}


def _paired(part: Sequence[Contact], whole: Sequence[Contact], key: Callable[[Contact], str], members: Sequence[str]) -> dict[str, Pair]:
    parts, wholes = _counted(part, key, members), _counted(whole, key, members)
    return {member: (parts[member], wholes[member]) for member in members}


def _channel(row: Contact) -> str:
    return row.channel


def measures(rows: Sequence[Contact], period: str = "") -> list[Measure]:
    """A month, or a quarter, as the service measures it."""
    return [*_volumes(rows, period), *_access(rows, period), *_resolution(rows, period), _scores(rows, period)]


def _volumes(rows: Sequence[Contact], period: str) -> list[Measure]:
    attended = [row for row in rows if row.attended]
    calls = [row for row in rows if row.asked_for_call]
    whole = Count(indicator="", total=len(rows), period=period)
    weekdays = _counted(rows, lambda row: row.weekday, WEEKDAYS)
    languages = _counted(rows, lambda row: row.language, LANGUAGES)
    origins = _counted(calls, lambda row: ORIGINS[row.channel], tuple(ORIGINS.values()))
    return [
        replace(whole, indicator="vol.contacts", by={"channel": _counted(rows, _channel, CHANNELS), "weekday": weekdays}),
        Count(indicator="vol.attended", total=len(attended), by={"channel": _counted(attended, _channel, CHANNELS)}, period=period),
        replace(whole, indicator="vol.motives", by={"motive": _counted(rows, lambda row: row.motive, MOTIVES)}),
        replace(whole, indicator="vol.requester", by={"requester": _counted(rows, lambda row: row.requester, REQUESTERS)}),
        replace(whole, indicator="vol.language", by={"language": languages}, thresholds={"language": 10}),
        replace(whole, indicator="vol.band", by={"band": _counted(rows, lambda row: row.band, BANDS)}),
        Count(indicator="vol.callbacks", total=len(calls), by={"origin": origins}, period=period),
    ]


def _access(rows: Sequence[Contact], period: str) -> list[Measure]:
    attended = [row for row in rows if row.attended]
    waited = [row for row in rows if row.waited]
    return [
        Plain(indicator="acc.service_hours", value="160.5", period=period),
        Share(
            indicator="acc.answer_rate",
            part=len(attended),
            whole=len(rows),
            by={"channel": _paired(attended, rows, _channel, CHANNELS)},
            part_of="vol.attended",
            whole_of="vol.contacts",
            period=period,
        ),
        Duration(
            indicator="wait.first_p50_sh",
            percent=50,
            count=len(waited),
            seconds=600,
            by={"channel": {channel: (number, 600) for channel, number in _counted(waited, _channel, CHANNELS).items()}},
            period=period,
        ),
    ]


def _resolution(rows: Sequence[Contact], period: str) -> list[Measure]:
    attended = [row for row in rows if row.attended]
    solved = [row for row in attended if row.solved]
    again = [row for row in attended if row.again]
    by_channel = {"channel": _paired(solved, attended, _channel, CHANNELS)}
    by_motive = {"motive": _paired(solved, attended, lambda row: row.motive, MOTIVES)}
    return [
        Share(indicator="res.first_contact", part=len(solved), whole=len(attended), by=by_channel | by_motive, period=period),
        Share(
            indicator="res.reopened",
            part=len(again),
            whole=len(attended),
            by={"channel": _paired(again, attended, _channel, CHANNELS)},
            period=period,
        ),
    ]


def _distribution(rows: Iterable[Contact]) -> dict[int, int]:
    found = Counter(row.score for row in rows)
    return {score: found[score] for score in sorted(SCORES)}


def _scores(rows: Sequence[Contact], period: str) -> Score:
    by_channel = {channel: [row for row in rows if row.channel == channel] for channel in CHANNELS}
    return Score(
        indicator="sat.score",
        distribution=_distribution(rows),
        invited=len(rows),
        by_channel={channel: (_distribution(some), len(some)) for channel, some in by_channel.items()},
        period=period,
    )


class Council:
    """A council that publishes month after month, each protected against all before."""

    def __init__(self, threshold: int = 5) -> None:
        self.threshold = threshold
        self.published: list[Fact] = []

    def publish(self, month: str, measured: Sequence[Measure]) -> list[MeasuredCell]:
        """Protect and publish the next revision of a month."""
        cells = protect(measured, threshold=self.threshold, published=self.published, month=month)
        revision = 1 + max((fact.revision for fact in self.published if fact.month == month), default=0)
        self.published += facts_of(cells, month=month, revision=revision)
        return cells


def months(number: int) -> list[str]:
    """So many months from January 2025 on."""
    return [f"{2025 + place // 12}-{place % 12 + 1:02d}" for place in range(number)]


def shown(cells: Iterable[MeasuredCell], indicator: str, dimension: str = "") -> dict[str, int | float]:
    """What a table shows, by member."""
    return {c.member: float(c.value) for c in cells if (c.indicator, c.dimension) == (indicator, dimension) and c.value is not None}
