"""Figures in words of the active language: months, durations, numbers, what is said of a figure that is not shown."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from transparency import rules
from transparency.catalogue import PROTECTED, TOO_FEW, UNITS
from transparency.months import Month
from transparency.report import CellData, IndicatorData, Texts

NOT_COLLECTED: str | Promise = gettext_lazy("Not collected yet")
PROVISIONAL, REVISED = "P", "R"
IN_THE_NUMBER = frozenset({"seconds", "percent", "hours"})
STATUS_WORDS: dict[str, str | Promise] = {PROVISIONAL: gettext_lazy("Provisional"), REVISED: gettext_lazy("Revised")}


def month_words(month: Month) -> str:
    """Return the month, such as `octubre del 2026`."""
    return formats.date_format(month.first_day, "YEAR_MONTH_FORMAT")


def month_short(month: Month) -> str:
    """Return the month in three letters or so, for the foot of a chart."""
    return formats.date_format(month.first_day, "M").rstrip(".")


def period_words(period: str) -> str:
    """Return a quarter such as `2026-Q2` as its first and last month; a month as itself; nothing for anything else."""
    year, _dash, part = period.partition("-Q")
    if year.isdigit() and part in {"1", "2", "3", "4"}:
        first = Month(int(year), int(part) * 3 - 2)
        return f"{month_words(first)} – {month_words(first.following.following)}"
    try:
        return month_words(Month.parse(period))
    except ValueError:
        return period


def duration_words(seconds: int) -> str:
    """Return a duration in short units: `40 s`, `12 min 30 s`, `1 h 25 min`; from two days on `3 d 4 h`."""
    days, rest = divmod(seconds, 86400) if seconds >= 2 * 86400 else (0, seconds)
    hours, rest = divmod(rest, 3600)
    minutes, left = divmod(rest, 60)
    parts = [(days, "d"), (hours, "h"), (0 if days else minutes, "min"), (0 if hours or days else left, "s")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "0 s"


def number_words(value: float, decimals: int = 0) -> str:
    """Return a number with the separators of the language."""
    return formats.number_format(value, decimals, force_grouping=True)


def value_words(value: float, unit: str, decimals: int = 0) -> str:
    """Return a number with the unit that stands beside it; counts and points stand alone."""
    if unit == "seconds":
        return duration_words(int(value))
    if unit == "percent":
        return f"{number_words(value, decimals)} %"
    return f"{number_words(value, decimals)} h" if unit == "hours" else number_words(value, decimals)


def unit_words(unit: str) -> str:
    """Return the unit that stands beside a number; empty where the number says it itself."""
    return "" if unit in IN_THE_NUMBER else str(UNITS.get(unit, ""))


def shown(value: float | None, status: str, unit: str, decimals: int) -> str:
    """Return a figure, or why there is none."""
    if value is None:
        return str(TOO_FEW if status == rules.MISSING else PROTECTED)
    return value_words(value, unit, decimals)


def is_collected(indicator: IndicatorData) -> bool:
    """Say whether the service has a source for an indicator; older reports only had those that it has."""
    return indicator.get("collected", True)


def indicator_shown(indicator: IndicatorData) -> str:
    """Return the own figure of an indicator, or why there is none."""
    if indicator["value"] is None and not is_collected(indicator):
        return str(NOT_COLLECTED)
    return shown(indicator["value"], indicator["status"], indicator["unit"], indicator["decimals"])


def cell_shown(cell: CellData, indicator: IndicatorData) -> str:
    """Return the figure of a cell, in its own unit or in that of its indicator."""
    unit = cell.get("unit", indicator["unit"])
    # Of points, a whole number is how many gave so many.
    is_own = unit == indicator["unit"] and (unit != "points" or isinstance(cell["value"], float))
    decimals = indicator["decimals"] if is_own else 0
    return shown(cell["value"], cell["status"], unit, decimals)


def pick(texts: Texts, language: str) -> str:
    """Return the words of a language, or any."""
    return texts.get(language) or next(iter(texts.values()), "")


def moment_words(text: str | None, time_zone: str) -> str:
    """Return a moment of a report in its own time zone."""
    return local_words(datetime.fromisoformat(text), time_zone) if text else ""


def local_words(moment: datetime, time_zone: str) -> str:
    """Return the day and the time of a moment in a time zone."""
    local = moment.astimezone(ZoneInfo(time_zone))
    return f"{formats.date_format(local.date(), 'DATE_FORMAT')}, {local:%H:%M}"


def answers_words(indicator: IndicatorData) -> str:
    """Say how many answered, which has to stand beside every score; empty for other indicators and without a score."""
    # A quarter's answers have a period of their own: the figure beside which these stand is the month's.
    own = (group for group in indicator["breakdowns"] if group["dimension"] == "measure" and not group.get("period"))
    cells = {cell["member"]: cell["value"] for group in own for cell in group["cells"]}
    answers, rate = cells.get("answers"), cells.get("response_rate")
    if answers is None or indicator["value"] is None:
        return ""
    count = number_words(answers)
    if rate is None:
        return ngettext("%(count)s answer", "%(count)s answers", int(answers)) % {"count": count}
    return ngettext("%(count)s answer: %(rate)s %% of those invited", "%(count)s answers: %(rate)s %% of those invited", int(answers)) % {
        "count": count,
        "rate": number_words(rate),
    }


def why_not(indicator: IndicatorData) -> str:
    """Say why the figure of an indicator is not shown."""
    if not is_collected(indicator):
        return _("The service has no source for this figure yet. Nothing is estimated.")
    if indicator["status"] == rules.MISSING:
        return _("Too few cases: a figure would say little, and could tell about one person.")
    return _("Not shown, because with the other figures it would reveal a small number, and so perhaps a person.")


def status_words() -> list[tuple[str, str]]:
    """Return the words that stand in the place of a figure, or beside it, and what they mean."""
    return [
        (str(PROTECTED), _("The figure is known but not published: it would tell about few people, or another figure with it would.")),
        (str(TOO_FEW), _("There were too few cases for a figure that says anything.")),
        (str(NOT_COLLECTED), _("The service has no source for this figure yet. Nothing is estimated.")),
        (str(STATUS_WORDS[PROVISIONAL]), _("It can still change when what is missing comes in.")),
        (str(STATUS_WORDS[REVISED]), _("It was another in the revision before.")),
    ]
