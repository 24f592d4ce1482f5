"""The analysis as tables in words of the page: the same for the screen and for the file."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils.dates import WEEKDAYS
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from helpdesk.base.spreadsheet import Cell
from helpdesk.desk.patterns import WEEK, busy_hours, level, weekdays_between
from helpdesk.desk.selectors import analysis
from helpdesk.desk.selectors.analysis import FailureCount, HourCount, PlaceCount, RepeatCount, Wanted
from helpdesk.desk.selectors.analysis_names import Names
from helpdesk.people.actors import Actor
from helpdesk.tickets.labels import FAILURE_CAUSE, UNSERVED


@dataclass(frozen=True, slots=True)
class Number:
    """A cell: what it says, and how strongly it is coloured, 0 to 4."""

    shown: str
    value: float
    level: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its words, then its numbers."""

    words: tuple[str, ...]
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of the analysis; `nothing` is said when it has no rows, `finding` is the main thing that it tells."""

    key: str
    title: str
    explanation: str
    icon: str
    heads: tuple[str, ...]
    number_heads: tuple[str, ...]
    lines: list[Line] = field(default_factory=list)
    nothing: str = ""
    finding: str = ""
    is_heat: bool = False

    def to_rows(self) -> list[Sequence[Cell]]:
        """Return the rows as a spreadsheet takes them: numbers are numbers."""
        return [(*line.words, *(number.value for number in line.numbers)) for line in self.lines]


def _count(value: int, largest: int = 0) -> Number:
    return Number(str(value), value, level(value, largest))


def _share(part: int, whole: int) -> Number:
    return Number(f"{round(100 * part / whole)} %", round(100 * part / whole)) if whole else Number("—", 0)


def _average(value: int, days: int, largest: float) -> Number:
    average = value / days if days else 0.0
    return Number(_one_decimal(average) if 0 < average < 10 else number_format(round(average)), round(average, 2), level(average, largest))


def _one_decimal(value: float) -> str:
    return number_format(value, 1)


def places_sheet(rows: list[PlaceCount], names: Names) -> Sheet:
    """Return where people got stuck: procedure, step, problem."""
    largest = max((row.contacts for row in rows), default=0)
    lines = [
        Line(
            (names.procedure(row.procedure), names.step(row.step), names.problem(row.problem)),
            (_count(row.contacts, largest), _count(row.unfinished)),
        )
        for row in rows
    ]
    return Sheet(
        key="places",
        title=_("Where they get stuck"),
        explanation=_("By procedure, step and known problem; the fifty most frequent places."),
        icon="map-pin",
        heads=(_("Procedure"), _("Step"), _("Problem")),
        number_heads=(_("Contacts"), _("Not finished")),
        lines=lines,
        nothing=_("No contact about a procedure in these days."),
        finding=_("Most often: %(procedure)s, %(step)s (%(count)s contacts).")
        % {"procedure": lines[0].words[0], "step": lines[0].words[1], "count": rows[0].contacts}
        if rows
        else "",
    )


def failures_sheet(rows: list[FailureCount], names: Names) -> Sheet:
    """Return what stood in the way, procedure by procedure."""
    largest = max((number for row in rows for number in row.causes.values()), default=0)
    causes = Counter[str]()
    for row in rows:
        causes.update(row.causes)
    main = causes.most_common(1)
    return Sheet(
        key="failures",
        title=_("What fails, and why"),
        explanation=_(
            "As agents note it when they resolve. The last column is of the contacts of which it is known how the procedure ended."
        ),
        icon="circle-x",
        heads=(_("Procedure"),),
        number_heads=(*(str(words) for words in FAILURE_CAUSE.values()), _("Not finished")),
        lines=[
            Line(
                (names.procedure(row.procedure),),
                (*(_count(row.causes[cause], largest) for cause in FAILURE_CAUSE), _share(row.unfinished, row.known)),
            )
            for row in rows
        ],
        nothing=_("Nobody noted what stood in the way in these days."),
        finding=_("Most often: %(cause)s (%(count)s contacts).") % {"cause": FAILURE_CAUSE[main[0][0]], "count": main[0][1]}
        if main
        else "",
    )


def repeats_sheet(rows: list[RepeatCount], names: Names) -> Sheet:
    """Return about which procedures people come back."""
    largest = max((row.again for row in rows), default=0)
    contacts, again = sum(row.contacts for row in rows), sum(row.again for row in rows)
    return Sheet(
        key="repeats",
        title=_("Who has to come back"),
        explanation=_(
            "Contacts within 30 days of another one of the same person about the same procedure. A person is an e-mail address, or else a telephone number."
        ),
        icon="refresh-cw",
        heads=(_("Procedure"),),
        number_heads=(_("Contacts"), _("Again"), _("Share")),
        lines=[
            Line((names.procedure(row.procedure),), (_count(row.contacts), _count(row.again, largest), _share(row.again, row.contacts)))
            for row in rows
        ],
        nothing=_("No contact about a procedure in these days."),
        finding=_("In all: %(again)s of %(contacts)s contacts.") % {"again": again, "contacts": contacts} if contacts else "",
    )


def load_sheet(counts: Counter[tuple[int, int]], wanted: Wanted) -> Sheet:
    """Return how many contacts come in each hour of each day of the week, on average."""
    days = weekdays_between(wanted.since, wanted.until)
    averages = {place: number / days[place[0]] for place, number in counts.items() if days[place[0]]}
    largest = max(averages.values(), default=0.0)
    busiest = max(averages, key=lambda place: (averages[place], -place[0], -place[1])) if averages else None
    return Sheet(
        key="load",
        title=_("Load by hour"),
        explanation=_(
            "Contacts that arrive in an hour, on average over these days, where the council is. To plan how many people answer when."
        ),
        icon="clock",
        heads=(_("Hour"),),
        number_heads=tuple(str(WEEKDAYS[weekday]) for weekday in range(WEEK)),
        lines=[
            Line((f"{hour}:00",), tuple(_average(counts[weekday, hour], days[weekday], largest) for weekday in range(WEEK)))
            for hour in busy_hours(counts)
        ],
        nothing=_("No contact in these days."),
        finding=_("Busiest: %(day)s at %(hour)s:00, %(average)s contacts an hour.")
        % {"day": WEEKDAYS[busiest[0]], "hour": busiest[1], "average": _one_decimal(averages[busiest])}
        if busiest
        else "",
        is_heat=True,
    )


def hours_sheet(rows: list[HourCount]) -> Sheet:
    """Return what was not attended in each hour of the day."""
    largest = max((number for row in rows for number in (*row.unserved.values(), row.silent)), default=0)
    return Sheet(
        key="unserved",
        title=_("Not attended, by hour"),
        explanation=_("People who tried and were not served, and our calls that nobody took. Narrowed by days and channel only."),
        icon="phone-missed",
        heads=(_("Hour"),),
        number_heads=(_("Contacts"), *(str(words) for words in UNSERVED.values()), _("Our calls that nobody took")),
        lines=[
            Line(
                (f"{row.hour}:00",),
                (_count(row.contacts), *(_count(row.unserved[reason], largest) for reason in UNSERVED), _count(row.silent, largest)),
            )
            for row in rows
        ],
        nothing=_("Nothing in these days."),
        is_heat=True,
    )


def sheets_of(wanted: Wanted, names: Names, by: Actor) -> list[Sheet]:
    """Return every table of the analysis; raises NotAllowed."""
    counts = analysis.load(wanted, by)
    return [
        places_sheet(analysis.places(wanted, by), names),
        failures_sheet(analysis.failures(wanted, by), names),
        repeats_sheet(analysis.repeats(wanted, by), names),
        load_sheet(counts, wanted),
        hours_sheet(analysis.hours(wanted, by, counts)),
    ]


def sheet_of(key: str, wanted: Wanted, names: Names, by: Actor) -> Sheet | None:
    """Return one table by its key, None for any other word; raises NotAllowed."""
    makers: dict[str, Callable[[], Sheet]] = {
        "places": lambda: places_sheet(analysis.places(wanted, by), names),
        "failures": lambda: failures_sheet(analysis.failures(wanted, by), names),
        "repeats": lambda: repeats_sheet(analysis.repeats(wanted, by), names),
        "load": lambda: load_sheet(analysis.load(wanted, by), wanted),
        "unserved": lambda: hours_sheet(analysis.hours(wanted, by, analysis.load(wanted, by))),
    }
    return makers[key]() if key in makers else None
