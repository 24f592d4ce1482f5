"""How an entry of a timeline is shown: one view, one template and one JSON for pages, sockets and polls."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from helpdesk.base import clock
from helpdesk.chat.selectors import chat_of, position
from helpdesk.chat.words import EVENT_FOR_CITIZEN, ICON
from helpdesk.people.actors import Actor
from helpdesk.tickets import labels
from helpdesk.tickets.models import Attachment, Entry, Ticket
from helpdesk.tickets.rules import Author, EntryKind, Event
from helpdesk.tickets.selectors import entries_since

PAGE_SIZE = 200


class ChatPayload(TypedDict):
    """Where the chat of a ticket stands; `position` is 0 unless it waits."""

    state: str
    position: int
    agent: str


class EntryPayload(TypedDict):
    """One entry as sockets and polls give it."""

    seq: int
    cid: str
    kind: str
    author: str
    html: str
    at: str


class TimelinePayload(TypedDict):
    """What is new on a timeline; ask again from `last` while `more` is true."""

    entries: list[EntryPayload]
    last: int
    more: bool
    status: str
    chat: ChatPayload | None


@dataclass(frozen=True, slots=True)
class EntryView:
    """What `timeline/entry.html` shows; `at` is in the council's time zone."""

    seq: int
    cid: str
    kind: str
    author_kind: str
    author_name: str
    is_mine: bool
    language: str
    body: str
    event: str
    title: str
    detail: str
    icon: str
    at: datetime
    is_today: bool
    files: list[Attachment]

    @property
    def is_event(self) -> bool:
        """Whether it was written by the system rather than by somebody."""
        return self.kind == EntryKind.EVENT

    @property
    def is_note(self) -> bool:
        """Whether it is internal to the desk."""
        return self.kind == EntryKind.NOTE


def side_of(actor: Actor) -> str:
    """Return `staff` or `citizen`: as whom the pages and sockets of this actor read."""
    return "citizen" if actor.user_id is None else "staff"


def _day(value: object) -> str:
    day: date | None = parse_date(value) if isinstance(value, str) and value else None
    return date_format(day) if day else ""


def _detail(entry: Entry) -> str:
    data = entry.data
    match entry.event:
        case Event.OPENED | Event.CONTACT_LOGGED:
            return str(labels.CHANNEL.get(data.get("channel", ""), ""))
        case Event.RESOLVED:
            return str(labels.OUTCOME.get(data.get("outcome", ""), ""))
        case Event.WAITING:
            until = _day(data.get("until"))
            return " · ".join(part for part in (str(data.get("for") or ""), _("until %(day)s") % {"day": until} if until else "") if part)
        case _:
            return str(data.get("name") or "")


def _title(entry: Entry, *, citizen: bool) -> str:
    label = EVENT_FOR_CITIZEN.get(entry.event) if citizen else None
    return str(label or labels.EVENT.get(entry.event, entry.event))


def _author_name(entry: Entry, *, mine: bool, citizen: bool) -> str:
    if mine and citizen:
        return _("You")
    return entry.author_name or (_("The service") if entry.author_kind == Author.STAFF else _("Citizen"))


def entry_view(entry: Entry, *, ticket: Ticket, actor: Actor) -> EntryView:
    """Prepare an entry that the actor may read, in the active language."""
    citizen = actor.user_id is None
    mine = entry.author_kind == (Author.CITIZEN if citizen else Author.STAFF)
    at = entry.created_at.astimezone(ZoneInfo(ticket.council.time_zone))
    return EntryView(
        seq=entry.seq,
        cid=str(entry.client_id),
        kind=entry.kind,
        author_kind=entry.author_kind,
        author_name=_author_name(entry, mine=mine, citizen=citizen),
        is_mine=mine,
        language=entry.language,
        body=entry.body,
        event=entry.event,
        title=_title(entry, citizen=citizen),
        detail=_detail(entry),
        icon=ICON.get(entry.event, "info"),
        at=at,
        is_today=at.date() == clock.now().astimezone(at.tzinfo).date(),
        files=list(entry.attachments.all()),
    )


def entry_payload(entry: Entry, *, ticket: Ticket, actor: Actor, request_language: str) -> EntryPayload:
    """Return an entry as JSON, its HTML in the reader's language."""
    with translation.override(request_language):
        view = entry_view(entry, ticket=ticket, actor=actor)
        html = render_to_string("timeline/entry.html", {"e": view}).strip()
    return {
        "seq": entry.seq,
        "cid": view.cid,
        "kind": entry.kind,
        "author": entry.author_kind,
        "html": html,
        "at": entry.created_at.isoformat(),
    }


def chat_payload(ticket: Ticket) -> ChatPayload | None:
    """Return where the chat of a ticket stands, if it has one."""
    chat = chat_of(ticket)
    if chat is None:
        return None
    agent = chat.accepted_by.public_name or chat.accepted_by.full_name if chat.accepted_by else ""
    return {"state": chat.state, "position": position(chat), "agent": agent}


def timeline_payload(ticket: Ticket, actor: Actor, *, since: int, language: str) -> TimelinePayload:
    """Return what is new since `since`, at most 200 entries, for polls and sockets."""
    rows = entries_since(ticket, actor, since=since, limit=PAGE_SIZE)
    return {
        "entries": [entry_payload(row, ticket=ticket, actor=actor, request_language=language) for row in rows],
        "last": rows[-1].seq if rows else since,
        "more": len(rows) == PAGE_SIZE,
        "status": ticket.status,
        "chat": chat_payload(ticket),
    }


def timeline_context(ticket: Ticket, actor: Actor) -> dict[str, object]:
    """Return the context of `timeline/log.html`: all that the actor may read, in the active language."""
    views: list[EntryView] = []
    last, full = 0, True
    while full:
        rows = entries_since(ticket, actor, since=last)
        views += [entry_view(row, ticket=ticket, actor=actor) for row in rows]
        last, full = (rows[-1].seq if rows else last), len(rows) == 500
    return {"entries": views, "last": last, "ticket": ticket, "side": side_of(actor), "chat": chat_payload(ticket)}
