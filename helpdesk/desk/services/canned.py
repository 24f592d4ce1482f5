"""Answers that are used again: everybody keeps own ones, who configures the council keeps those of all."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from helpdesk.base import clock
from helpdesk.base.errors import InvalidInput, NotAllowed, NotFound
from helpdesk.base.text import clean_text
from helpdesk.desk.models import CannedAnswer
from helpdesk.desk.permissions import Permission
from helpdesk.desk.rules import MAX_ANSWER, SHORTCUT, unknown_placeholders
from helpdesk.desk.selectors.canned import may_keep, reachable_answers
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.permissions import Permission as People
from helpdesk.people.policies import require
from helpdesk.people.rules import LANGUAGES
from helpdesk.people.selectors import councils

NO_TITLE = _("Give the answer a title of 80 characters at most.")
NO_SHORTCUT = _("A shortcut has small letters, numbers and hyphens: such as autofirma-windows. At most 30.")
NO_TEXT = _("Write the answer in at least one language.")
TOO_LONG = _("The answer is too long: 5,000 characters at most.")
UNKNOWN = _("Nothing is known by the name of {%(name)s}. Only the placeholders of the list can be used.")
SHORTCUT_TAKEN = _("Another answer already has this shortcut.")


def _checked_texts(texts: Mapping[str, str]) -> dict[str, str]:
    kept = {code: text for code in LANGUAGES if (text := clean_text(texts.get(code, "")))}
    if not kept:
        raise InvalidInput(NO_TEXT)
    for text in kept.values():
        if len(text) > MAX_ANSWER:
            raise InvalidInput(TOO_LONG)
        if unknown := unknown_placeholders(text):
            raise InvalidInput(UNKNOWN % {"name": unknown[0]})
    return kept


def _answer(council: Council, answer_id: int | None, by: Actor) -> CannedAnswer:
    if answer_id is None:
        return CannedAnswer(council=council)
    answer = reachable_answers(by, council).select_for_update().filter(pk=answer_id).first()
    if answer is None:
        raise NotFound
    if not may_keep(answer, by):
        raise NotAllowed
    return answer


@transaction.atomic
def save_answer(
    *, council_id: int, answer_id: int | None, shortcut: str, title: str, texts: Mapping[str, str], shared: bool, by: Actor
) -> CannedAnswer:
    """Write an answer or change one; raises InvalidInput in words for a placeholder that does not exist."""
    require(by, People.CONFIGURE if shared else Permission.ANSWERS, council_id)
    council = councils([council_id]).first()
    if council is None:
        raise NotFound
    answer = _answer(council, answer_id, by)
    title, shortcut = clean_text(title), clean_text(shortcut).lower().lstrip("/")
    if not title or len(title) > 80:
        raise InvalidInput(NO_TITLE)
    if not SHORTCUT.fullmatch(shortcut) or len(shortcut) > 30:
        raise InvalidInput(NO_SHORTCUT)
    answer.title, answer.shortcut, answer.texts = title, shortcut, _checked_texts(texts)
    answer.owner_id = None if shared else by.user_id
    answer.updated_at = clock.now()
    try:
        with transaction.atomic():
            answer.save()
    except IntegrityError as error:
        raise InvalidInput(SHORTCUT_TAKEN) from error
    return answer


@transaction.atomic
def delete_answer(*, answer_id: int, by: Actor) -> None:
    """Delete an own answer, or one of the council when the actor configures it."""
    answer = reachable_answers(by).select_for_update().filter(pk=answer_id).first()
    if answer is None:
        raise NotFound
    if not may_keep(answer, by):
        raise NotAllowed
    answer.delete()
