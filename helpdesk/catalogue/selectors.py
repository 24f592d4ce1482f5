"""Every read of the catalogue, in the language wanted or the nearest one there is."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TypeVar

from django.db.models import Prefetch, Q, QuerySet

from helpdesk.base.errors import NotFound
from helpdesk.base.text import fold
from helpdesk.catalogue import rules
from helpdesk.catalogue.models import KnownProblem, ProblemText, Procedure, ProcedureText, Step
from helpdesk.people.models import Council

T = TypeVar("T", ProcedureText, ProblemText)
MAX_RESULTS = 30


@dataclass(frozen=True, slots=True)
class ProcedureCard:
    """A procedure in a list; `language` is the one its texts came in."""

    slug: str
    title: str
    summary: str
    administration: str
    language: str


@dataclass(frozen=True, slots=True)
class StepCard:
    """A place where one gets stuck."""

    slug: str
    label: str
    hint: str
    language: str


@dataclass(frozen=True, slots=True)
class ProblemAnswer:
    """A known problem with its guidance; `fits` says whether it may be met with the device asked for."""

    slug: str
    title: str
    symptom: str
    guidance: tuple[str, ...]
    otherwise: str
    language: str
    fits: bool


@dataclass(frozen=True, slots=True)
class ProcedurePage:
    """Everything that the page of a procedure shows."""

    card: ProcedureCard
    identification: str
    documents: tuple[str, ...]
    official_url: str
    motive: str
    steps: tuple[StepCard, ...]
    problems: tuple[ProblemAnswer, ...]


@dataclass(frozen=True, slots=True)
class StepPage:
    """A step with the answers known for it, those for the device first."""

    card: ProcedureCard
    step: StepCard
    problems: tuple[ProblemAnswer, ...]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search found; `is_partial` when no text has all the words and the nearest are shown."""

    procedures: tuple[ProcedureCard, ...]
    problems: tuple[ProblemAnswer, ...]
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Rows that a new ticket points to."""

    procedure: Procedure | None = None
    step: Step | None = None
    problem: KnownProblem | None = None

    @property
    def motive(self) -> str:
        """The class of the published indicator, most exact first; empty when nothing is known."""
        return self.problem.motive if self.problem else self.procedure.motive if self.procedure else ""


def _pick(texts: Iterable[T], order: Sequence[str]) -> T | None:
    by_language = {text.language: text for text in texts}
    language = rules.best_language(by_language, order)
    return by_language[language] if language else None


def _card(procedure: Procedure, order: Sequence[str]) -> ProcedureCard | None:
    text = _pick(procedure.texts.all(), order)
    return ProcedureCard(procedure.slug, text.title, text.summary, procedure.administration, text.language) if text else None


def _step(step: Step, order: Sequence[str]) -> StepCard:
    language = rules.best_language(step.texts, order) or order[0]
    words: dict[str, str] = step.texts.get(language, {})
    return StepCard(step.slug, words.get("label", step.slug), words.get("hint", ""), language)


def _answer(problem: KnownProblem, order: Sequence[str], tags: frozenset[str]) -> ProblemAnswer | None:
    text = _pick(problem.texts.all(), order)
    if text is None:
        return None
    fits = rules.fits(problem.applies_to, tags)
    return ProblemAnswer(problem.slug, text.title, text.symptom, tuple(text.guidance), text.otherwise, text.language, fits)


def _answers(problems: Iterable[KnownProblem], order: Sequence[str], tags: frozenset[str]) -> tuple[ProblemAnswer, ...]:
    found = [answer for problem in problems if (answer := _answer(problem, order, tags))]
    return tuple(sorted(found, key=lambda answer: not answer.fits))


def _active(council: Council) -> QuerySet[Procedure]:
    return Procedure.objects.filter(council=council, is_active=True).prefetch_related("texts")


def _problems(council: Council) -> QuerySet[KnownProblem]:
    return KnownProblem.objects.filter(council=council, is_active=True).prefetch_related("texts")


def top_procedures(council: Council, language: str, *, limit: int = 8) -> tuple[ProcedureCard, ...]:
    """Return the first procedures in the council's own order."""
    order = rules.language_order(language, council.languages)
    return tuple(card for procedure in _active(council)[:limit] if (card := _card(procedure, order)))


