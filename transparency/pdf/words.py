"""Figures of the printed report in words of the active language: a result, its unit, a commitment and whether it was met."""

from django.utils.translation import gettext as _

from transparency import rules
from transparency.catalogue import UNITS
from transparency.report import IndicatorData
from transparency.wording import number_words

# The number says it itself: `2 min 30 s`, `87 %`.
IN_THE_NUMBER = {"seconds", "percent"}
UP, DOWN = "up", "down"
REVISED = "R"


def duration(seconds: int) -> str:
    """Return a duration to the second, however long: what is printed can be counted back."""
    parts = []
    for unit, length in (("d", 86400), ("h", 3600), ("min", 60), ("s", 1)):
        number, seconds = divmod(seconds, length)
        if number:
            parts.append(f"{number} {unit}")
    return " ".join(parts) or "0 s"


def is_collected(indicator: IndicatorData) -> bool:
    """Say whether the service has a source for a figure."""
    return indicator.get("collected", True)


def result(value: float | None, status: str, unit: str, decimals: int, *, collected: bool = True) -> str:
    """Return a figure, or the word that stands in its place."""
    if not collected:
        return _("Not collected yet")
    if value is None:
        return _("Too few cases") if status == rules.MISSING else _("Protected")
    if unit == "seconds":
        return duration(int(value))
    return f"{number_words(value, decimals)} %" if unit == "percent" else number_words(value, decimals)


def unit_words(unit: str) -> str:
    """Return the unit that stands beside a number; empty where the number says it itself."""
    return "" if unit in IN_THE_NUMBER else str(UNITS.get(unit, unit))


def own_result(indicator: IndicatorData) -> str:
    """Return the figure of an indicator, or the word that stands in its place."""
    return result(indicator["value"], indicator["status"], indicator["unit"], indicator["decimals"], collected=is_collected(indicator))


def commitment(indicator: IndicatorData) -> str:
    """Return what the service charter promises, such as `at least 80 %`; empty without a promise."""
    target = indicator.get("target")
    if target is None:
        return ""
    number = result(target, rules.NORMAL, indicator["unit"], indicator["decimals"])
    if indicator["polarity"] == UP:
        return _("at least %(number)s") % {"number": number}
    return _("at most %(number)s") % {"number": number} if indicator["polarity"] == DOWN else number


def was_met(indicator: IndicatorData) -> str:
    """Say whether the promise was kept; empty when there is no promise or no figure, or more is neither better nor worse."""
    value, target = indicator["value"], indicator.get("target")
    if value is None or target is None or indicator["polarity"] not in {UP, DOWN}:
        return ""
    kept = value >= target if indicator["polarity"] == UP else value <= target
    return _("Met") if kept else _("Not met")
