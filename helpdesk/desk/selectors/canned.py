"""Canned answers that an actor may use, and how they read on a ticket."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import override

from helpdesk.base.errors import NotFound
from helpdesk.catalogue.rules import best_language, language_order
from helpdesk.desk.models import CannedAnswer
from helpdesk.desk.permissions import Permission
from helpdesk.desk.rules import Placeholder, fill
from helpdesk.desk.words import procedure_title
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.permissions import Permission as People
from helpdesk.people.policies import allowed, councils_where
from helpdesk.people.rules import LANGUAGES
from helpdesk.people.selectors import councils
from helpdesk.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Offered:
    """An answer as it reads on one ticket; `is_fallback` when nobody wrote it in the ticket's language."""

    answer: CannedAnswer
    text: str
    language: str
    is_fallback: bool

    @property
    def language_name(self) -> str:
        """The name of its language, in that language."""
        return LANGUAGES.get(self.language, self.language)


def may_share(actor: Actor, council_id: int) -> bool:
    """Say whether an actor keeps the answers that everybody of a council uses."""
    return allowed(actor, People.CONFIGURE, council_id)


def may_keep(answer: CannedAnswer, actor: Actor) -> bool:
    """Say whether an actor may change an answer: an own one, or one of the council that she configures."""
    return may_share(actor, answer.council_id) if answer.owner_id is None else answer.owner_id == actor.user_id


def may_own(actor: Actor, council_id: int) -> bool:
    """Say whether an actor may have answers of her own in a council."""
    return allowed(actor, Permission.ANSWERS, council_id)


def _council_ids(actor: Actor) -> list[int]:
    return sorted({*councils_where(actor, Permission.ANSWERS), *councils_where(actor, People.CONFIGURE)})


def councils_with_answers(actor: Actor) -> list[Council]:
    """Return the councils whose answers an actor uses or keeps, by name."""
    return list(councils(_council_ids(actor)))


def reachable_answers(actor: Actor, council: Council | None = None) -> QuerySet[CannedAnswer]:
    """Return the answers that an actor may read: the shared ones of her councils and her own."""
    mine = Q(owner=None) | Q(owner_id=actor.user_id)
    rows: QuerySet[CannedAnswer] = QuerySet(CannedAnswer).filter(mine, council_id__in=_council_ids(actor))
    return rows if council is None else rows.filter(council=council)


def answers_for(actor: Actor, council_id: int) -> list[CannedAnswer]:
    """Return the answers that an actor may use in a council, by title."""
    return list(reachable_answers(actor).filter(council_id=council_id).order_by("title", "pk"))


def answer_for(answer_id: int, actor: Actor) -> CannedAnswer:
    """Return an answer that an actor may read; raises NotFound."""
    answer = reachable_answers(actor).select_related("council").filter(pk=answer_id).first()
    if answer is None:
        raise NotFound
    return answer


def _values(ticket: Ticket, actor: Actor, language: str) -> dict[str, str]:
    with override(language):
        procedure = procedure_title(ticket.procedure, ticket.council).text if ticket.procedure else ""
    return {
        Placeholder.NAME: ticket.citizen.name,
        Placeholder.REFERENCE: ticket.reference,
        Placeholder.AGENT: actor.name,
        Placeholder.COUNCIL: ticket.council.name,
        Placeholder.PHONE: ticket.council.phone,
        Placeholder.PROCEDURE: procedure,
    }


def offer(answers: Iterable[CannedAnswer], ticket: Ticket, actor: Actor) -> list[Offered]:
    """Return answers as they read on a ticket: in its language, or else in the first of the council's languages that they have."""
    order = language_order(ticket.language, ticket.council.languages)
    values: dict[str, dict[str, str]] = {}
    found = []
    for answer in answers:
        language = best_language(answer.texts, order)
        if language is None:
            continue
        if language not in values:
            values[language] = _values(ticket, actor, language)
        found.append(Offered(answer, fill(answer.texts[language], values[language]), language, language != ticket.language))
    return found


def render(answer: CannedAnswer, ticket: Ticket, actor: Actor) -> str:
    """Return the text of an answer on a ticket; empty when it has none."""
    return next((offered.text for offered in offer([answer], ticket, actor)), "")