def procedure_titles(council: Council, slugs: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return (slug, language, title) of a council's procedures, active or not, in every language that they have."""
    rows = ProcedureText.objects.filter(procedure__council=council, procedure__slug__in=slugs)
    return list(rows.order_by("procedure__slug", "language").values_list("procedure__slug", "language", "title"))


def all_procedures(council: Council, language: str) -> tuple[ProcedureCard, ...]:
    """Return every active procedure by title."""
    order = rules.language_order(language, council.languages)
    cards = [card for procedure in _active(council) if (card := _card(procedure, order))]
    return tuple(sorted(cards, key=lambda card: fold(card.title)))


def _scores(rows: Iterable[tuple[int, str, str]], words: Sequence[str]) -> dict[int, tuple[int, int]]:
    """Best (hits in one text, hits in its title) of each owner."""
    best: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for owner, title, text in rows:
        best[owner] = max(best[owner], (rules.hits(words, text), rules.hits(words, fold(title))))
    return best


R = TypeVar("R", Procedure, KnownProblem)


def _ranked(scores: dict[int, tuple[int, int]], wanted: int, rows: Callable[[list[int]], Iterable[R]]) -> list[R]:
    found = [pk for pk, (score, _in_title) in scores.items() if score == wanted]
    return sorted(rows(found), key=lambda row: (-scores[row.pk][1], row.position, row.slug))[:MAX_RESULTS]


def search(council: Council, language: str, query: str, *, tags: frozenset[str] = frozenset()) -> SearchResult:
    """Search titles, summaries and keywords of all languages, without accents; every word must occur in one text, title hits first."""
    words = rules.search_words(query)
    if not words:
        return SearchResult((), ())
    order = rules.language_order(language, council.languages)
    any_word = reduce(or_, (Q(search_text__contains=word) for word in words))
    columns = ("title", "search_text")
    procedures = _scores(
        ProcedureText.objects.filter(any_word, council=council, procedure__is_active=True).values_list("procedure_id", *columns), words
    )
    problems = _scores(
        ProblemText.objects.filter(any_word, council=council, problem__is_active=True).values_list("problem_id", *columns), words
    )
    best = max((score for score, _title in [*procedures.values(), *problems.values()]), default=0)
    if best < len(words) / 2:
        return SearchResult((), ())
    cards = [_card(row, order) for row in _ranked(procedures, best, lambda ids: _active(council).filter(pk__in=ids))]
    answers = _ranked(problems, best, lambda ids: _problems(council).filter(pk__in=ids))
    return SearchResult(tuple(card for card in cards if card), _answers(answers, order, tags), is_partial=best < len(words))


def procedure_outline(council: Council, language: str, slug: str) -> tuple[ProcedureCard, tuple[StepCard, ...]] | None:
    """Return a procedure with its steps, for the wizard; None when there is none."""
    order = rules.language_order(language, council.languages)
    procedure = _active(council).prefetch_related("steps").filter(slug=slug).first() if slug else None
    card = _card(procedure, order) if procedure else None
    return (card, tuple(_step(step, order) for step in procedure.steps.all())) if procedure and card else None


def procedure_page(council: Council, language: str, slug: str, *, tags: frozenset[str] = frozenset()) -> ProcedurePage:
    """Return the page of an active procedure; raises NotFound."""
    order = rules.language_order(language, council.languages)
    procedure = _active(council).prefetch_related("steps").filter(slug=slug).first()
    text = _pick(procedure.texts.all(), order) if procedure else None
    if procedure is None or text is None:
        raise NotFound
    problems = _problems(council).filter(steps__procedure=procedure).distinct()
    return ProcedurePage(
        card=ProcedureCard(procedure.slug, text.title, text.summary, procedure.administration, text.language),
        identification=text.identification,
        documents=tuple(text.documents),
        official_url=procedure.official_url,
        motive=procedure.motive,
        steps=tuple(_step(step, order) for step in procedure.steps.all()),
        problems=_answers(problems, order, tags),
    )


def step_page(council: Council, language: str, slug: str, step_slug: str, *, tags: frozenset[str] = frozenset()) -> StepPage:
    """Return a step with its answers; raises NotFound."""
    order = rules.language_order(language, council.languages)
    steps = Step.objects.filter(council=council, procedure__slug=slug, procedure__is_active=True, slug=step_slug)
    step = steps.select_related("procedure").prefetch_related("procedure__texts", Prefetch("problems", _problems(council))).first()
    card = _card(step.procedure, order) if step else None
    if step is None or card is None:
        raise NotFound
    return StepPage(card, _step(step, order), _answers(step.problems.all(), order, tags))


def place(council: Council, *, procedure: str = "", step: str = "", problem: str = "") -> Place:
    """Return the rows of these slugs; what does not exist in the council is left out."""
    row = Procedure.objects.filter(council=council, slug=procedure, is_active=True).first() if procedure else None
    return Place(
        procedure=row,
        step=row.steps.filter(slug=step).first() if row and step else None,
        problem=KnownProblem.objects.filter(council=council, slug=problem, is_active=True).first() if problem else None,
    )
