"""Everything else that the printed report says: cover, large figures, commentary, changes, definitions, where it comes from."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from helpdesk.people.rules import LANGUAGES
from transparency.months import Month
from transparency.pdf import words
from transparency.pdf.chapters import Chapter, chapters
from transparency.report import IndicatorData, ReportData
from transparency.wording import answers_words, moment_words, month_words, pick

HEADLINES = (
    "vol.contacts",
    "vol.attended",
    "sat.score",
    "wait.first_p50_sh",
    "res.first_contact",
    "vol.unattended",
    "wait.calls_on_time",
    "vol.callbacks",
)
MOST_HEADLINES = 6
LONGEST_RUNNING = 60
KINDS = {
    "scheduled_revision": gettext_lazy("Revision that was announced: better data are known now."),
    "correction": gettext_lazy("Correction of a mistake."),
    "method_change": gettext_lazy("Change in how figures are counted."),
}


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure in large print."""

    name: str
    shown: str
    suffix: str
    note: str
    explanation: str
    is_word: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that differs from the revision before."""

    name: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Replaced:
    """Why this revision exists."""

    number: int
    kind: str
    reason: str
    is_serious: bool
    changes_conclusion: bool
    changes: list[Change]


@dataclass(frozen=True, slots=True)
class Definition:
    """How a figure is counted; `facts` are (word, text)."""

    id: str
    name: str
    version: int
    text: str
    facts: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Edition:
    """The whole report, in words."""

    council: str
    running: str
    month: str
    hours: str
    revision: int
    is_published: bool
    is_provisional: bool
    measured: str
    published: str
    replaced: Replaced | None
    headlines: list[Headline]
    commentary: list[str]
    commentary_language: str
    chapters: list[Chapter]
    definitions: list[Definition]
    threshold: int
    privacy: list[str]
    code_version: str
    edition: str


def _headline(indicator: IndicatorData, language: str) -> Headline:
    has_value = indicator["value"] is not None
    return Headline(
        name=pick(indicator["name"], language),
        shown=words.own_result(indicator),
        suffix=_("out of 5") if indicator["unit"] == "points" and has_value else "",
        note=answers_words(indicator),
        explanation=pick(indicator["explanation"], language),
        is_word=not has_value,
    )


def _headlines(report: ReportData, language: str) -> list[Headline]:
    by_id = {indicator["id"]: indicator for indicator in report["indicators"] if words.is_collected(indicator)}
    own = [by_id[name] for name in HEADLINES if name in by_id]
    # Figures first; words in their place only to fill up.
    chosen = sorted(own, key=lambda indicator: indicator["value"] is None)[:MOST_HEADLINES]
    return [_headline(indicator, language) for indicator in own if indicator in chosen]


def _changes(report: ReportData, language: str) -> list[Change]:
    found = []
    for indicator in report["indicators"]:
        if "was" in indicator:
            before = words.result(indicator["was"], "C", indicator["unit"], indicator["decimals"])
            found.append(Change(pick(indicator["name"], language), before, words.own_result(indicator)))
    return found


def _replaced(report: ReportData, language: str) -> Replaced | None:
    about = report.get("revision_of")
    if about is None:
        return None
    return Replaced(
        number=about["replaces"],
        kind=str(KINDS.get(about["kind"], "")),
        reason=pick(about["reason"], language),
        is_serious=about["severity"] == "serious",
        changes_conclusion=about["changes_conclusion"],
        changes=_changes(report, language),
    )


def _definition(indicator: IndicatorData, language: str) -> Definition:
    facts = [
        (_("Formula"), pick(indicator.get("formula", {}), language)),
        (_("Source"), pick(indicator.get("source", {}), language)),
        (_("Left out"), pick(indicator.get("exclusions", {}), language)),
    ]
    return Definition(
        id=indicator["id"],
        name=pick(indicator["name"], language),
        version=indicator["version"],
        text=pick(indicator["definition"], language),
        facts=[(word, text) for word, text in facts if text],
    )


def _running(name: str) -> str:
    return name if len(name) <= LONGEST_RUNNING else f"{name[: LONGEST_RUNNING - 1].rstrip()}…"


def edition_of(report: ReportData, language: str) -> Edition:
    """Put a report into words of a language, which must be active; a commentary in another language says in which."""
    commentary, zone = report["commentary"], report["period"]["time_zone"]
    own = language if language in commentary else next(iter(commentary), "")
    hours = report["period"]["hours"]
    return Edition(
        council=report["council"]["name"],
        running=_running(report["council"]["name"]),
        month=month_words(Month.parse(report["period"]["month"])),
        hours=ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours},
        revision=report["revision"],
        is_published=bool(report["published_at"]),
        is_provisional=report["status"] == "provisional",
        measured=moment_words(report["measured_at"], zone),
        published=moment_words(report["published_at"], zone),
        replaced=_replaced(report, language),
        headlines=_headlines(report, language),
        commentary=[part for part in commentary.get(own, "").split("\n") if part.strip()],
        commentary_language="" if own == language else LANGUAGES.get(own, own),
        chapters=chapters(report, language),
        definitions=[_definition(indicator, language) for indicator in report["indicators"]],
        threshold=report["protection"]["threshold"],
        privacy=report["protection"]["explanation"].get(language, []),
        code_version=report.get("code_version", ""),
        edition=report["edition"],
    )
