"""What a council asks, and the codes of its offices."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from helpdesk.base import clock
from helpdesk.base.errors import Conflict, InvalidInput, NotFound
from helpdesk.base.text import clean_text
from helpdesk.base.tokens import ALPHABET
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, Team
from helpdesk.people.policies import require
from satisfaction.models import OfficeCode, Question, SurveySettings
from satisfaction.permissions import Permission
from satisfaction.rules import CHOICES, CODE_LENGTH, MAX_CHOICE_TEXT, MAX_QUESTION_TEXT, MAX_QUESTIONS, SCORES, Kind

NO_TEXT = _("Write the question at least in the council's own language.")
TEXT_TOO_LONG = _("The question is too long: 140 characters at most.")
WRONG_CHOICES = _("Write from 2 to 5 answers, of 60 characters at most, and as many in every language.")
NO_NAME = _("Say where the code hangs, in 80 characters at most.")
NOT_A_TEAM = _("This team does not belong to this council.")


@dataclass(frozen=True, slots=True)
class Wording:
    """A question as somebody writes it: texts by language, and of a choice its answers by language."""

    kind: Kind
    texts: Mapping[str, str]
    options: Mapping[str, Sequence[str]] = field(default_factory=dict)


@transaction.atomic
def save_settings(
    *, council_id: int, asks_solved: bool, asks_ease: bool, sends_reminders: bool, review_up_to: int, review_not_solved: bool, by: Actor
) -> SurveySettings:
    """Set what a council asks beside the score, whether it reminds, and what opens a review."""
    require(by, Permission.CONFIGURE, council_id)
    if review_up_to not in {0, *SCORES[:-1]}:
        raise InvalidInput
    row = SurveySettings.objects.select_for_update().filter(council_id=council_id).first() or SurveySettings(council_id=council_id)
    row.asks_solved, row.asks_ease, row.sends_reminders = asks_solved, asks_ease, sends_reminders
    row.review_up_to, row.review_not_solved, row.updated_at = review_up_to, review_not_solved, clock.now()
    row.save()
    return row


@transaction.atomic
def save_question(*, council_id: int, slot: int, wording: Wording | None, by: Actor) -> Question | None:
    """Ask a question in a place from now on, or none. What was answered keeps the wording that it had; the same wording again changes nothing."""
    require(by, Permission.CONFIGURE, council_id)
    if not 1 <= slot <= MAX_QUESTIONS:
        raise NotFound
    council = Council.objects.select_for_update().get(pk=council_id)
    current = Question.objects.filter(council_id=council_id, slot=slot, is_current=True).first()
    checked = _checked(wording, council) if wording is not None else None
    if current is not None and checked is not None and (current.kind, current.texts, current.options) == checked:
        return current
    if current is not None:
        current.is_current = False
        current.save(update_fields=["is_current"])
    if checked is None:
        return None
    kind, texts, options = checked
    last = Question.objects.filter(council_id=council_id, slot=slot).order_by("-version").first()
    return Question.objects.create(
        council_id=council_id,
        slot=slot,
        version=last.version + 1 if last else 1,
        kind=kind,
        texts=texts,
        options=options,
        created_at=clock.now(),
        created_by_id=by.user_id,
    )


def _checked(wording: Wording, council: Council) -> tuple[Kind, dict[str, str], dict[str, list[str]]]:
    texts = {code: text for code in council.languages if (text := clean_text(wording.texts.get(code, "")))}
    if council.default_language not in texts:
        raise InvalidInput(NO_TEXT)
    if any(len(text) > MAX_QUESTION_TEXT for text in texts.values()):
        raise InvalidInput(TEXT_TOO_LONG)
    if wording.kind is not Kind.CHOICE:
        return wording.kind, texts, {}
    options = {code: [text for one in wording.options.get(code, ()) if (text := clean_text(one))] for code in texts}
    lengths = {len(found) for found in options.values()}
    least, most = CHOICES
    if (
        len(lengths) != 1
        or not least <= lengths.pop() <= most
        or any(len(one) > MAX_CHOICE_TEXT for found in options.values() for one in found)
    ):
        raise InvalidInput(WRONG_CHOICES)
    return wording.kind, texts, options


@transaction.atomic
def add_office(*, council_id: int, name: str, team_id: int | None, by: Actor) -> OfficeCode:
    """Make a code for an office or a team."""
    require(by, Permission.CONFIGURE, council_id)
    name = clean_text(name)
    if not name or len(name) > 80:
        raise InvalidInput(NO_NAME)
    if team_id is not None and not Team.objects.filter(pk=team_id, council_id=council_id).exists():
        raise InvalidInput(NOT_A_TEAM)
    return _new_code(council_id, name, team_id)


@transaction.atomic
def renew_office(*, council_id: int, office_id: int, by: Actor) -> OfficeCode:
    """Give an office another code: the one before opens nothing from now on, and what came by it stays counted."""
    row = _ended(council_id, office_id, by)
    return _new_code(council_id, row.name, row.team_id)


@transaction.atomic
def retire_office(*, council_id: int, office_id: int, by: Actor) -> OfficeCode:
    """End a code: it opens nothing from now on."""
    return _ended(council_id, office_id, by)


def _ended(council_id: int, office_id: int, by: Actor) -> OfficeCode:
    require(by, Permission.CONFIGURE, council_id)
    row = OfficeCode.objects.select_for_update().filter(pk=office_id, council_id=council_id, retired_at=None).first()
    if row is None:
        raise NotFound
    row.retired_at = clock.now()
    row.save(update_fields=["retired_at"])
    return row


def _new_code(council_id: int, name: str, team_id: int | None) -> OfficeCode:
    for _attempt in range(5):
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
        try:
            with transaction.atomic():
                return OfficeCode.objects.create(council_id=council_id, name=name, team_id=team_id, code=code, created_at=clock.now())
        except IntegrityError:
            continue
    raise Conflict
