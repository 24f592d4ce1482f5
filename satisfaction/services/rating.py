"""Answers: the citizen's own, those that an agent keys on the telephone, and those given at an office."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from helpdesk.base import clock
from helpdesk.base.errors import Conflict, Expired, InvalidInput, NotFound, TooMany
from helpdesk.base.secrets import seal
from helpdesk.base.text import clean_text
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council
from helpdesk.people.policies import require
from helpdesk.people.selectors import colleagues
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Event, Visibility
from helpdesk.tickets.services import add_event
from satisfaction.masking import mask
from satisfaction.models import Answer, Invitation, OfficeCode, Question, Rating
from satisfaction.permissions import Permission
from satisfaction.rules import MAX_COMMENT, OFFICE_ANSWERS_AN_HOUR, SCORES, Kind, Solved, Via, changeable, values_of
from satisfaction.selectors import may_be_keyed, office_code
from satisfaction.services.reviews import follow_up

CHOOSE_A_SCORE = _("Choose one of the five answers.")
COMMENT_TOO_LONG = _("The comment is too long: 1,000 characters at most.")
TOO_LATE = _("You have already answered, and an answer can be changed for 24 hours only. Thank you!")
ANSWERED_ALREADY = _("There is an answer already. Only the citizen can change it.")
TOO_MANY_AT_ONCE = _("There are too many answers at this office now. Please try again later.")
NO_SUCH_ANSWER = _("Choose one of the answers of the list.")


@dataclass(frozen=True, slots=True)
class Extras:
    """What may be answered beside the score; `own` maps ids of the council's own questions to values."""

    solved: str = ""
    ease: int | None = None
    own: Mapping[int, int] = field(default_factory=dict)


NOTHING_MORE = Extras()
FROM_A_LINK = frozenset({Via.PAGE, Via.MAIL, Via.CHAT})


@transaction.atomic
def rate(*, ticket_id: int, score: int, comment: str, by: Actor, extras: Extras = NOTHING_MORE, via: Via = Via.PAGE) -> Rating:
    """Answer an invitation, or change the answer within 24 h. Only the citizen who holds a link to the ticket; raises Expired later."""
    require(by, Permission.RATE, by.citizen_council_id or 0)
    invitation = _locked(ticket_id, by)
    comment = _checked(score, comment, extras)
    now = clock.now()
    rating = Rating.objects.filter(invitation=invitation).first()
    if rating is None:
        add_event(invitation.ticket, event=Event.RATED, by=by, visibility=Visibility.INTERNAL)
        rating = Rating(council_id=invitation.council_id, invitation=invitation, created_at=now)
    elif not changeable(rating.created_at, now):
        raise Expired(TOO_LATE)
    rating.via = via if via in FROM_A_LINK else Via.PAGE
    # What the citizen changes is the citizen's own from then on.
    rating.keyed_by = None
    _write(rating, score, extras)
    rating.comment = mask(comment, _names(invitation.ticket))
    rating.sealed_comment = seal({"comment": comment}) if comment else ""
    return _save(rating, extras)


@transaction.atomic
def key_rating(*, ticket_id: int, score: int, by: Actor, extras: Extras = NOTHING_MORE) -> Rating:
    """Key what somebody answered on the telephone: once, only where nobody has answered, and never to change an answer. It is marked as keyed, with who did it."""
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("ticket__council").filter(ticket_id=ticket_id).first()
    if invitation is None or by.user_id is None:
        raise NotFound
    require(by, Permission.KEY, invitation.council_id)
    if Rating.objects.filter(invitation=invitation).exists():
        raise Conflict(ANSWERED_ALREADY)
    if not may_be_keyed(invitation):
        raise NotFound
    _checked(score, "", extras)
    rating = Rating(council_id=invitation.council_id, invitation=invitation, created_at=clock.now(), via=Via.PHONE, keyed_by_id=by.user_id)
    _write(rating, score, extras)
    add_event(invitation.ticket, event=Event.RATED, by=by, visibility=Visibility.INTERNAL)
    return _save(rating, extras)


@transaction.atomic
def rate_office(*, code: str, council: Council, score: int, comment: str, by: Actor, extras: Extras = NOTHING_MORE) -> Rating:
    """Answer at an office: bound to nobody, and not changeable. That a device answers once a day is the page's to see to; raises TooMany when an office gets more than 120 in an hour."""
    require(by, Permission.RATE, council.pk)
    office = office_code(code=code, council=council)
    if office is None:
        raise NotFound
    comment, now = _checked(score, comment, extras), clock.now()
    OfficeCode.objects.select_for_update().get(pk=office.pk)
    if Rating.objects.filter(office=office, created_at__gt=now - timedelta(hours=1)).count() >= OFFICE_ANSWERS_AN_HOUR:
        raise TooMany(TOO_MANY_AT_ONCE)
    rating = Rating(council=council, office=office, via=Via.OFFICE, created_at=now, comment=mask(comment, _agents(council.pk)))
    _write(rating, score, extras)
    return _save(rating, extras)


def _checked(score: int, comment: str, extras: Extras) -> str:
    """Return the comment clean; raises InvalidInput for what cannot be accepted."""
    comment = clean_text(comment)
    if score not in SCORES:
        raise InvalidInput(CHOOSE_A_SCORE)
    if len(comment) > MAX_COMMENT:
        raise InvalidInput(COMMENT_TOO_LONG)
    if (extras.solved and extras.solved not in set(Solved)) or (extras.ease is not None and extras.ease not in SCORES):
        raise InvalidInput(NO_SUCH_ANSWER)
    return comment


def _write(rating: Rating, score: int, extras: Extras) -> None:
    rating.score, rating.solved, rating.ease, rating.changed_at = score, extras.solved, extras.ease, clock.now()


def _save(rating: Rating, extras: Extras) -> Rating:
    """Save an answer with the answers to the council's own questions, and open or withdraw its review."""
    rating.save()
    questions = Question.objects.filter(council_id=rating.council_id).in_bulk(list(extras.own))
    if set(questions) != set(extras.own):
        raise InvalidInput(NO_SUCH_ANSWER)
    for pk, value in extras.own.items():
        question = questions[pk]
        options = max((len(found) for found in question.options.values()), default=0)
        if value not in values_of(Kind(question.kind), options):
            raise InvalidInput(NO_SUCH_ANSWER)
    Answer.objects.filter(rating=rating).delete()
    Answer.objects.bulk_create(
        Answer(council_id=rating.council_id, rating=rating, question=questions[pk], value=value) for pk, value in extras.own.items()
    )
    follow_up(rating)
    return rating


def _agents(council_id: int) -> list[str]:
    return [name for names in colleagues(council_id).values_list("full_name", "public_name") for name in names]


def _names(ticket: Ticket) -> list[str]:
    """Return the names that a comment on a ticket may hold: whose it is, who helps with it, and who answers tickets there."""
    return [ticket.citizen.name, ticket.helper_name, *_agents(ticket.council_id)]


def _locked(ticket_id: int, by: Actor) -> Invitation:
    """Return the invitation, locked, so that two answers at once become one; raises NotFound."""
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("ticket__citizen", "ticket__council")
        .filter(ticket_id=ticket_id, council_id=by.citizen_council_id or 0)
        .first()
    )
    if invitation is None or ticket_id not in by.rating_ticket_ids:
        raise NotFound
    return invitation
