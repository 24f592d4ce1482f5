"""What a council asks."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils import translation

from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.policies import councils_where, require
from helpdesk.people.selectors import councils
from satisfaction.labels import SCORE, YES_NO
from satisfaction.models import OfficeCode, Question, SurveySettings
from satisfaction.permissions import Permission
from satisfaction.rules import SCORES, Kind


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """A council's own question in one language: `text` is in `language`, which may be another than the page's; `choices` are (value, words)."""

    id: int
    slot: int
    version: int
    kind: Kind
    text: str
    language: str
    choices: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """Everything that a form asks beside the score and the comment."""

    asks_solved: bool
    asks_ease: bool
    own: tuple[OwnQuestion, ...]


def settings_of(council: Council) -> SurveySettings:
    """Return what a council has set; a row that is not stored where it has set nothing."""
    return SurveySettings.objects.filter(council=council).first() or SurveySettings(council=council)


def survey_of(council: Council, *, own: Sequence[Question] | None = None) -> Survey:
    """Return what a council asks now, in the active language or along the council's order. `own` are questions of before, for an answer that is being changed."""
    chosen = settings_of(council)
    questions = own if own is not None else Question.objects.filter(council=council, is_current=True).order_by("slot")
    return Survey(chosen.asks_solved, chosen.asks_ease, tuple(worded(question, council) for question in questions))


def worded(question: Question, council: Council) -> OwnQuestion:
    """Return a question in the active language, or in the first of the council's that has it."""
    order = dict.fromkeys((translation.get_language() or council.default_language, *council.languages, *question.texts))
    language = next((code for code in order if question.texts.get(code)), council.default_language)
    kind = Kind(question.kind)
    if kind is Kind.SCALE:
        choices = tuple((value, str(SCORE[value])) for value in SCORES)
    elif kind is Kind.YES_NO:
        choices = tuple((value, str(words)) for value, words in YES_NO.items())
    else:
        choices = tuple(enumerate(question.options.get(language, []), 1))
    return OwnQuestion(question.pk, question.slot, question.version, kind, question.texts.get(language, ""), language, choices)


def current_questions(*, council: Council, by: Actor) -> dict[int, Question]:
    """Return the questions that are asked now, by place, for who sets them."""
    require(by, Permission.CONFIGURE, council.pk)
    return {question.slot: question for question in Question.objects.filter(council=council, is_current=True)}


def surveyed_councils(actor: Actor, permission: Permission) -> list[Council]:
    """Return the councils in which somebody has a permission of this room, by name."""
    return list(councils(councils_where(actor, permission)).order_by("name"))


def office_codes(*, council: Council, by: Actor) -> list[OfficeCode]:
    """Return the codes in use, with `answers`: how many came by each."""
    require(by, Permission.CONFIGURE, council.pk)
    rows = OfficeCode.objects.filter(council=council, retired_at=None).select_related("team")
    return list(rows.annotate(answers=Count("ratings")).order_by("name", "pk"))


def office_code(*, code: str, council: Council) -> OfficeCode | None:
    """Return the office of a code that is in use on this council's host. Letters that are taken for figures are read as such."""
    plain = code.upper().replace("-", "").translate(str.maketrans("OIL", "011"))
    return OfficeCode.objects.filter(code=plain, council=council, retired_at=None).select_related("council", "team").first()
