"""What a council's panel says: the newest month against the one before, the trend, every month. Made from published reports and nothing else."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from transparency.catalogue import NOT_AVAILABLE, OTHERWISE
from transparency.comparing import Change, change
from transparency.drawing import Drawing, draw
from transparency.models import Publication, PublishedFile
from transparency.months import Month
from transparency.presentation import Group, Headline, Line, groups_of, headline, headlines_of, section_of
from transparency.report import IndicatorData, ReportData
from transparency.revisions import KINDS, is_serious
from transparency.targets import target_of
from transparency.wording import indicator_shown, local_words, month_short, month_words, pick

TRENDS: dict[str, tuple[str, ...]] = {
    "volume": ("vol.contacts", "vol.unattended", "vol.callbacks"),
    "access": ("acc.answer_rate", "acc.abandon_rate"),
    "waiting": ("wait.first_p50_sh", "wait.in_target", "wait.calls_on_time"),
    "resolution": ("res.first_contact", "res.time_p50", "res.backlog"),
    "digital": ("dig.completed", "dig.takeup"),
    "quality": ("sat.score", "qual.complaints"),
}
SCALES: dict[str, tuple[float, float]] = {"points": (1.0, 5.0), "percent": (0.0, 100.0)}
ENDS: dict[str, tuple[str, str]] = {"points": ("1", "5"), "percent": ("0 %", "100 %")}
PDF, CSV = "application/pdf", "indicators.csv"


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure of the newest month; no change when there is nothing to compare it with."""

    figure: Headline
    change: Change | None


@dataclass(frozen=True, slots=True)
class Trend:
    """A figure over the months: a chart, what it says in words, and its table."""

    id: str
    name: str
    sentence: str
    has_gap: bool
    goal: str
    drawing: Drawing
    rows: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PanelGroup:
    """Indicators of the newest month that answer the same question, and how the main ones went."""

    group: Group
    lines: list[Line]
    trends: list[Trend]


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A published month with its files to print and to reuse; `note` says that it is not as it was first published."""

    publication: Publication
    month: str
    title: str
    published: str
    pdf: PublishedFile | None
    data: PublishedFile | None
    table: PublishedFile | None
    note: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class Panel:
    """The page; without months only what is measured is said."""

    title: str
    newest: MonthRow | None
    figures: list[KeyFigure]
    groups: list[PanelGroup]
    months: list[MonthRow]
    privacy: list[str]
    corrected: list[MonthRow]


def _indicator(report: ReportData | None, name: str) -> IndicatorData | None:
    return next((indicator for indicator in report["indicators"] if indicator["id"] == name), None) if report else None


def _key_figures(report: ReportData, before: ReportData | None, language: str) -> list[KeyFigure]:
    return [KeyFigure(headline(now, language), change(now, _indicator(before, now["id"]))) for now in headlines_of(report)]


def _point(indicator: IndicatorData | None, version: int) -> tuple[str, float | None]:
    """What the table says of a month, and what the chart draws: nothing when the figure is protected or was defined otherwise."""
    if indicator is None:
        return str(NOT_AVAILABLE), None
    if indicator["version"] != version:
        return str(OTHERWISE), None
    return indicator_shown(indicator), indicator["value"]


def _trend(name: str, months: list[tuple[Month, ReportData | None]], language: str) -> Trend | None:
    found = [(month, _indicator(report, name)) for month, report in months]
    known = [indicator for _month, indicator in found if indicator is not None]
    if sum(indicator["value"] is not None for indicator in known) < 2:
        return None
    newest = known[-1]
    values = [(month, *_point(indicator, newest["version"])) for month, indicator in found]
    scale, ends = SCALES.get(newest["unit"]), ENDS.get(newest["unit"], ("", ""))
    rows = [(month_words(month), words) for month, words, _value in values]
    title, target = pick(newest["name"], language), target_of(newest)
    return Trend(
        id=name.replace(".", "-").replace("_", "-"),
        name=title,
        sentence=f"{title}. " + "; ".join(f"{month}: {words}" for month, words in rows),
        has_gap=any(value is None for _month, _words, value in values),
        goal=target.words if target else "",
        drawing=draw(
            [(month_short(month), words, value) for month, words, value in values],
            scale=scale,
            ends=ends,
            goal=newest.get("target") if target else None,
        ),
        rows=rows[::-1],
    )


def _groups(report: ReportData, run: list[tuple[Month, ReportData | None]], before: ReportData | None, language: str) -> list[PanelGroup]:
    """The groups of the newest month, each with its table and its charts."""
    by_id = {indicator["id"]: indicator for indicator in report["indicators"]}
    sections = [section_of(indicator, language) for indicator in report["indicators"]]
    return [
        PanelGroup(
            group=group,
            lines=[
                Line(one.section, change(by_id[one.section.indicator], _indicator(before, one.section.indicator))) for one in group.lines
            ],
            trends=[trend for name in TRENDS.get(group.id, ()) if (trend := _trend(name, run, language))] if len(run) > 1 else [],
        )
        for group in groups_of(sections)
    ]


def _note(publication: Publication) -> tuple[str, str, str]:
    """What the list says of a month that is not as it was first published: words, tone, icon."""
    if publication.revision == 1:
        return "", "", ""
    if is_serious(publication):
        return _("Corrected: figures were wrong"), "warning", "triangle-alert"
    words = _("%(kind)s, revision %(revision)s") % {"kind": KINDS.get(publication.kind, ""), "revision": publication.revision}
    return words, "info", "history"


def month_row(publication: Publication, language: str, time_zone: str) -> MonthRow:
    """Return a published month with its files, which are to be loaded already."""
    files = list(publication.files.all())
    month = Month.of(publication.month)
    printed = [file for file in files if file.media_type == PDF]
    note, tone, icon = _note(publication)
    return MonthRow(
        publication=publication,
        month=str(month),
        title=month_words(month),
        published=local_words(publication.published_at, time_zone),
        pdf=next((file for file in printed if file.name == f"report.{language}.pdf"), printed[0] if printed else None),
        data=next((file for file in files if file.name == "report.json"), None),
        table=next((file for file in files if file.name == CSV), None),
        note=note,
        tone=tone,
        icon=icon,
    )


def _run(reports: dict[Month, ReportData | None], newest: Month, count: int) -> list[tuple[Month, ReportData | None]]:
    """The months of the charts, oldest first: a month that was not published is there with nothing."""
    oldest = min(reports, default=newest)
    months, month = [newest], newest
    while month > oldest and len(months) < count:
        month = month.previous
        months.append(month)
    return [(month, reports.get(month)) for month in reversed(months)]


def panel_of(
    publications: list[Publication],
    reports: dict[Month, ReportData | None],
    *,
    language: str,
    privacy: list[str],
    count: int = 12,
    time_zone: str = "Europe/Madrid",
) -> Panel:
    """Put the publications (newest first) and the reports of the newest ones into words of one language."""
    with translation.override(language):
        months = [month_row(publication, language, time_zone) for publication in publications]
        if not months:
            return Panel("", None, [], [], [], privacy, [])
        newest = Month.of(publications[0].month)
        report, before = reports.get(newest), reports.get(newest.previous)
        return Panel(
            title=month_words(newest),
            newest=months[0],
            figures=_key_figures(report, before, language) if report else [],
            groups=_groups(report, _run(reports, newest, count), before, language) if report else [],
            months=months,
            privacy=report["protection"]["explanation"].get(language, privacy) if report else privacy,
            corrected=[row for row in months[:count] if is_serious(row.publication)],
        )
