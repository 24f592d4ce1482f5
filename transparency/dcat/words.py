"""Literals in every language of the product: a portal refuses what is not also in Spanish."""

from collections.abc import Callable, Iterator, Mapping

from django.utils import translation
from django.utils.translation import gettext as _
from rdflib import Literal

from helpdesk.people.models import Council
from helpdesk.people.rules import LANGUAGES
from transparency.downloads import WORDS
from transparency.formats.terms import one_line
from transparency.months import Month
from transparency.wording import month_words

SPANISH = "es"


def literals(words: Callable[[], str]) -> Iterator[Literal]:
    """Yield what a function says, said in each language."""
    for language in LANGUAGES:
        with translation.override(language):
            yield Literal(words(), lang=language)


def named(council: Council, name: str) -> Iterator[Literal]:
    """Yield a proper name in the council's language and in Spanish."""
    for language in sorted({council.default_language, SPANISH}):
        yield Literal(one_line(name), lang=language)


def told(texts: Mapping[str, str], otherwise: Callable[[], str]) -> Iterator[Literal]:
    """Yield what an officer wrote, and other words in the languages in which nothing was written."""
    for language in LANGUAGES:
        with translation.override(language):
            yield Literal(one_line(texts.get(language, "")) or otherwise(), lang=language)


def month_title(month: Month) -> str:
    """Title of a month's dataset, in the active language."""
    return _("Help with electronic procedures: figures of %(month)s") % {"month": month_words(month)}


def month_description() -> str:
    """What a month's dataset holds, in the active language."""
    return _(
        "Contacts, waiting times, resolution, satisfaction and unserved demand of the council’s help with electronic procedures in one calendar month. Small numbers are protected: no figure that could point at a person is published."
    )


def series_title() -> str:
    """Title of all months together, in the active language."""
    return _("Help with electronic procedures: figures of every month")


def catalog_title(council: Council) -> str:
    """Title of the catalogue, in the active language."""
    return _("%(council)s: figures of the help with procedures") % {"council": one_line(council.name)}


def catalog_description() -> str:
    """What the catalogue holds, in the active language."""
    return _("Every month that is published, and every correction of one.")


def keywords() -> list[str]:
    """Words under which somebody would look for it, in the active language."""
    return [_("electronic procedures"), _("citizen service"), _("quality of service"), _("transparency")]


def file_title(name: str) -> str:
    """What a file is, in the active language."""
    language = name.removeprefix("report.").removesuffix(".pdf")
    if language in LANGUAGES:
        return _("Report to print, in %(language)s") % {"language": LANGUAGES[language]}
    return str(WORDS.get(name, name))
