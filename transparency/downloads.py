"""The files of a revision as a page lists them: what each one is for."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helpdesk.people.rules import LANGUAGES
from transparency.models import Publication, PublishedFile

WORDS: dict[str, str | Promise] = {
    "report.json": gettext_lazy("All figures with their definitions, in five languages"),
    "indicators.json": gettext_lazy("The figures as JSON-stat 2.0, for statistical programs"),
    "indicators.csv": gettext_lazy("The figures as a table, for spreadsheets"),
    "indicators.csv-metadata.json": gettext_lazy("What each column of the table means (CSVW)"),
    "datapackage.json": gettext_lazy("Description of the table (Frictionless Data Package)"),
    "changes.json": gettext_lazy("What this revision changed"),
    "manifest.json": gettext_lazy("List of the files with their checksums"),
    "manifest.json.sig": gettext_lazy("Signature of that list"),
}
ICONS = {"application/pdf": "file-text", "text/csv": "file-spreadsheet"}
SHORT: dict[str, str | Promise] = {
    "report.json": gettext_lazy("Data to reuse"),
    "indicators.csv": gettext_lazy("Table for spreadsheets"),
    "indicators.json": gettext_lazy("Statistical cubes"),
}
BUTTONS = ("PDF", "CSV", "JSON", "JSON-stat", "")
FORMATS = {"report.json": "JSON", "indicators.csv": "CSV", "indicators.json": "JSON-stat"}


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file: what it is for, its address, and under which name it stands among the main ones; no `button` for the others."""

    file: PublishedFile
    url: str
    words: str
    icon: str
    button: str
    format: str


def _words(file: PublishedFile) -> str:
    language = file.name.removeprefix("report.").removesuffix(".pdf")
    if language in LANGUAGES:
        return _("Report to print, in %(language)s") % {"language": LANGUAGES[language]}
    return str(WORDS.get(file.name, ""))


def file_rows(publication: Publication, address: str, language: str) -> list[FileRow]:
    """Return the files of a publication, which are to be loaded already, the main ones first; the report in another language is no button while there is one in this."""
    files = list(publication.files.all())
    printed = [file.name for file in files if file.media_type == "application/pdf"]
    own = f"report.{language}.pdf" if f"report.{language}.pdf" in printed else next(iter(printed), "")
    found = [
        FileRow(
            file=file,
            url=f"{address}{file.name}",
            words=_words(file),
            icon=ICONS.get(file.media_type.partition(";")[0], "file-json"),
            button=_("Report to print") if file.name == own else str(SHORT.get(file.name, "")),
            format="PDF" if file.name == own else FORMATS.get(file.name, ""),
        )
        for file in files
    ]
    return sorted(found, key=lambda row: BUTTONS.index(row.format))


@dataclass(frozen=True, slots=True)
class FormatRow:
    """A way of reusing the figures: what it is, and where the newest is."""

    name: str
    words: str
    url: str
    label: str
    media_type: str = ""


# Name of the address, its arguments, how the way is called, what it is for, the last words of the link, the media type.
WAYS: tuple[tuple[str, tuple[str, ...], str, str | Promise, str], ...] = (
    (
        "latest_file",
        ("report.json",),
        "JSON",
        gettext_lazy("All figures of the latest month, with definitions in five languages"),
        "application/json",
    ),
    (
        "latest_file",
        ("indicators.csv",),
        "CSV",
        gettext_lazy("The latest month as a table, with its description (Frictionless and CSVW)"),
        "text/csv",
    ),
    ("latest_file", ("indicators.json",), "JSON-stat", gettext_lazy("The latest month as statistical cubes"), "application/json"),
    ("catalog", (), "DCAT", gettext_lazy("The catalogue that open data portals harvest"), ""),
    ("feed", (), "JSON Feed", gettext_lazy("New months and corrections"), "application/feed+json"),
    ("atom", (), "Atom", gettext_lazy("New months and corrections, for feed readers"), "application/atom+xml"),
    ("calendar", (), "iCalendar", gettext_lazy("The dates on which figures come out"), "text/calendar"),
    ("schema", (), "JSON Schema", gettext_lazy("What the data of a month look like"), "application/schema+json"),
)
WITH_LANGUAGE = {"feed", "atom", "calendar"}


def ways_to_reuse(names: set[str], query: str) -> list[FormatRow]:
    """Return the ways that there are; `names` are the files of the newest month, `query` asks for the language."""
    found = []
    for route, arguments, name, words, media_type in WAYS:
        if arguments and arguments[0] not in names:
            continue
        try:
            url = reverse(f"transparency:{route}", args=arguments)
        except NoReverseMatch:
            continue
        found.append(
            FormatRow(name, str(words), url + (query if route in WITH_LANGUAGE else ""), url.rsplit("/", 1)[-1] or url, media_type)
        )
    return found
