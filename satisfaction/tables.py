"""Results in words: what pages and files show of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.dates import MONTHS
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from helpdesk.tickets.labels import CHANNEL, Label
from satisfaction.labels import EASE, SCORE, SOLVED, VIA
from satisfaction.rules import SCORES, Solved
from satisfaction.selectors import Line, Results

BarRow = tuple[str, float | None, str]
WHOLE = 100


@dataclass(frozen=True, slots=True)
class Piece:
    """One score of a bar: where it begins and how long it is, in percent of the bar."""

    score: int
    left: str
    width: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table. `distribution` says in words what `pieces` draw."""

    name: str
    answers: str
    invited: str
    response: str
    mean: str
    good: str
    distribution: str
    pieces: tuple[Piece, ...]
    line: Line


@dataclass(frozen=True, slots=True)
class Table:
    """A table of results."""

    key: str
    title: str
    head: str
    rows: tuple[Row, ...]
    has_invited: bool


@dataclass(frozen=True, slots=True)
class Bars:
    """A question with how many chose each answer, for a table that is also a chart. `note` says what is particular about the question."""

    title: str
    head: str
    rows: tuple[BarRow, ...]
    note: str = ""


def decimal(value: float | None, places: int = 1) -> str:
    """Return a number as the language writes it; a dash for none."""
    return "—" if value is None else number_format(round(value, places), places)


def percent(value: float | None) -> str:
    """Return a percentage without decimals."""
    return "—" if value is None else f"{number_format(round(value), 0)} %"


def row_of(name: str, line: Line) -> Row:
    """Return a line in words."""
    return Row(
        name=name,
        answers=number_format(line.answers, 0, use_l10n=True),
        invited="—" if line.invited is None else number_format(line.invited, 0, use_l10n=True),
        response=percent(line.response),
        mean=decimal(line.mean),
        good=percent(line.good),
        distribution=", ".join(f"{SCORE[score]}: {line.distribution[score - 1]}" for score in SCORES),
        pieces=_pieces(line),
        line=line,
    )


def _pieces(line: Line) -> tuple[Piece, ...]:
    pieces, left = [], 0.0
    for score in SCORES:
        width = WHOLE * line.distribution[score - 1] / line.answers if line.answers else 0.0
        if width:
            pieces.append(Piece(score, f"{left:.2f}", f"{width:.2f}"))
        left += width
    return tuple(pieces)


def month_words(day: date) -> str:
    """Return a month such as `October 2026`."""
    return f"{MONTHS[day.month]} {day.year}"


def _name(kind: str, line: Line, procedures: Mapping[int, str], teams: Mapping[int, str]) -> str:
    key = line.key
    if kind == "channel":
        return str(CHANNEL[key]) if isinstance(key, str) else _("At the office")
    if kind == "via":
        return str(VIA[str(key)])
    if isinstance(key, date | datetime):
        return month_words(key)
    if kind == "procedure":
        return procedures.get(key, "—") if isinstance(key, int) else _("Without a procedure")
    return teams.get(key, "—") if isinstance(key, int) else _("Without a team")


def tables_of(results: Results, procedures: Mapping[int, str], teams: Mapping[int, str]) -> list[Table]:
    """Return the tables in order; one that has nothing to compare is left out, as that of teams where there are none."""
    heads: dict[str, tuple[str, str]] = {
        "channel": (_("By channel"), _("Channel")),
        "via": (_("By way of answering"), _("How answered")),
        "procedure": (_("By procedure"), _("Procedure")),
        "team": (_("By team"), _("Team")),
        "month": (_("By month"), _("Month")),
    }
    tables = []
    for key, (title, head) in heads.items():
        lines: Sequence[Line] = results.by[key]
        rows = tuple(row_of(_name(key, line, procedures, teams), line) for line in lines)
        if rows and not (key == "team" and {line.key for line in lines} == {None}):
            tables.append(Table(key, title, head, rows, has_invited=any(line.invited is not None for line in lines)))
    return tables


def _bars(counts: Sequence[int], words: Sequence[Label]) -> tuple[BarRow, ...]:
    total = sum(counts)
    return tuple(
        (str(word), float(count), f"{number_format(count, 0)} · {percent(WHOLE * count / total if total else None)}")
        for word, count in zip(words, counts, strict=True)
    )


def charts_of(results: Results) -> list[Bars]:
    """Return the answers to every question, the best first as on the form."""
    order = sorted(SCORES, reverse=True)
    charts = [
        Bars(
            _("How did we help you?"),
            _("Answer"),
            _bars([results.total.distribution[s - 1] for s in order], [f"{SCORE[s]} ({s})" for s in order]),
        )
    ]
    if any(results.solved):
        charts.append(Bars(_("Was it solved?"), _("Answer"), _bars(results.solved, [SOLVED[one] for one in Solved])))
    if any(results.ease):
        charts.append(
            Bars(_("How easy was it?"), _("Answer"), _bars([results.ease[s - 1] for s in order], [f"{EASE[s]} ({s})" for s in order]))
        )
    for own in results.own:
        note = "" if own.is_current else _("An earlier wording, no longer asked.")
        charts.append(Bars(own.question.text, _("Answer"), _bars(own.counts, [words for _value, words in own.question.choices]), note))
    return charts
