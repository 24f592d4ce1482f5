"""A report in one language, ready for a template: figures in words, tables, bars. Pages, preview and PDF share it."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from transparency import rules
from transparency.catalogue import PROTECTED, TOO_FEW, UNITS
from transparency.months import Month
from transparency.report import BreakdownData, CellData, IndicatorData, ReportData, Texts

CHARTS = {("vol.contacts", "channel"), ("vol.motives", "motive")}
HEADLINES = ("vol.contacts", "vol.attended", "wait.first_p50_sh", "sat.score", "vol.unattended")
CHART_WIDTH = 400
ROW_HEIGHT = 54


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, and its bar: `width` and `y` are in units of the drawing."""

    label: str
    shown: str
    is_protected: bool
    includes: str = ""
    width: float = 0
    y: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A breakdown; `sentence` is the chart in words, empty when there is no chart."""

    id: str
    caption: str
    head: str
    unit: str
    rows: list[Row]
    bars: list[Row]
    sentence: str
    height: int


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure in large print. `suffix` is its unit when it stands beside the number."""

    id: str
    name: str
    shown: str
    suffix: str
    explanation: str
    is_protected: bool


@dataclass(frozen=True, slots=True)
class Section:
    """An indicator with its definition and tables."""

    id: str
    name: str
    explanation: str
    definition: str
    shown: str
    is_protected: bool
    tables: list[Table]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that a page of a month says."""

    month: str
    title: str
    period: str
    council: str
    language: str
    revision: int
    is_provisional: bool
    measured: str
    published: str
    headlines: list[Headline]
    sections: list[Section]
    commentary: list[str]
    commentary_language: str
    privacy: list[str]


def month_words(month: Month) -> str:
    """Return the month in the active language, such as `octubre del 2026`."""
    return formats.date_format(month.first_day, "YEAR_MONTH_FORMAT")


def duration_words(seconds: int) -> str:
    """Return a duration in short units: `40 s`, `12 min 30 s`, `1 h 25 min`."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    parts = [(hours, "h"), (minutes, "min"), (0 if hours else left, "s")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "0 s"


def _number(value: float, decimals: int = 0) -> str:
    return formats.number_format(value, decimals, force_grouping=True)


def _shown(value: float | None, status: str, unit: str, decimals: int) -> str:
    if value is None:
        return str(TOO_FEW if status == rules.MISSING else PROTECTED)
    if unit == "seconds":
        return duration_words(int(value))
    return f"{_number(value)} %" if unit == "percent" else _number(value, decimals)


def _pick(texts: Texts, language: str) -> str:
    return texts.get(language) or next(iter(texts.values()), "")


def _bar_width(cell: CellData, largest: float) -> float:
    value = cell["value"]
    return round(CHART_WIDTH * value / largest, 1) if value and largest else 0.0


def _rows(breakdown: BreakdownData, unit: str, language: str) -> list[Row]:
    names = {cell["member"]: _pick(cell["label"], language) for cell in breakdown["cells"]}
    values = [cell["value"] or 0 for cell in breakdown["cells"] if cell.get("unit") != "percent"]
    largest = max(values, default=0)
    grouped = {member for cell in breakdown["cells"] for member in cell.get("includes", [])}
    rows: list[Row] = []
    for cell in breakdown["cells"]:
        if cell["member"] in grouped:
            continue
        rows.append(
            Row(
                label=names[cell["member"]],
                shown=_shown(cell["value"], cell["status"], cell.get("unit", unit), 0),
                is_protected=cell["value"] is None,
                includes=", ".join(names[member] for member in cell.get("includes", [])),
                width=_bar_width(cell, largest),
            )
        )
    return rows


def _bars(rows: list[Row]) -> list[Row]:
    """The rows that a drawing shows, from top to bottom: those with a number above zero."""
    return [replace(row, y=place * ROW_HEIGHT) for place, row in enumerate(row for row in rows if row.width)]


def _table(indicator: IndicatorData, breakdown: BreakdownData, language: str) -> Table:
    head = _pick(breakdown["label"], language)
    name = _pick(indicator["name"], language)
    rows = _rows(breakdown, indicator["unit"], language)
    bars = _bars(rows) if (indicator["id"], breakdown["dimension"]) in CHARTS else []
    sentence = f"{name}: " + "; ".join(f"{row.label} {row.shown}" for row in rows) + "." if bars else ""
    unit = (
        _("Result")
        if any("unit" in cell for cell in breakdown["cells"])
        else _("Answers")
        if indicator["unit"] == "points"
        else _("Number")
    )
    return Table(
        id=f"{indicator['id']}-{breakdown['dimension']}".replace(".", "-"),
        caption=name if len(indicator["breakdowns"]) == 1 else f"{name}: {head.lower()}",
        head=head,
        unit=unit,
        rows=rows,
        bars=bars,
        sentence=sentence,
        height=len(bars) * ROW_HEIGHT,
    )


def _headline(indicator: IndicatorData, language: str) -> Headline:
    value = indicator["value"]
    explanation = _pick(indicator["explanation"], language)
    if value is None:
        explanation += " " + (
            _("Fewer than 10 cases: a figure would say little, and could tell about one person.")
            if indicator["status"] == rules.MISSING
            else _("Not shown, because with the other figures it would reveal a number from 1 to 4.")
        )
    return Headline(
        id=indicator["id"],
        name=_pick(indicator["name"], language),
        shown=_shown(value, indicator["status"], indicator["unit"], indicator["decimals"]),
        suffix=_("out of 5") if indicator["unit"] == "points" and value is not None else "",
        explanation=explanation,
        is_protected=value is None,
    )


def _section(indicator: IndicatorData, language: str) -> Section:
    headline = _headline(indicator, language)
    suffix = "" if indicator["value"] is None or indicator["unit"] in {"seconds", "points"} else f" {UNITS[indicator['unit']]}"
    return Section(
        id=indicator["id"].replace(".", "-"),
        name=headline.name,
        explanation=_pick(indicator["explanation"], language),
        definition=_pick(indicator["definition"], language),
        shown=" ".join(part for part in (headline.shown + suffix, headline.suffix) if part),
        is_protected=headline.is_protected,
        tables=[_table(indicator, breakdown, language) for breakdown in indicator["breakdowns"]],
    )


def _day(text: str | None, time_zone: str) -> str:
    if not text:
        return ""
    moment = datetime.fromisoformat(text).astimezone(ZoneInfo(time_zone))
    return f"{formats.date_format(moment.date(), 'DATE_FORMAT')}, {moment:%H:%M}"


def page_of(report: ReportData, language: str) -> Page:
    """Put a report into words of one language; commentary falls back to another and says in which it is."""
    commentary = report["commentary"]
    own = language if language in commentary else next(iter(commentary), "")
    with translation.override(language):
        by_id = {indicator["id"]: indicator for indicator in report["indicators"]}
        zone = report["period"]["time_zone"]
        month = Month.parse(report["period"]["month"])
        hours = report["period"]["hours"]
        return Page(
            month=str(month),
            title=month_words(month),
            period=ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours},
            council=report["council"]["name"],
            language=language,
            revision=report["revision"],
            is_provisional=report["status"] == "provisional",
            measured=_day(report["measured_at"], zone),
            published=_day(report["published_at"], zone),
            headlines=[_headline(by_id[name], language) for name in HEADLINES if name in by_id],
            sections=[_section(indicator, language) for indicator in report["indicators"]],
            commentary=[part for part in commentary.get(own, "").split("\n") if part.strip()],
            commentary_language=own,
            privacy=report["protection"]["explanation"].get(language, []),
        )
