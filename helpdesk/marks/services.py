"""Keeping what an agent drew on a picture."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from helpdesk.base import clock
from helpdesk.base.errors import Conflict, InvalidInput
from helpdesk.base.text import clean_text
from helpdesk.marks import rules
from helpdesk.marks.labels import REFUSAL
from helpdesk.marks.models import Mark
from helpdesk.marks.permissions import Permission
from helpdesk.marks.pictures import size_of
from helpdesk.marks.rules import BadShapes, Refusal, Shape
from helpdesk.marks.selectors import newest_mark, picture_for
from helpdesk.people.actors import Actor
from helpdesk.people.policies import require
from helpdesk.tickets.events import message_posted
from helpdesk.tickets.models import Attachment, Ticket
from helpdesk.tickets.rules import Author, EntryKind, Event, Visibility
from helpdesk.tickets.services import note_human_response
from helpdesk.tickets.services.timeline import Line, append, locked

SENTENCE_TOO_LONG = _("The sentence can have 200 characters at most.")
CHANGED_MEANWHILE = _("A colleague has drawn on this picture in the meantime. Nothing of yours is lost: it has not been sent yet.")


def read_shapes(text: str) -> tuple[Shape, ...]:
    """Return the shapes that a form carries; raises InvalidInput with words."""
    try:
        return rules.parse(text)
    except BadShapes as refused:
        raise InvalidInput(REFUSAL[refused.why]) from None


def _checked_sentence(sentence: str) -> str:
    sentence = " ".join(clean_text(sentence).split())
    if len(sentence) > rules.MAX_SENTENCE:
        raise InvalidInput(SENTENCE_TOO_LONG)
    return sentence


@transaction.atomic
def save_mark(*, key: str, shapes: str, client_id: UUID, by: Actor, sentence: str = "", seen: int | None = None) -> Mark:
    """Keep a new version of what is drawn on a picture and tell it on the timeline; it is an answer by a person, and told by mail as one.

    With `seen`, the number of the version that its author started from (0 for none), raises Conflict when a colleague saved after it. The same `client_id` twice returns the first.
    """
    picture = picture_for(key, by)
    ticket = locked(picture.entry.ticket_id, by)
    require(by, Permission.DRAW, ticket.council_id)
    known = Mark.objects.filter(attachment=picture, entry__client_id=client_id).first()
    if known is not None:
        return known
    checked, words = read_shapes(shapes), _checked_sentence(sentence)
    if not checked:
        raise InvalidInput(REFUSAL[Refusal.EMPTY])
    last = newest_mark(picture)
    if seen is not None and last is not None and last.version > seen:
        raise Conflict(CHANGED_MEANWHILE)
    return _write(ticket, picture, checked, words, version=last.version + 1 if last else 1, client_id=client_id, by=by)


def _write(
    ticket: Ticket, picture: Attachment, shapes: tuple[Shape, ...], sentence: str, *, version: int, client_id: UUID, by: Actor
) -> Mark:
    size = size_of(picture)
    data: dict[str, str | int | bool | None] = {"version": version, "own": picture.entry.author_kind == Author.CITIZEN}
    line = Line(EntryKind.EVENT, Visibility.PUBLIC, body=sentence, event=Event.MARKED, data=data, client_id=client_id)
    entry = append(ticket, line, by=by)
    mark = Mark.objects.create(
        council_id=ticket.council_id,
        attachment=picture,
        entry=entry,
        version=version,
        shapes=rules.as_data(shapes),
        width=size.width,
        height=size.height,
        author_id=by.user_id,
        author_name=by.name,
        created_at=clock.now(),
    )
    note_human_response(ticket, by=by)
    message_posted.send(sender=Ticket, ticket=ticket, entry=entry, by=by)
    return mark
