"""Words of the catalogue in the language of the page, or the nearest one there is."""

from dataclasses import dataclass

from django.utils.translation import get_language

from helpdesk.catalogue.models import Procedure, Step
from helpdesk.catalogue.rules import best_language, language_order
from helpdesk.people.models import Council


@dataclass(frozen=True, slots=True)
class Words:
    """A text and the language it is in."""

    text: str
    language: str


def order_for(council: Council) -> list[str]:
    """Return the order in which content of a council is looked up for the page being drawn."""
    return language_order(get_language() or council.default_language, council.languages)


def procedure_title(procedure: Procedure, council: Council) -> Words:
    """Return the title of a procedure whose texts are prefetched; its slug when nobody wrote one."""
    titles = {text.language: text.title for text in procedure.texts.all()}
    language = best_language(titles, order_for(council))
    return Words(titles[language], language) if language else Words(procedure.slug, "")


def step_label(step: Step, council: Council) -> Words:
    """Return the label of a step; its slug when nobody wrote one."""
    language = best_language(step.texts, order_for(council))
    return Words(step.texts[language]["label"], language) if language else Words(step.slug, "")
