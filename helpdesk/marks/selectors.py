"""Pictures that can be drawn on, and what was drawn on them."""

from collections.abc import Iterable

from django.db.models import OuterRef, Subquery

from helpdesk.base.errors import NotFound
from helpdesk.marks.models import Mark
from helpdesk.marks.permissions import Permission
from helpdesk.people.actors import Actor
from helpdesk.people.policies import allowed
from helpdesk.tickets.models import Attachment, Entry, Ticket
from helpdesk.tickets.rules import PICTURE_TYPES, Event, Visibility
from helpdesk.tickets.selectors import attachment_for


def may_draw(ticket: Ticket, actor: Actor) -> bool:
    """Say whether an actor who sees a ticket may draw on its pictures."""
    return actor.user_id is not None and allowed(actor, Permission.DRAW, ticket.council_id)


def picture_for(key: str, actor: Actor) -> Attachment:
    """Return a picture of the conversation that the actor may see; raises NotFound for other files and for those of internal notes."""
    found = attachment_for(key, actor)
    if found.media_type not in PICTURE_TYPES or found.entry.visibility != Visibility.PUBLIC:
        raise NotFound
    return found


def newest_mark(attachment: Attachment) -> Mark | None:
    """Return what is drawn on a picture now."""
    return Mark.objects.filter(attachment=attachment).order_by("-version").first()


def versions_of(attachment: Attachment) -> list[Mark]:
    """Return every version of what was drawn on a picture, newest first."""
    return list(Mark.objects.filter(attachment=attachment).order_by("-version"))


def marks_of(entries: Iterable[Entry]) -> dict[int, Mark]:
    """Return what these entries of a timeline tell was drawn, by entry, each with its picture and with `newest`, the last version of it; one query, and none when nothing was drawn."""
    told = [entry.pk for entry in entries if entry.event == Event.MARKED]
    if not told:
        return {}
    last = Mark.objects.filter(attachment=OuterRef("attachment")).order_by("-version").values("version")[:1]
    rows = Mark.objects.filter(entry__in=told).select_related("attachment").annotate(newest=Subquery(last))
    return {mark.entry_id: mark for mark in rows}
