"""What procedures, steps and problems are called in the language of the page: looked up together, however many there are."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from helpdesk.catalogue.models import KnownProblem, Procedure, Step
from helpdesk.catalogue.rules import best_language
from helpdesk.desk.words import order_for, procedure_title, step_label
from helpdesk.people.models import Council


@dataclass(frozen=True, slots=True)
class Names:
    """Titles by primary key; of several councils, with the council's letters."""

    procedures: dict[int, str]
    steps: dict[int, str]
    problems: dict[int, str]

    def procedure(self, pk: int | None) -> str:
        """Return the title of a procedure, or that there is none."""
        return self.procedures.get(pk, str(pk)) if pk else _("No procedure in particular")

    def step(self, pk: int | None) -> str:
        """Return the label of a step, or that none was noted."""
        return self.steps.get(pk, "") if pk else _("Not noted")

    def problem(self, pk: int | None) -> str:
        """Return the title of a known problem, or that it was none of them."""
        return self.problems.get(pk, "") if pk else _("None of the known ones")


def _problem_title(problem: KnownProblem, council: Council) -> str:
    titles = {text.language: text.title for text in problem.texts.all()}
    language = best_language(titles, order_for(council))
    return titles[language] if language else problem.slug


def names_of(found: Iterable[Council]) -> Names:
    """Return what everything in the catalogues of councils is called, also what is no longer offered: five queries."""
    councils = {council.pk: council for council in found}
    several = len(councils) > 1

    def marked(words: str, council: Council) -> str:
        return f"{words} · {council.reference_prefix}" if several else words

    own = Q(council_id__in=list(councils))
    procedures: QuerySet[Procedure] = QuerySet(Procedure).filter(own).prefetch_related("texts")
    steps: QuerySet[Step] = QuerySet(Step).filter(own)
    problems: QuerySet[KnownProblem] = QuerySet(KnownProblem).filter(own).prefetch_related("texts")
    return Names(
        procedures={one.pk: marked(procedure_title(one, councils[one.council_id]).text, councils[one.council_id]) for one in procedures},
        steps={one.pk: step_label(one, councils[one.council_id]).text for one in steps},
        problems={one.pk: _problem_title(one, councils[one.council_id]) for one in problems},
    )
