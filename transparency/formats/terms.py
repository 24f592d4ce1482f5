"""What every format says alike: licence, statuses, names of files and their addresses."""

from helpdesk.people.rules import LANGUAGES
from transparency.report import ReportData, Texts

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
LICENCE_NAME = "CC-BY-4.0"
LICENCE_TITLE = "Creative Commons Attribution 4.0 International"

REPORT = "report.json"
JSONSTAT = "indicators.json"
CSV = "indicators.csv"
CSVW = "indicators.csv-metadata.json"
PACKAGE = "datapackage.json"
CHANGES = "changes.json"
MANIFEST = "manifest.json"

JSON_TYPE = "application/json"
CSV_TYPE = "text/csv; charset=utf-8; header=present"
CSVW_TYPE = "application/csvm+json"

# Codes of SDMX's CL_OBS_STATUS; one alone for what is small and for what protects it.
STATUSES: dict[str, str] = {
    "A": "Normal",
    "P": "Provisional",
    "R": "Revised",
    "M": "Missing: too few cases, not collected, or not published in this period",
    "C": "Confidential",
}
WITH_VALUE = ("A", "P", "R")
# Member and dimension of an indicator's own figure, where a row has to name one.
TOTAL = "total"


def address_of(report: ReportData, root: str) -> str:
    """Return the address of a report's revision, with its slash; `root` is the council's origin."""
    return f"{root}/transparency/{report['period']['month']}/r{report['revision']}/"


def in_language(texts: Texts, language: str) -> str:
    """Return the words of a language, else the first that there are in the order of the product's languages."""
    return next((texts[code] for code in (language, *LANGUAGES) if texts.get(code)), "")


def one_line(text: str) -> str:
    """Return a name without line ends, which formats keep in different ways."""
    return " ".join(text.split())
