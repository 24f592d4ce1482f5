"""A report in one language, ready for a template: figures in words, groups, tables. Pages, preview and PDF share it."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from transparency.comparing import Change
from transparency.months import Month
from transparency.report import IndicatorData, ReportData
from transparency.tables import Table, table_of
from transparency.targets import Target, target_of
from transparency.wording import (
    IN_THE_NUMBER,
    STATUS_WORDS,
    answers_words,
    indicator_shown,
    is_collected,
    moment_words,
    month_words,
    pick,
    unit_words,
    value_words,
    why_not,
)

# In large print. Where one of them has no figure, one of the others stands in for it.
HEADLINES = ("vol.contacts", "vol.attended", "sat.score", "wait.first_p50_sh", "wait.calls_on_time", "vol.unattended")
STAND_INS = ("res.first_contact", "vol.callbacks")
# Their own figure is that of `vol.contacts`: what they tell is the breakdown.
ONLY_BROKEN_DOWN = frozenset({"vol.motives", "vol.procedures", "vol.requester", "vol.language", "vol.band"})
# Beginnings of ids, in the order of the page: what the group is called, what it answers, its icon.
GROUPS: tuple[tuple[str, tuple[str, ...], str | Promise, str | Promise, str], ...] = (
    ("volume", ("vol",), gettext_lazy("Demand"), gettext_lazy("How many people asked for help, in what and how."), "users"),
    ("access", ("acc",), gettext_lazy("Access"), gettext_lazy("Whether the service could be reached."), "log-in"),
    ("waiting", ("wait",), gettext_lazy("Waiting"), gettext_lazy("How long people waited for a person."), "hourglass"),
    ("resolution", ("res",), gettext_lazy("Resolution"), gettext_lazy("What became of each request."), "check-check"),
    ("digital", ("dig",), gettext_lazy("Online procedures"), gettext_lazy("Whether the procedures were finished, and why not."), "laptop"),
    ("quality", ("sat", "qual"), gettext_lazy("Quality"), gettext_lazy("What people thought of the service."), "star"),
    ("cost", ("eco",), gettext_lazy("Cost"), gettext_lazy("What the service costs."), "scale"),
    ("other", (), gettext_lazy("Other figures"), "", "chart-column"),
)


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure in large print. `suffix` is its unit when it stands beside the number; `note` says of how many answers it is made."""

    id: str
    name: str
    shown: str
    suffix: str
    explanation: str
    note: str
    is_protected: bool
    target: Target | None = None
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """An indicator with its definition and tables. `was` is its figure in the revision before; `remark` what the council says of it."""

    id: str
    indicator: str
    name: str
    explanation: str
    definition: str
    shown: str
    is_protected: bool
    tables: list[Table]
    is_collected: bool = True
    why_not: str = ""
    note: str = ""
    target: Target | None = None
    tag: str = ""
    was: str = ""
    remark: str = ""
    remark_language: str = ""
    formula: str = ""
    source: str = ""
    exclusions: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator in the table of its group; no change when there is nothing to compare it with."""

    section: Section
    change: Change | None


@dataclass(frozen=True, slots=True)
class Group:
    """Indicators that answer the same question."""

    id: str
    name: str
    explanation: str
    icon: str
    sections: list[Section]

    @property
    def lines(self) -> list[Line]:
        """Them as rows of a table, compared with nothing; without those that only break the contacts down."""
        return [Line(section, None) for section in self.sections if section.indicator not in ONLY_BROKEN_DOWN]

    @property
    def has_targets(self) -> bool:
        """Whether the council has made a commitment about one of them."""
        return any(section.target for section in self.sections)

    @property
    def with_tables(self) -> list[Section]:
        """Those that are broken down."""
        return [section for section in self.sections if section.tables]


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
    groups: list[Group]


def headlines_of(report: ReportData) -> list[IndicatorData]:
    """Return the indicators of a report that stand in large print."""
    by_id = {indicator["id"]: indicator for indicator in report["indicators"] if is_collected(indicator)}
    own = [by_id[name] for name in HEADLINES if name in by_id]
    others = iter([by_id[name] for name in STAND_INS if name in by_id and by_id[name]["value"] is not None])
    return [indicator if indicator["value"] is not None else next(others, indicator) for indicator in own]


def headline(indicator: IndicatorData, language: str) -> Headline:
    """Return the figure of an indicator in large print."""
    value = indicator["value"]
    explanation = pick(indicator["explanation"], language)
    return Headline(
        id=indicator["id"],
        name=pick(indicator["name"], language),
        shown=indicator_shown(indicator),
        suffix=_("out of 5") if indicator["unit"] == "points" and value is not None else "",
        explanation=f"{explanation} {why_not(indicator)}" if value is None else explanation,
        note=answers_words(indicator),
        is_protected=value is None,
        target=target_of(indicator),
        tag=str(STATUS_WORDS.get(indicator["status"], "")),
    )


def _with_unit(words: str, indicator: IndicatorData) -> str:
    # Points have their suffix.
    return words if indicator["unit"] in IN_THE_NUMBER | {"points"} else f"{words} {unit_words(indicator['unit'])}".rstrip()


def _was(indicator: IndicatorData) -> str:
    """The figure of the revision before, where this one says another; a figure that was hidden stays so."""
    was = indicator.get("was")
    return value_words(was, indicator["unit"], indicator["decimals"]) if was is not None else ""


def section_of(indicator: IndicatorData, language: str) -> Section:
    """Put an indicator into words of one language."""
    own = headline(indicator, language)
    known = is_collected(indicator)
    remarks = indicator.get("note", {})
    return Section(
        id=indicator["id"].replace(".", "-").replace("_", "-"),
        indicator=indicator["id"],
        name=own.name,
        explanation=pick(indicator["explanation"], language),
        definition=pick(indicator["definition"], language),
        shown=own.shown if own.is_protected else " ".join(part for part in (_with_unit(own.shown, indicator), own.suffix) if part),
        is_protected=own.is_protected,
        tables=[table_of(indicator, breakdown, language) for breakdown in indicator["breakdowns"]] if known else [],
        is_collected=known,
        why_not=why_not(indicator) if own.is_protected else "",
        note=own.note,
        target=own.target,
        tag=own.tag,
        was=_was(indicator),
        remark=pick(remarks, language),
        remark_language=language if language in remarks else next(iter(remarks), ""),
        formula=pick(indicator.get("formula", {}), language),
        source=pick(indicator.get("source", {}), language),
        exclusions=pick(indicator.get("exclusions", {}), language),
    )


def group_of(indicator_id: str) -> str:
    """Return the group to which an indicator belongs, by the beginning of its id."""
    beginning = indicator_id.partition(".")[0]
    return next((name for name, beginnings, *_rest in GROUPS if beginning in beginnings), "other")


def groups_of(sections: list[Section]) -> list[Group]:
    """Put the indicators that answer the same question together, in the order of the page."""
    found = [
        Group(name, str(title), str(explanation), icon, [section for section in sections if group_of(section.indicator) == name])
        for name, _beginnings, title, explanation, icon in GROUPS
    ]
    return [group for group in found if group.sections]


def page_of(report: ReportData, language: str) -> Page:
    """Put a report into words of one language; commentary falls back to another and says in which it is."""
    commentary = report["commentary"]
    own = language if language in commentary else next(iter(commentary), "")
    with translation.override(language):
        zone = report["period"]["time_zone"]
        month = Month.parse(report["period"]["month"])
        hours = report["period"]["hours"]
        sections = [section_of(indicator, language) for indicator in report["indicators"]]
        return Page(
            month=str(month),
            title=month_words(month),
            period=ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours},
            council=report["council"]["name"],
            language=language,
            revision=report["revision"],
            is_provisional=report["status"] == "provisional",
            measured=moment_words(report["measured_at"], zone),
            published=moment_words(report["published_at"], zone),
            headlines=[headline(indicator, language) for indicator in headlines_of(report)],
            sections=sections,
            commentary=[part for part in commentary.get(own, "").split("\n") if part.strip()],
            commentary_language=own,
            privacy=report["protection"]["explanation"].get(language, []),
            groups=groups_of(sections),
        )
