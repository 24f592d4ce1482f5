"""What the printed report says besides what the page of the month says: why it replaces another, its chapters, how each figure is counted."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from helpdesk.people.rules import LANGUAGES
from transparency.kinds import Severity
from transparency.pdf import words
from transparency.pdf.chapters import Chapter, chapter_of, grouped
from transparency.presentation import Page, Section, page_of
from transparency.report import ReportData
from transparency.revisions import Banner, banner_of
from transparency.wording import pick

LONGEST_RUNNING = 60


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that differs from the revision before."""

    name: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Replaced:
    """Why this revision exists; `number` is of the one that it replaces."""

    banner: Banner
    number: int
    is_serious: bool
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
    """The whole report, in words. `running` stands at the head of every page."""

    page: Page
    running: str
    commentary_language: str
    replaced: Replaced | None
    chapters: list[Chapter]
    definitions: list[Definition]
    threshold: int
    code_version: str
    edition: str


def _changes(report: ReportData, language: str) -> list[Change]:
    return [
        Change(
            pick(indicator["name"], language),
            words.number(was, indicator["unit"], indicator["decimals"]),
            words.own_result(indicator),
        )
        for indicator in report["indicators"]
        if (was := indicator.get("was")) is not None
    ]


def _replaced(report: ReportData, language: str) -> Replaced | None:
    banner, about = banner_of(report, language), report.get("revision_of")
    if banner is None or about is None:
        return None
    return Replaced(banner, about["replaces"], about["severity"] == Severity.SERIOUS, _changes(report, language))


def _definition(section: Section, version: int) -> Definition:
    facts = [(_("Formula"), section.formula), (_("Source"), section.source), (_("Left out"), section.exclusions)]
    return Definition(
        id=section.indicator,
        name=section.name,
        version=version,
        text=section.definition,
        facts=[(word, text) for word, text in facts if text],
    )


def _running(name: str) -> str:
    return name if len(name) <= LONGEST_RUNNING else f"{name[: LONGEST_RUNNING - 1].rstrip()}…"


def edition_of(report: ReportData, language: str) -> Edition:
    """Put a report into words of a language, which must be active; a commentary in another language says in which."""
    page, own = page_of(report, language), grouped(report)
    other = page.commentary_language if page.commentary_language != language else ""
    return Edition(
        page=page,
        running=_running(page.council),
        commentary_language=LANGUAGES.get(other, other),
        replaced=_replaced(report, language),
        chapters=[chapter_of(group, own[group.id], language) for group in page.groups],
        definitions=[
            _definition(section, indicator["version"]) for section, indicator in zip(page.sections, report["indicators"], strict=True)
        ],
        threshold=report["protection"]["threshold"],
        code_version=report.get("code_version", ""),
        edition=report["edition"],
    )
